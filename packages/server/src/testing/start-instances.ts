/** Two instances on one PostgreSQL, each with a line of its own to the database and to Valkey, and a scripted provider. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, inject } from 'vitest';
import { openPool } from '../db/database.ts';
import { type BreakableLine, startBreakableLine } from './breakable-line.ts';
import { startTestServer, TEST_SECRET, type TestServer } from './start-server.ts';
import { dropSchema } from './test-database.ts';
import { answer, startUpstream, type Upstream } from './upstream.ts';

export interface Instance extends TestServer {
  readonly database: BreakableLine;
  /** `null`: there is no Valkey. */
  readonly valkey: BreakableLine | null;
  ask(json: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The stream, after `lastId` where one is given. */
  resume(streamId: string, lastId?: number): Promise<Response>;
  stored(sessionId: string): Promise<{ id: string; role: string; content: string; status: string }[]>;
}

interface TurnRow {
  readonly status: string;
  readonly outcome: string | null;
  readonly epoch: number;
  readonly answer: string;
  readonly stop_requested: boolean;
}

export interface Instances {
  readonly a: Instance;
  readonly b: Instance;
  readonly upstream: Upstream;
  readonly valkey: boolean;
  /** What another instance on the same data is started with, its lines being straight. */
  readonly env: Record<string, string>;
  /** What the database has of a turn, past every policy. */
  readTurn(streamId: string): Promise<TurnRow | undefined>;
  /** Its owner was last heard of so long ago that others may take the turn over. */
  letLeaseRunOut(streamId: string, of?: { epoch: number }): Promise<void>;
  /** What Valkey has of this deployment. */
  valkeyKeys(): Promise<string[]>;
  /** All that Valkey has of this deployment is gone. */
  emptyValkey(): Promise<void>;
  close(): Promise<void>;
}

/** Runs the suite without Valkey and with it, or in the `ways` given, so far as the services are there. */
export function describeInstances(
  name: string,
  suite: (instances: () => Instances) => void,
  ways: readonly ('without' | 'with')[] = ['without', 'with'],
): void {
  const [databaseUrl, redisUrl] = [inject('databaseUrl'), inject('redisUrl')];
  for (const way of ways) {
    const valkey = way === 'with';
    describe.runIf(databaseUrl && (redisUrl || !valkey))(`${name}, ${way} Valkey`, () => {
      let instances: Instances | undefined;
      beforeAll(async () => {
        instances = await startInstances(databaseUrl ?? '', valkey ? redisUrl : null);
      });
      beforeEach(() => {
        instances?.upstream.calls.splice(0);
        instances?.upstream.script(answer('Hello', ' there', '.'));
      });
      afterAll(() => instances?.close());
      suite(() => {
        if (!instances) throw new Error('the instances start in beforeAll');
        return instances;
      });
    });
  }
}

/** A model that waits for the test is not to be taken for one that hangs. */
const PATIENT = {
  ...{ LLM_FIRST_TOKEN_TIMEOUT_MS: '300000', LLM_IDLE_TIMEOUT_MS: '300000', LLM_TOTAL_TIMEOUT_MS: '600000' },
  LADDER_BUDGET_MS: '300000',
};

/** For tests of limits over several instances; whose token names none has none. */
const PLANS = {
  three: { streams_per_user: 3 },
  sixty: { requests_per_minute: 60 },
  thrifty: { usd_per_day: 1000 },
};

async function startInstances(databaseUrl: string, redisUrl: string | null): Promise<Instances> {
  const schema = `t_${randomBytes(6).toString('hex')}`;
  const pool = openPool({ connection: { url: databaseUrl }, poolSize: 2 });
  const upstream = await startUpstream();
  const env = {
    ...{ DATABASE_URL: databaseUrl, DATABASE_SCHEMA: schema, JWT_SECRET: TEST_SECRET, LLM_MODELS: 'a/one' },
    ...{ OPENROUTER_BASE_URL: upstream.url, OPENROUTER_API_KEY: 'k' },
    ...(redisUrl && { REDIS_URL: redisUrl }),
    ...PATIENT,
    RATE_LIMIT_PLANS: JSON.stringify(PLANS),
  };
  // One after the other: the first one makes the schema.
  const a = await startInstance(env);
  const b = await startInstance(env);
  return {
    ...{ a, b, upstream, env, valkey: redisUrl !== null },
    async readTurn(streamId) {
      const { rows } = await pool.query<TurnRow>(
        `SELECT status, outcome, epoch, answer, stop_requested_at IS NOT NULL AS stop_requested
         FROM "${schema}".turns WHERE stream_id = $1`,
        [streamId],
      );
      return rows[0];
    },
    async letLeaseRunOut(streamId, { epoch } = { epoch: 0 }) {
      await pool.query(
        `UPDATE "${schema}".turns SET heartbeat_at = '-infinity', epoch = greatest(epoch, $2) WHERE stream_id = $1`,
        [streamId, epoch],
      );
    },
    valkeyKeys: () => (redisUrl ? listKeys(redisUrl, `tradistry:${schema}:*`) : Promise.resolve([])),
    emptyValkey: () => (redisUrl ? deleteKeys(redisUrl, `tradistry:${schema}:*`) : Promise.resolve()),
    async close() {
      await Promise.all([a.close(), b.close()]);
      await upstream.close();
      await dropSchema(pool, schema);
      await pool.end();
      if (redisUrl) await deleteKeys(redisUrl, `tradistry:${schema}:*`);
    },
  };
}

async function startInstance(env: Record<string, string>): Promise<Instance> {
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-instance-'));
  const database = await startBreakableLine(portOf(env['DATABASE_URL'], 5432));
  const valkey = env['REDIS_URL'] ? await startBreakableLine(portOf(env['REDIS_URL'], 6379)) : null;
  const server = await startTestServer({
    ...{ ...env, DATA_DIR: folder, DATABASE_URL: over(database, env['DATABASE_URL']) },
    ...(valkey && { REDIS_URL: over(valkey, env['REDIS_URL']) }),
  });
  const close = async () => {
    for (const line of [database, valkey]) line?.mend();
    await server.close();
    await Promise.all([database, valkey].map((line) => line?.[Symbol.asyncDispose]()));
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    ...{ ...server, database, valkey, close, [Symbol.asyncDispose]: close },
    ask: (json, headers = {}) => server.call('/api/ai/chat/stream', { json, headers }),
    resume: (streamId, lastId) =>
      server.call(`/api/ai/chat/streams/${streamId}`, {
        headers: lastId === undefined ? {} : { 'Last-Event-ID': String(lastId) },
      }),
    async stored(sessionId) {
      const response = await server.call(`/api/ai/chat/sessions/${sessionId}/messages`);
      return ((await response.json()) as { items: { id: string; role: string; content: string; status: string }[] })
        .items;
    },
  };
}

const portOf = (url = '', standard: number) => Number(new URL(url).port || standard);

function over(line: BreakableLine, url = ''): string {
  return Object.assign(new URL(url), { host: `127.0.0.1:${line.port}` }).href;
}

async function listKeys(url: string, pattern: string): Promise<string[]> {
  const client = new Redis(url);
  const keys = await client.keys(pattern);
  client.disconnect();
  return keys;
}

async function deleteKeys(url: string, pattern: string): Promise<void> {
  const client = new Redis(url);
  const keys = await client.keys(pattern);
  if (keys.length > 0) await client.del(...keys);
  client.disconnect();
}
