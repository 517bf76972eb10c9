/** `npm run bench:rereading`: another embedder reads everything anew beside questions, is killed in the middle, and goes on. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { readConfig } from '../packages/server/src/config.ts';
import { openStorage, type Storage } from '../packages/server/src/db/open-storage.ts';
import { READ_BATCH } from '../packages/server/src/rag/passage-keeper.ts';
import { type Embeddings, startEmbeddings } from '../packages/server/src/testing/start-embeddings.ts';
import { keepSection } from '../scripts/keep-section.ts';
import { percentile } from './measure.ts';
import { type Process, runJob, startOther, startServer } from './processes.ts';
import { clearSchema, seedJournal, USER } from './seed-journal.ts';
import { journalSide, type Side } from './sides.ts';

const USAGE = `npm run bench:rereading -- --database postgresql://... [--passages 100000] [--write]

  --database URL   PostgreSQL; uses its schema "tradistry_bench_rereading"
  --passages N     of one user, all of them read by another model before (100000)
  --write          keep the figures in docs/capacity.md
`;
const SCHEMA = 'tradistry_bench_rereading';
const TRADES = 10_000;
/** Killed when so much is read. */
const KILLED_AT = 1 / 3;
const QUIET_QUESTIONS = 40;
const LOOK_MS = 500;

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    passages: { type: 'string', default: '100000' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help || !values.database) process.stdout.write(USAGE);
else await bench(values.database, Number(values.passages));

/** What runs beside the server, which is killed and started again. */
interface Around {
  readonly env: Record<string, string>;
  readonly storage: Storage;
  readonly viewers: Process;
  readonly secret: string;
}

interface Life {
  readonly firstMs: readonly number[];
  /** From its start until it had read something, and until it ended. */
  readonly begunMs: number;
  readonly tookMs: number;
}

async function bench(url: string, passages: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-bench-'));
  const secret = randomBytes(32).toString('hex');
  await clearSchema(url, SCHEMA);
  const embeddings = await startEmbeddings();
  await using model = await startOther('./model-server.ts');
  await using viewers = await startOther('./load-generator.ts');
  const env = {
    ...{ DATA_DIR: folder, DATABASE_URL: url, DATABASE_SCHEMA: SCHEMA, JWT_SECRET: secret, LLM_MODELS: 'bench/model' },
    ...{ OPENROUTER_BASE_URL: `http://127.0.0.1:${model.port}/v1`, EMBEDDINGS_BASE_URL: embeddings.url },
    ...{ EMBEDDINGS_MODEL: 'after', RATE_LIMIT_REQUESTS_PER_MINUTE: '1000000' },
  };
  const storage = await openStorage(readConfig(env), pino({ level: 'error' }));
  try {
    await seedJournal(storage, { schema: SCHEMA, trades: TRADES, passages, model: 'before' });
    const said = await killAndGoOn({ env, storage, viewers, secret }, { passages, embeddings });
    process.stdout.write(said);
    if (values.write) keepSection('docs/capacity.md', 'rereading', said);
  } finally {
    await Promise.all([storage.close(), embeddings.close()]);
    await clearSchema(url, SCHEMA);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function killAndGoOn(around: Around, of: { passages: number; embeddings: Embeddings }): Promise<string> {
  const { passages, embeddings } = of;
  const first = await runUntil(around, { read: passages * KILLED_AT, signal: 'SIGKILL' });
  const kept = await countRead(around.storage);
  const second = await runUntil(around, { read: passages, signal: 'SIGTERM' });
  const quiet = await askQuietly(around);
  return report({ passages, first, second, kept, quiet, twice: countTwice(embeddings) });
}

/** Of the notes: their symbol goes before their text. Questions and answers are read as well, as questions and as passages. */
function countTwice({ calls }: Embeddings): number {
  const notes = calls.flatMap(({ input }) => input).filter((text) => /^S\d+ /.test(text));
  return notes.length - new Set(notes).size;
}

/** Asks one question after the other until so much is read, and ends the server by that signal. */
async function runUntil(around: Around, until: { read: number; signal: NodeJS.Signals }): Promise<Life> {
  const { env, storage, viewers, secret } = around;
  const from = performance.now();
  const before = await countRead(storage);
  const server = await startServer(env);
  const side = await journalSide(server.port, secret, USER);
  const firstMs: number[] = [];
  let begunMs = 0;
  for (let read = before; read < until.read; read = await countRead(storage)) {
    if (read > before && begunMs === 0) begunMs = performance.now() - from;
    firstMs.push(...(await ask(side, viewers)));
    await requireUnmixed(storage);
    await wait(LOOK_MS);
  }
  const tookMs = performance.now() - from;
  server.child.kill(until.signal);
  await server[Symbol.asyncDispose]();
  return { firstMs, begunMs, tookMs };
}

async function askQuietly({ env, viewers, secret }: Around): Promise<readonly number[]> {
  await using server = await startServer(env);
  const side = await journalSide(server.port, secret, USER);
  await ask(side, viewers);
  const firstMs: number[] = [];
  while (firstMs.length < QUIET_QUESTIONS) firstMs.push(...(await ask(side, viewers)));
  return firstMs;
}

async function ask(side: Side, viewers: Process): Promise<readonly number[]> {
  return (await runJob(viewers, side.job({ streams: 1, tokens: 3, intervalMs: 1, spreadMs: 0 }))).firstMs;
}

async function countRead({ query }: Storage): Promise<number> {
  return count(
    query,
    `SELECT count(*)::int AS n FROM "${SCHEMA}".passage_vectors WHERE model LIKE 'after%' AND user_id = '${USER}'`,
  );
}

/** A passage and its vector name one model, and all vectors of a model have one length. */
async function requireUnmixed({ query }: Storage): Promise<void> {
  const mixed = await count(
    query,
    `SELECT count(*)::int AS n FROM "${SCHEMA}".passage_vectors v JOIN "${SCHEMA}".passages p ON p.user_id = v.user_id AND p.id = v.passage_id
      WHERE p.model IS DISTINCT FROM v.model OR (v.model = 'before') <> (public.vector_dims(v.vector) = 384)`,
  );
  if (mixed > 0) throw new Error(`${mixed} vectors are not those of their model.`);
}

async function count(query: Storage['query'], text: string): Promise<number> {
  // A count is one row of one number.
  const [row] = (await query(text)).rows as { n: number }[];
  return row?.n ?? 0;
}

interface Measured {
  readonly passages: number;
  readonly first: Life;
  readonly second: Life;
  /** When it was killed. */
  readonly kept: number;
  readonly quiet: readonly number[];
  readonly twice: number;
}

function report({ passages, first, second, kept, quiet, twice }: Measured): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(0)} s`;
  const times = (values: readonly number[]) =>
    `${percentile(values, 50).toFixed(0)} ms / ${percentile(values, 95).toFixed(0)} ms of ${values.length}`;
  return `${passages.toLocaleString('en-US')} passages of one user, ${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}. The embedder is a stub that answers at once.

| | |
|---|---|
| killed with SIGKILL after | ${seconds(first.tookMs)}, ${kept.toLocaleString('en-US')} read |
| started again: goes on after | ${seconds(second.begunMs)} |
| all read after another | ${seconds(second.tookMs)} |
| read twice, of at most the ${READ_BATCH} that were being read when it was killed | ${twice.toLocaleString('en-US')} |
| first token p50 / p95, while it reads | ${times([...first.firstMs, ...second.firstMs])} |
| first token p50 / p95, afterwards | ${times(quiet)} |
`;
}
