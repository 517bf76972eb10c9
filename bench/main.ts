/** `npm run bench`: what streaming costs here beside the least that Node can do, measured in the same run. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Cost, type Load, measureCost, measureFirstTokens, measureWait } from './measure.ts';
import { MEASURED_CORE, startOther, startProgram, startServer } from './processes.ts';
import { toReport } from './report.ts';
import { plainSide, projectSide } from './sides.ts';

const USAGE = `npm run bench [-- --streams 200] [--database postgresql://...] [--write]

  --streams N      answers at once (200)
  --database URL   PostgreSQL instead of the embedded database; uses its schema "tradistry_bench"
  --write          keep the table as docs/capacity.md
`;
const FIRST_TOKENS = 100;

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '200' },
    database: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(USAGE);
else await bench(Number(values.streams), values.database);

async function bench(streams: number, database: string | undefined): Promise<void> {
  if (!Number.isInteger(streams) || streams < 1) throw new Error('--streams takes a whole number.');
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-bench-'));
  try {
    const report = toReport(await measure(folder, streams, database));
    process.stdout.write(report);
    if (values.write) writeFileSync('docs/capacity.md', report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, streams: number, database: string | undefined) {
  await using model = await startOther('./model-server.ts');
  await using viewers = await startOther('./load-generator.ts');
  const direct = plainSide('model alone', model.port);
  const modelFirstMs = await measureFirstTokens(direct, viewers, FIRST_TOKENS);
  const floor = await measureFloor(model.port, { viewers, streams });

  const secret = randomBytes(32).toString('hex');
  await using server = await startServer({
    DATA_DIR: folder,
    JWT_SECRET: secret,
    OPENROUTER_BASE_URL: `http://127.0.0.1:${model.port}/v1`,
    LLM_MODELS: 'bench/model',
    ...(database && { DATABASE_URL: database, DATABASE_SCHEMA: 'tradistry_bench' }),
  });
  const project = await projectSide(server.port, secret, streams);
  tell(`${streams} streams through the server ...`);
  const cost = await measureCost(project, server, { viewers, streams });
  tell('one stream at a time ...');
  const firstMs = await measureFirstTokens(project, viewers, FIRST_TOKENS);
  tell('streamed and whole ...');
  const perceived = await measureWait(project, viewers);
  return {
    streams,
    database: database ? 'PostgreSQL' : 'PGlite (embedded)',
    machine: `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.version}`,
    floor,
    project: cost,
    modelFirstMs,
    firstMs,
    perceived,
  };
}

async function measureFloor(modelPort: number, load: Load): Promise<Cost> {
  tell(`${load.streams} streams through the bare pipe ...`);
  await using pipe = await startProgram(
    './pipe-server.ts',
    MEASURED_CORE,
    `http://127.0.0.1:${modelPort}/v1/chat/completions`,
  );
  // Awaited here: the pipe is closed when this function ends.
  return await measureCost(plainSide('bare pipe', pipe.port), pipe, load);
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
