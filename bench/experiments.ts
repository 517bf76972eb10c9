/** `npm run bench:experiments`: how long the results of an experiment take after a million answers, and the counting of them. */
import { randomUUID } from 'node:crypto';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createDatabase, openPool } from '../packages/server/src/db/database.ts';
import { createExecutionCounter } from '../packages/server/src/db/execution-counter.ts';
import { createExperimentStore } from '../packages/server/src/db/experiment-store.ts';
import { migrate } from '../packages/server/src/db/migrate.ts';
import { countExecutions } from '../packages/server/src/prompts/count-executions.ts';
import { resultsOf } from '../packages/server/src/prompts/experiment-results.ts';
import { anExperiment } from '../packages/server/src/testing/an-experiment.ts';
import { dropSchema } from '../packages/server/src/testing/test-database.ts';
import { keepSection } from '../scripts/keep-section.ts';

const USAGE = `npm run bench:experiments -- --database postgresql://... [--answers 1000000] [--write]

  --database URL   PostgreSQL; uses its schema "tradistry_bench_experiments"
  --answers N      of as many users as a tenth of it (1000000)
  --write          keep the figures in docs/capacity.md
`;
const SCHEMA = 'tradistry_bench_experiments';
const BATCH = 250;
const LOOKS = 20;

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    answers: { type: 'string', default: '1000000' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help || !values.database) process.stdout.write(USAGE);
else await bench(values.database, Number(values.answers));

async function bench(url: string, answers: number): Promise<void> {
  const pool = openPool({ connection: { url }, poolSize: 2, silenceMs: 600_000 });
  await dropSchema(pool, SCHEMA);
  await migrate(pool, SCHEMA);
  try {
    const experiment = anExperiment({ id: randomUUID() });
    await fill(pool, experiment.id, answers);
    const database = createDatabase(pool, SCHEMA);
    const counted = await count(createExecutionCounter(database));
    const store = createExperimentStore(database);
    const times: number[] = [];
    for (let look = 0; look < LOOKS; look += 1) {
      const from = performance.now();
      const { variants } = resultsOf(experiment, await store.readMoments(experiment.id));
      times.push(performance.now() - from);
      const seen = variants.reduce((sum, variant) => sum + variant.answers, 0);
      if (seen !== answers) throw new Error(`${seen} of ${answers} answers are in the results.`);
    }
    const said = report(answers, { counted, worst: Math.max(...times) });
    process.stdout.write(said);
    if (values.write) keepSection('docs/capacity.md', 'experiments', said);
  } finally {
    await dropSchema(pool, SCHEMA);
    await pool.end();
  }
}

async function fill(pool: ReturnType<typeof openPool>, id: string, answers: number): Promise<void> {
  const client = await pool.connect();
  const user = `'user-' || (n % ${Math.ceil(answers / 10)})`;
  const variant = `CASE WHEN n % ${Math.ceil(answers / 10)} % 2 = 0 THEN 'control' ELSE 'candidate' END`;
  await client.query(`SET statement_timeout = 0; SET search_path TO "${SCHEMA}"`);
  await client.query(
    `CREATE TABLE made AS SELECT n, gen_random_uuid() AS stream_id FROM generate_series(1, ${answers}) AS n`,
  );
  await client.query(`INSERT INTO stream_records (stream_id, user_id, user_key, session_id, answer_id, instance, streaming,
      started_at, ended_at, outcome, layer, fallback_used, attempts, chunk_count, first_token_ms, processing_time_ms)
    SELECT stream_id, ${user}, ${user}, 's', stream_id, 'i', true, now(), now(), CASE WHEN n % 7 = 0 THEN 'failed' ELSE 'completed' END,
      'streaming', false, 1, 10, 200 + n % 300, 1500 FROM made`);
  await client.query(`INSERT INTO prompt_executions (user_id, stream_id, answer_id, version, strategy, experiment_id, variant,
      generation, exposed, warnings)
    SELECT ${user}, stream_id, stream_id, 1, 'A_B_TEST', '${id}', ${variant}, 1, true, 0 FROM made`);
  await client.query('DROP TABLE made; RESET search_path; RESET statement_timeout');
  await client.query(`ANALYZE "${SCHEMA}".stream_records; ANALYZE "${SCHEMA}".prompt_executions`);
  client.release();
}

/** Answers a second, and the longest transaction. */
async function count(counter: ReturnType<typeof createExecutionCounter>) {
  const from = performance.now();
  let [total, longest] = [0, 0];
  for (;;) {
    const begun = performance.now();
    const some = await counter.countDue(BATCH, countExecutions);
    if (some === 0) break;
    longest = Math.max(longest, performance.now() - begun);
    total += some;
  }
  return { perSecond: total / ((performance.now() - from) / 1000), longest };
}

function report(answers: number, of: { counted: { perSecond: number; longest: number }; worst: number }): string {
  const { perSecond, longest } = of.counted;
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.version}`;
  return `${answers.toLocaleString('en-US')} answers of ${Math.ceil(answers / 10).toLocaleString('en-US')} users, PostgreSQL, ${machine}.

| | |
|---|---|
| results, the slowest of ${LOOKS} looks | ${of.worst.toFixed(0)} ms |
| counting, beside everything else | ${perSecond.toFixed(0)} answers/s, the longest batch of ${BATCH} ${longest.toFixed(0)} ms |
`;
}
