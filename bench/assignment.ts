/** What being placed in an experiment adds to the first token: servers without one, twice, and one with, asked in turns. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPool } from '../packages/server/src/db/database.ts';
import { dropSchema } from '../packages/server/src/testing/test-database.ts';
import type { Job } from './load-generator.ts';
import { percentile } from './measure.ts';
import { type Process, runJob, startOther, startServer } from './processes.ts';
import { projectSide, signToken } from './sides.ts';

/** Two servers without an experiment: how much they differ is what the machine's noise comes to. */
const SIDES = ['without', 'floor', 'with'] as const;
type Side = (typeof SIDES)[number];
const WARM = 10;
const SHORT = { tokens: 3, streams: 1, spreadMs: 0, intervalMs: 30 };

export type FirstTokens = Readonly<Record<Side, readonly number[]>>;

/** Milliseconds to the first token of `count` questions a side, each by a user who was never seen before. */
export async function measureAssignment(url: string, count: number): Promise<FirstTokens> {
  await using undo = new AsyncDisposableStack();
  const model = undo.use(await startOther('./model-server.ts'));
  const viewers = undo.use(await startOther('./load-generator.ts'));
  const secret = randomBytes(32).toString('hex');
  const env = { JWT_SECRET: secret, OPENROUTER_BASE_URL: `http://127.0.0.1:${model.port}/v1`, DATABASE_URL: url };
  const servers = new Map<Side, Process>();
  for (const side of SIDES) servers.set(side, await startSide(undo, side, env));
  const first = { without: [] as number[], floor: [] as number[], with: [] as number[] };
  const { port = 0 } = servers.get('with') ?? {};
  await startExperiment(port, await signToken(secret, 'olga', 'prompts:write'));
  const jobs = new Map<Side, Job>();
  for (const [side, server] of servers) jobs.set(side, (await projectSide(server.port, secret, 1)).job(SHORT));
  for (let turn = 0; turn < count + WARM; turn += 1)
    for (const [side, job] of jobs) {
      const authorizations = [await signToken(secret, `${side}-${turn}`)];
      const { firstMs } = await runJob(viewers, { ...job, authorizations });
      if (turn >= WARM) first[side].push(...firstMs);
    }
  return first;
}

async function startSide(undo: AsyncDisposableStack, side: Side, env: Record<string, string>): Promise<Process> {
  const { DATABASE_URL: url = '' } = env;
  const schema = `tradistry_bench_${side}`;
  const pool = undo.adopt(openPool({ connection: { url }, poolSize: 1 }), (opened) => opened.end());
  await dropSchema(pool, schema);
  undo.defer(() => dropSchema(pool, schema));
  const folder = undo.adopt(mkdtempSync(join(tmpdir(), 'tradistry-bench-')), (made) =>
    rmSync(made, { recursive: true }),
  );
  return undo.use(
    await startServer({
      ...env,
      ...{ DATABASE_SCHEMA: schema, DATA_DIR: folder, LLM_MODELS: 'bench/model', EMBEDDINGS_MODEL: 'none' },
      CONNECTIONS_PER_ADDRESS: '1000000',
    }),
  );
}

async function startExperiment(port: number, token: string): Promise<void> {
  const call = async (path: string, body?: object) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/experiments${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as { id: string };
  };
  const variants = ['control', 'candidate'].map((name) => ({ name, version: 1, weight: 1 }));
  const { id } = await call('', { name: 'Bench', hypothesis: 'None.', primary_metric: 'success', variants });
  await call(`/${id}/start`);
}

/** Rows of a table of two columns. */
export function toRows(first: FirstTokens): string {
  const said = (side: Side) => [50, 90].map((rank) => `${percentile(first[side], rank).toFixed(1)} ms`).join(' / ');
  const less = (side: Side) => (percentile(first[side], 50) - percentile(first.without, 50)).toFixed(1);
  return `| first token with no experiment, p50 / p90 of ${first.without.length} questions in turns | ${said('without')} |
| the same on a second server: the floor | ${said('floor')}, ${less('floor')} ms at p50 |
| with an experiment, each question by a user who is placed now | ${said('with')}, ${less('with')} ms at p50 |
`;
}
