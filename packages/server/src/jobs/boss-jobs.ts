/** Jobs by pg-boss, in the database's own schema and over its own connections; polled, for notifications do not reach everybody. */
import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Jobs, Queue, QueueState, Work } from './ports.ts';

/** A job whose process is silent for so long is another's. */
const HEARTBEAT_SECONDS = 30;
/** Between two looks for work; each is one statement of about a millisecond. */
const POLL_SECONDS = 2;
const MOST_HOURS = 12;
const RETRIES = 5;
const STOP_MS = 2_000;

interface Options {
  /** Several statements may come in one text; the last connection is not left amid a failed transaction. */
  readonly query: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
  readonly schema: string;
  /** The embedded database has one session. */
  readonly alone: boolean;
  readonly logger: Logger;
}

/** Installs its tables on first use. */
export async function startBossJobs({ query, schema, alone, logger }: Options): Promise<Jobs> {
  const boss = new PgBoss({
    db: { executeSql: query },
    schema,
    createSchema: false,
    backend: alone ? 'pglite' : 'postgres',
    schedule: false,
    registerInstance: false,
    monitorVacuum: false,
    superviseIntervalSeconds: 60,
    reindex: !alone,
  });
  boss.on('error', (error) => logger.warn({ err: error }, 'the job queue had trouble'));
  await boss.start();
  const queues = new Map<string, () => Promise<QueueState['progress']>>();

  return {
    async work(queue, work, progress = async () => null) {
      await makeQueue(boss, queue);
      queues.set(queue.name, progress);
      const options = { pollingIntervalSeconds: POLL_SECONDS, batchSize: 1 };
      await boss.work<Parameters<Work>[0]>(queue.name, options, async (jobs) => {
        for (const job of jobs) await work(job.data, job.signal);
      });
    },
    async send(queue, data = {}, key = 'all') {
      await boss
        .send(queue, data, { singletonKey: key })
        .catch((error: unknown) => logger.warn({ err: error, queue }, 'a job could not be sent'));
    },
    async describe() {
      const found = await boss.getQueues([...queues.keys()]);
      const states = await Promise.all(found.map(({ name }) => boss.getQueueStats(name, { force: true })));
      return Promise.all(
        found.map(async ({ name }, n): Promise<QueueState> => {
          const [state] = states[n] ?? [];
          const active = state?.activeCount ?? 0;
          return {
            queue: name,
            waiting: state?.queuedCount ?? 0,
            active,
            failed: state?.failedCount ?? 0,
            oldestMs: state?.readyOldestSeconds == null ? null : Math.round(state.readyOldestSeconds * 1000),
            progress: active > 0 ? ((await queues.get(name)?.()) ?? null) : null,
          };
        }),
      );
    },
    close: () => boss.stop({ graceful: true, timeout: STOP_MS, close: false }),
  };
}

async function makeQueue(boss: PgBoss, { name, alone = false, retries = RETRIES }: Queue): Promise<void> {
  await boss.createQueue(name, {
    policy: alone ? 'stately' : 'short',
    retryLimit: retries,
    retryDelay: 5,
    retryBackoff: true,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: MOST_HOURS * 3600,
    deleteAfterSeconds: 24 * 3600,
  });
}
