/** How long the results of an experiment take after so many answers, and the counting of them. */
import { randomUUID } from 'node:crypto';
import { createDatabase, openPool } from '../packages/server/src/db/database.ts';
import { createExecutionCounter } from '../packages/server/src/db/execution-counter.ts';
import { createExperimentStore } from '../packages/server/src/db/experiment-store.ts';
import { migrate } from '../packages/server/src/db/migrate.ts';
import { countExecutions } from '../packages/server/src/prompts/count-executions.ts';
import { resultsOf } from '../packages/server/src/prompts/experiment-results.ts';
import { anExperiment } from '../packages/server/src/testing/an-experiment.ts';
import { dropSchema } from '../packages/server/src/testing/test-database.ts';

const SCHEMA = 'tradistry_bench_experiments';
/** As the job counts. */
const BATCH = 250;
export const LOOKS = 20;

export interface ResultTimes {
  readonly perSecond: number;
  /** Milliseconds of the longest transaction of the counting. */
  readonly longestBatchMs: number;
  readonly worstLookMs: number;
}

/** In a schema of its own on PostgreSQL, which is gone afterwards. */
export async function measureResults(url: string, answers: number, tell: (said: string) => void): Promise<ResultTimes> {
  const pool = openPool({ connection: { url }, poolSize: 2, silenceMs: 600_000 });
  await dropSchema(pool, SCHEMA);
  await migrate(pool, SCHEMA);
  try {
    const experiment = anExperiment({ id: randomUUID() });
    tell(`${answers} answers are written ...`);
    await fill(pool, experiment.id, answers);
    tell('they are counted ...');
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
    return { ...counted, worstLookMs: Math.max(...times) };
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
  return { perSecond: total / ((performance.now() - from) / 1000), longestBatchMs: longest };
}
