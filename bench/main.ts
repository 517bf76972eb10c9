/** `npm run bench`: what streaming costs here beside the least that Node can do, measured in the same run. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Cost, measureCost, measureFirstTokens, measureWait } from './measure.ts';
import { MEASURED_CORE, startOther, startProgram, startServer } from './processes.ts';
import { type Measured, toReport } from './report.ts';
import { plainSide, projectSide } from './sides.ts';

const USAGE = `npm run bench [-- --streams 200] [--rounds 2] [--database postgresql://...] [--write]

  --streams N      answers at once (200)
  --rounds N       pipe and server in turns, so often; the quietest round of each counts (2)
  --database URL   PostgreSQL instead of the embedded database; uses its schema "tradistry_bench"
  --write          keep the table as docs/capacity.md
`;
const FIRST_TOKENS = 100;

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '2' },
    database: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

interface Options {
  readonly streams: number;
  readonly rounds: number;
  readonly database: string | undefined;
}

if (values.help) process.stdout.write(USAGE);
else await bench({ streams: Number(values.streams), rounds: Number(values.rounds), database: values.database });

async function bench(options: Options): Promise<void> {
  if (!Number.isInteger(options.streams) || options.streams < 1) throw new Error('--streams takes a whole number.');
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-bench-'));
  try {
    const report = toReport(await measure(folder, options));
    process.stdout.write(report);
    if (values.write) writeFileSync('docs/capacity.md', report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, { streams, rounds, database }: Options): Promise<Measured> {
  await using model = await startOther('./model-server.ts');
  await using viewers = await startOther('./load-generator.ts');
  const modelUrl = `http://127.0.0.1:${model.port}/v1`;
  await using pipe = await startProgram('./pipe-server.ts', MEASURED_CORE, `${modelUrl}/chat/completions`);
  const secret = randomBytes(32).toString('hex');
  await using server = await startServer({
    DATA_DIR: folder,
    JWT_SECRET: secret,
    OPENROUTER_BASE_URL: modelUrl,
    LLM_MODELS: 'bench/model',
    ...(database && { DATABASE_URL: database, DATABASE_SCHEMA: 'tradistry_bench' }),
  });
  const direct = plainSide('model alone', model.port);
  const bare = plainSide('bare pipe', pipe.port);
  const project = await projectSide(server.port, secret, streams);

  const floors: Cost[] = [];
  const costs: Cost[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    tell(`round ${round} of ${rounds}: ${streams} streams through the bare pipe, then through the server ...`);
    floors.push(await measureCost(bare, pipe, { viewers, streams }));
    costs.push(await measureCost(project, server, { viewers, streams }));
  }
  tell('one stream at a time, streamed and whole ...');
  return {
    streams,
    database: database ? 'PostgreSQL' : 'PGlite (embedded)',
    machine: `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.version}`,
    floor: quietest(floors),
    project: quietest(costs),
    modelFirstMs: await measureFirstTokens(direct, viewers, FIRST_TOKENS),
    firstMs: await measureFirstTokens(project, viewers, FIRST_TOKENS),
    perceived: await measureWait(project, viewers),
  };
}

/** What else runs on the machine only ever adds. */
function quietest(costs: readonly Cost[]): Cost {
  const [first, ...rest] = costs;
  if (!first) throw new Error('--rounds takes a whole number above 0.');
  return rest.reduce((best, cost) => (cost.perTokenUs < best.perTokenUs ? cost : best), first);
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
