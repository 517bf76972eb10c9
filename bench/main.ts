/** `npm run bench`: what streaming costs here beside the least that Node can do, measured in the same run. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keepSection } from '../scripts/keep-section.ts';
import { measureContext, toContextReport } from './context.ts';
import { measureFullLoad, toLoadReport } from './full-load.ts';
import { type Cost, measureCost, measureFirstTokens, measureWait, together, warmUp } from './measure.ts';
import { startOther, startPipe, startServer } from './processes.ts';
import { type Measured, tellRound, toReport } from './report.ts';
import { clearSchema } from './seed-journal.ts';
import { plainSide, projectSide } from './sides.ts';

const USAGE = `npm run bench [-- --streams 200] [--rounds 5] [--database postgresql://... [--redis redis://...]] [--load] [--context] [--write]

  --streams N      answers at once (200)
  --rounds N       pipe and server in turns, so often (5)
  --database URL   PostgreSQL instead of the embedded database; its schema "tradistry_bench" is emptied
  --redis URL      logs in Valkey, beside a server that has them in memory
  --load           instead: thousands of streams, and what their viewers see (some 10 minutes; wants PostgreSQL)
  --context        instead: what gathering a turn's context takes; with PostgreSQL up to 1,000,000 trades (some 15 minutes)
  --trades N --passages N   the large journal of --context (1000000, 200000)
  --write          keep the table in docs/capacity.md
`;
const PAGE = 'docs/capacity.md';
const FIRST_TOKENS = 100;
const MACHINE = `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.version}`;

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    database: { type: 'string' },
    redis: { type: 'string' },
    load: { type: 'boolean', default: false },
    context: { type: 'boolean', default: false },
    trades: { type: 'string', default: '1000000' },
    passages: { type: 'string', default: '200000' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const streams = toCount('streams', values.streams);
const rounds = toCount('rounds', values.rounds);
const stored = values.database ? `postgres${values.redis ? '-valkey' : ''}` : 'embedded';

/** Limits are counted and paid for, and never met: few users and one address stand for all. */
const UNREACHED = {
  RATE_LIMIT_REQUESTS_PER_MINUTE: '1000000',
  RATE_LIMIT_STREAMS_PER_USER: '1000000',
  CONNECTIONS_PER_ADDRESS: '1000000',
};

/** Two servers on one database have a schema each. */
interface Subject {
  readonly schema: string;
  readonly redis: string | undefined;
}

const SUBJECT: Subject = { schema: 'tradistry_bench', redis: values.redis };

if (values.help) process.stdout.write(USAGE);
else await bench();

async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-bench-'));
  try {
    const { name, report } = await measure(folder);
    process.stdout.write(report);
    if (values.write) keepSection(PAGE, name, report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string): Promise<{ name: string; report: string }> {
  if (values.load) return { name: `load-${stored}`, report: await measureLoads(folder) };
  if (values.context) return { name: `context-${stored}`, report: await measureContexts(folder) };
  return { name: `cost-${stored}-${streams}`, report: toReport(await measureCosts(folder)) };
}

async function measureContexts(folder: string): Promise<string> {
  const large = { trades: toCount('trades', values.trades), passages: toCount('passages', values.passages) };
  const small = [
    { trades: 1_000, passages: 200 },
    { trades: 10_000, passages: 2_000 },
  ];
  const sizes = [...small, ...(values.database ? [large] : [])];
  const env = { DATA_DIR: folder, ...(values.database && { DATABASE_URL: values.database }) };
  return toContextReport(await measureContext(env, sizes), `${stored}, ${MACHINE}`);
}

function toCount(name: string, value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--${name} takes a whole number above 0.`);
  return count;
}

/** A server under test, on an empty database: what PostgreSQL cleans up after another run is not this one's; and the secret of its tokens. */
async function startSubject(folder: string, modelUrl: string, { schema, redis } = SUBJECT) {
  await clearSchema(values.database, schema);
  const secret = randomBytes(32).toString('hex');
  const server = await startServer({
    DATA_DIR: folder,
    JWT_SECRET: secret,
    OPENROUTER_BASE_URL: modelUrl,
    LLM_MODELS: 'bench/model',
    // What a vector takes is measured by --context.
    EMBEDDINGS_MODEL: 'none',
    // The slowest answers take three minutes.
    LLM_TOTAL_TIMEOUT_MS: '600000',
    ...UNREACHED,
    ...(values.database && { DATABASE_URL: values.database, DATABASE_SCHEMA: schema }),
    ...(redis && { REDIS_URL: redis }),
  });
  return { server, secret };
}

async function measureLoads(folder: string): Promise<string> {
  await using model = await startOther('./model-server.ts', { isBusy: true });
  await using viewers = await startOther('./load-viewers.ts', { isBusy: true });
  const modelUrl = `http://127.0.0.1:${model.port}/v1`;
  await using pipe = await startPipe(`${modelUrl}/chat/completions`);
  const start = () => startSubject(folder, modelUrl);
  const results = await measureFullLoad({ pipe, start, viewers, tell });
  return toLoadReport(results, `${stored}, ${MACHINE}`);
}

async function measureCosts(folder: string): Promise<Measured> {
  await using model = await startOther('./model-server.ts');
  await using viewers = await startOther('./load-generator.ts');
  const modelUrl = `http://127.0.0.1:${model.port}/v1`;
  await using pipe = await startPipe(`${modelUrl}/chat/completions`);
  const { server, secret } = await startSubject(folder, modelUrl);
  await using _server = server;
  const inMemory = values.redis
    ? await startSubject(join(folder, 'memory'), modelUrl, { schema: `${SUBJECT.schema}_memory`, redis: undefined })
    : null;
  await using _other = inMemory?.server;
  const direct = plainSide('model alone', model.port);
  const bare = plainSide('bare pipe', pipe.port);
  const project = await projectSide(server.port, secret, streams);
  const beside = inMemory && { ...inMemory, side: await projectSide(inMemory.server.port, inMemory.secret, streams) };

  tell('warming up ...');
  for (const side of [bare, ...(beside ? [beside.side] : []), project]) await warmUp(side, { viewers, streams });
  const floors: Cost[] = [];
  const memory: Cost[] = [];
  const costs: Cost[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    tell(`round ${round} of ${rounds}: ${streams} streams through the bare pipe, then through the server ...`);
    floors.push(await measureCost(bare, pipe, { viewers, streams }));
    if (beside) memory.push(await measureCost(beside.side, beside.server, { viewers, streams }));
    costs.push(await measureCost(project, server, { viewers, streams }));
    tell(tellRound([floors, memory, costs].flatMap((each) => each.slice(-1))));
  }
  tell('one stream at a time, streamed and whole ...');
  return {
    streams,
    database: stored,
    machine: MACHINE,
    floor: together(floors),
    inMemory: beside && together(memory),
    project: together(costs),
    modelFirstMs: await measureFirstTokens(direct, viewers, FIRST_TOKENS),
    firstMs: await measureFirstTokens(project, viewers, FIRST_TOKENS),
    perceived: await measureWait(project, viewers),
  };
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
