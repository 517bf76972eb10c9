/** One more instance on the data of two, as a process of its own: to be killed, frozen or told to end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerProcess, spawnServer } from './spawn-server.ts';
import type { Instances } from './start-instances.ts';

export interface SpawnedInstance extends ServerProcess {
  call(path: string, init?: { json?: unknown; headers?: Record<string, string> }): Promise<Response>;
  ask(json: unknown, headers?: Record<string, string>): Promise<Response>;
  resume(streamId: string, lastId: number): Promise<Response>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Its lines to the database and to Valkey are straight. */
export async function spawnInstance({ env, b }: Instances, more: Record<string, string>): Promise<SpawnedInstance> {
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-spawned-'));
  const server = await spawnServer({ ...env, PORT: '0', DATA_DIR: folder, ...more });
  const call: SpawnedInstance['call'] = async (path, { json, headers } = {}) =>
    fetch(server.url + path, {
      headers: {
        ...{ authorization: `Bearer ${await b.token()}`, ...headers },
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      ...(json !== undefined && { method: 'POST', body: JSON.stringify(json) }),
    });
  return {
    ...{ ...server, call },
    ask: (json, headers = {}) => call('/api/ai/chat/stream', { json, headers }),
    resume: (streamId, lastId) =>
      call(`/api/ai/chat/streams/${streamId}`, { headers: { 'last-event-id': String(lastId) } }),
    async [Symbol.asyncDispose]() {
      const { process } = server;
      if (process.exitCode === null && process.signalCode === null) await server.end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
