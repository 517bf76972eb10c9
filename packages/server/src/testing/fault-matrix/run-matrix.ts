/** Runs the cases against real servers, a process each, in front of one fault server. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import type { FaultServer } from '../fault-server/start-fault-server.ts';
import { spawnServer } from '../spawn-server.ts';
import type { Case, Group } from './cases.ts';
import { judge, type Seen } from './judge.ts';
import { type Asker, runCase } from './run-case.ts';

/** A case that was run. */
export interface Result {
  readonly one: Case;
  /** Null: the server did not answer as it should; then `faults` says how. */
  readonly seen: Seen | null;
  readonly faults: readonly string[];
}

/** Short, but in proportion: a healthy answer takes under a second on a quiet machine. */
export const MATRIX_ENV = {
  LLM_FIRST_TOKEN_TIMEOUT_MS: '3000',
  LLM_IDLE_TIMEOUT_MS: '2000',
  LLM_TOTAL_TIMEOUT_MS: '7000',
  LADDER_BUDGET_MS: '25000',
  SHUTDOWN_GRACE_MS: '0',
};
const SECRET = 'a-secret-of-the-fault-matrix-0123456789';

/** Runs one group on a server of its own, so many cases at once. */
export async function runGroup(group: Group, upstream: FaultServer, atOnce: number): Promise<Result[]> {
  const env = { ...MATRIX_ENV, LLM_BREAKER_FAILURES: '0' };
  return withServer({ upstream, space: group.name.replaceAll(/[^\w.-]+/g, '-'), list: group.list, env }, (asker) =>
    runCases(group.cases, { asker, upstream, atOnce }),
  );
}

interface Setting {
  readonly upstream: FaultServer;
  /** Of its own at the fault server: a fault that lasts a minute begins anew for each. */
  readonly space: string;
  /** `LLM_MODELS`. */
  readonly list: readonly string[];
  readonly env: Record<string, string>;
  /** Told in the end what the server printed. */
  readonly onSaid?: (text: string) => void;
}

/** Starts a server with these models on the embedded database, and ends it after `use`. */
export async function withServer<T>(
  { upstream, space, list, env, onSaid }: Setting,
  use: (asker: Asker) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-faults-'));
  try {
    const server = await spawnServer({
      PORT: '0',
      DATA_DIR: folder,
      JWT_SECRET: SECRET,
      OPENROUTER_API_KEY: 'sk-fault',
      OPENROUTER_BASE_URL: `${upstream.origin}/${space}/v1`,
      LLM_MODELS: list.join(','),
      ...env,
    });
    try {
      return await use(toAsker(server.url));
    } finally {
      await server.end('SIGTERM');
      onSaid?.(server.said());
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In order, so many at once. Never rejects for a case: what went wrong is its fault. */
export async function runCases(
  cases: readonly Case[],
  { asker, upstream, atOnce }: { asker: Asker; upstream: FaultServer; atOnce: number },
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = cases.entries();
  const work = async () => {
    for (const [n, one] of waiting) results[n] = await runOne(one, asker, upstream);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

async function runOne(one: Case, asker: Asker, upstream: FaultServer): Promise<Result> {
  try {
    const seen = await runCase(one, asker, upstream);
    return { one, seen, faults: judge(one, seen) };
  } catch (error) {
    return { one, seen: null, faults: [error instanceof Error ? error.message : String(error)] };
  }
}

function toAsker(url: string): Asker {
  const key = new TextEncoder().encode(SECRET);
  return {
    async call(path, { userId, json, signal }) {
      const token = await new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(userId)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(key);
      return fetch(url + path, {
        method: json === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(json !== undefined && { body: JSON.stringify(json) }),
        ...(signal && { signal }),
      });
    },
  };
}
