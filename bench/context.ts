/** `npm run bench -- --context`: what gathering a turn's context takes, on a small journal and on a very large one. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { buildContext } from '../packages/server/src/chat/build-context.ts';
import type { ChatDeps } from '../packages/server/src/chat/deps.ts';
import { noProgress, type Turn } from '../packages/server/src/chat/turn.ts';
import { createJournal } from '../packages/server/src/compose/create-journal.ts';
import { createEmbedder, createRecall } from '../packages/server/src/compose/create-recall.ts';
import { readConfig } from '../packages/server/src/config.ts';
import { createJournalSums } from '../packages/server/src/db/journal-sums.ts';
import { openStorage, type Storage } from '../packages/server/src/db/open-storage.ts';
import { createTurnStore } from '../packages/server/src/db/turn-store.ts';
import { DEFAULTS } from '../packages/server/src/defaults.ts';
import { keepSums } from '../packages/server/src/journal/keep-sums.ts';
import { keepIndexes } from '../packages/server/src/rag/keep-indexes.ts';
import { SILENT_TRACE } from '../packages/server/src/testing/silent-telemetry.ts';
import { percentile } from './measure.ts';
import { clearSchema, seedJournal, USER } from './seed-journal.ts';

const SCHEMA = 'tradistry_bench_context';
const RECALL_QUERIES = 50;
const NEAREST = 10;
/** Asked one after the other, each once. */
const QUESTIONS = {
  'what was written': [
    ...['impatient after', 'rules for', 'nervous about', 'what I wrote on', 'notes of', 'plan for'].flatMap((how) =>
      [
        'chasing the open',
        'moving my stop',
        'term12 and term40',
        'the second term',
        'overnight',
        'term31 and term9',
      ].map((what) => `${how} ${what}`),
    ),
  ],
  // No two ask for the same, so that none finds kept what another asked for.
  figures: [
    ...Array.from({ length: 12 }, (_, n) => `What is my win rate on S${7 * n + 3}?`),
    ...['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays'].map((day) => `How did I do on ${day}?`),
    ...['weekday', 'hour', 'month', 'symbol', 'side'].map((key) => `What is my expectancy by ${key}?`),
    ...['this year', 'last month', 'in the last 90 days', 'last year'].map(
      (when) => `What was my profit factor ${when}?`,
    ),
    ...['How am I doing?', 'What is my biggest weakness?', 'Why do I lose on Thursdays?', 'What is my average loss?'],
    ...[
      'What was my longest losing streak?',
      'What is my max drawdown?',
      'Compare S1 with S2',
      'What did I pay in fees?',
    ],
  ],
} as const;
type Kind = keyof typeof QUESTIONS;

export interface Size {
  readonly trades: number;
  readonly passages: number;
}

export interface ContextTimes {
  readonly size: Size;
  readonly embedding: boolean;
  readonly kind: Kind;
  readonly p50: number;
  readonly p95: number;
  /** Questions whose vector came too late, and those whose prompt went without a figure. */
  readonly degraded: number;
  readonly late: number;
}

export interface ContextRun {
  readonly times: readonly ContextTimes[];
  /** Of the nearest by an owner's index, so many are among the nearest of all; null: none has an index. */
  readonly recall: number | null;
}

/** Fills a schema of its own for each size and removes it. */
export async function measureContext(env: Record<string, string>, sizes: readonly Size[]): Promise<ContextRun> {
  const times: ContextTimes[] = [];
  let recall: number | null = null;
  for (const size of sizes) {
    const folder = `${env['DATA_DIR']}/${size.trades}`;
    const config = readConfig({ ...env, DATA_DIR: folder, DATABASE_SCHEMA: SCHEMA, LOG_LEVEL: 'error' });
    const logger = pino({ level: 'error' });
    await clearSchema(env['DATABASE_URL'], SCHEMA);
    const storage = await openStorage(config, logger);
    await seedJournal(storage, { schema: SCHEMA, model: createEmbedder(config)?.model ?? '', ...size });
    // As the jobs do.
    const sums = createJournalSums({ ...storage, defaultTimeZone: DEFAULTS.timeZone });
    await keepSums(sums, new AbortController().signal);
    for (const model of ['none', undefined]) {
      const set = { ...config, EMBEDDINGS_MODEL: model, EMBEDDINGS_BUDGET_MS: 1_000 };
      const embedding = model === undefined;
      times.push(...(await timeQuestions(set, storage)).map((time) => ({ size, embedding, ...time })));
    }
    if (storage.connect && size.passages > 20_000) recall = await measureRecall(storage);
    await storage.close();
  }
  await clearSchema(env['DATABASE_URL'], SCHEMA);
  return { times, recall };
}

async function timeQuestions(config: ReturnType<typeof readConfig>, storage: Storage) {
  const logger = pino({ level: 'error' });
  const embedder = createEmbedder(config);
  const recall = createRecall(config, { storage, logger, embedder });
  const journal = createJournal(config, { storage, logger, model: {}, instance: 'bench', recall });
  if (recall.vectors) {
    await embedder?.embed(['a first text'], { purpose: 'question' });
    await keepIndexes(recall.vectors, new AbortController().signal);
  }
  // What building a context needs, and no more.
  const deps = {
    ...journal,
    ...recall,
    turns: createTurnStore(storage.database),
    prompts: { preferredModel: () => null },
    model: {},
    models: [],
    today: () => new Date(),
    wait: (ms: number) => sleep(ms),
  } as unknown as ChatDeps;
  for (const message of ['the first figures', 'and once more']) await timeQuestion(deps, message);
  const times = [];
  for (const kind of ['what was written', 'figures'] as const) {
    const asked = [];
    for (const message of QUESTIONS[kind]) asked.push(await timeQuestion(deps, message));
    times.push({ kind, ...summaryOf(asked) });
  }
  await embedder?.close();
  return times;
}

type Asked = Awaited<ReturnType<typeof timeQuestion>>;

async function timeQuestion(deps: ChatDeps, message: string) {
  const turn = {
    userId: USER,
    request: { message, context_limit: 10 },
    started: { questionId: randomUUID(), sessionId: 'bench' },
    progress: noProgress(),
    trace: SILENT_TRACE,
    abort: new AbortController(),
  } as unknown as Turn;
  const from = performance.now();
  const { degraded, parts, analysing } = await buildContext(deps, turn);
  const taken = performance.now() - from;
  const { allTime, recent, figures } = parts?.prompt ?? {};
  await analysing;
  // People do not ask in one breath; what runs beside the answer is over by then.
  await sleep(20);
  return { taken, degraded: degraded !== null, late: !allTime || !recent || !figures };
}

function summaryOf(asked: readonly Asked[]) {
  const taken = asked.map((each) => each.taken);
  const [degraded, late] = [asked.filter((each) => each.degraded), asked.filter((each) => each.late)];
  return { p50: percentile(taken, 50), p95: percentile(taken, 95), degraded: degraded.length, late: late.length };
}

async function measureRecall(storage: Storage): Promise<number> {
  const ask = async (text: string) => (await storage.query(text)).rows as { id: string }[];
  const nearest = (vector: string) => `SELECT passage_id::text AS id FROM "${SCHEMA}".nearest_passages(
    (SELECT model FROM "${SCHEMA}".passage_indexes LIMIT 1), '${vector}', 384, ${NEAREST}, NULL, NULL, NULL, NULL, '{}')`;
  const probes = (await storage.query(`SELECT vector::text AS vector FROM "${SCHEMA}".passage_vectors
    WHERE passage_id % 977 = 3 LIMIT ${RECALL_QUERIES}`)) as { rows: { vector: string }[] };
  let found = 0;
  for (const { vector } of probes.rows) {
    const text = (by: string) => `SET tradistry.user_id = '${USER}'; ${by}`;
    const approximate = await lastRows(storage, text(nearest(vector)));
    const exact = await ask(`SELECT passage_id::text AS id FROM "${SCHEMA}".passage_vectors WHERE user_id = '${USER}'
      ORDER BY vector OPERATOR(public.<#>) '${vector}'::public.halfvec LIMIT ${NEAREST}`);
    const ids = new Set(approximate.map(({ id }) => id));
    found += exact.filter(({ id }) => ids.has(id)).length;
  }
  return found / (probes.rows.length * NEAREST);
}

/** Of a text of several statements. */
async function lastRows(storage: Storage, text: string): Promise<{ id: string }[]> {
  const results = (await storage.query(text)) as unknown as { rows: { id: string }[] }[];
  return results.at(-1)?.rows ?? [];
}

/** The table, as it is printed and as docs/capacity.md keeps it. */
export function toContextReport({ times, recall }: ContextRun, about: string): string {
  const rows = times.map(({ size, embedding, kind, p50, p95, degraded, late }) => [
    `${size.trades.toLocaleString('en-US')} trades, ${size.passages.toLocaleString('en-US')} passages`,
    embedding ? 'local embedding' : 'words alone',
    kind,
    `${p50.toFixed(1)} ms`,
    `${p95.toFixed(1)} ms`,
    String(degraded),
    `${late} of ${QUESTIONS[kind].length}`,
  ]);
  return `${about}. One question after the other; figures of the same journal are kept from one question to the next.

| journal | found by | asked for | p50 | p95 | vectors too late | figures too late |
|---|---|---|---|---|---|---|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
${recall === null ? '' : `\nThe nearest ${NEAREST} by an owner's own index, of those that comparing all finds: ${(recall * 100).toFixed(1)} %.\n`}`;
}
