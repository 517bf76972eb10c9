/** The part of the composition root that works beside the requests: queues, and what looks for their work. */
import type { Logger } from 'pino';
import { createRepeater } from '../chat/repeater.ts';
import type { Config } from '../config.ts';
import { createJournalSums } from '../db/journal-sums.ts';
import type { Storage } from '../db/open-storage.ts';
import { DEFAULTS } from '../defaults.ts';
import { startBossJobs } from '../jobs/boss-jobs.ts';
import type { Jobs } from '../jobs/ports.ts';
import { keepSums } from '../journal/keep-sums.ts';
import { keepIndexes } from '../rag/keep-indexes.ts';
import type { Recall } from './create-recall.ts';

const READING = { name: 'passages', alone: true };
const SUMMING = { name: 'trade-sums', alone: true };
const INDEXING = { name: 'passage-indexes', alone: true };
const LOOK_MS = 2_000;
/** A model that changed, or an embedder that was away, leaves nothing in the outbox. */
const CATCH_UP_MS = 300_000;
const INDEXES_MS = 600_000;
const PRUNE_MS = 3_600_000;

interface Made {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly recall: Recall;
}

/** Jobs that are worked on from now on; others may add their queues. */
export async function startJobs(config: Config, { storage, logger, recall }: Made): Promise<Jobs> {
  const { keeper, store, vectors, versions } = recall;
  const jobs = await startBossJobs({ ...storage, schema: config.DATABASE_SCHEMA, logger });
  await jobs.work(READING, (_data, signal) => keeper.catchUp(signal), keeper.progress);
  await jobs.send(READING.name);
  if (vectors) await jobs.work(INDEXING, (_data, signal) => keepIndexes(vectors, signal));
  const sums = createJournalSums({ ...storage, defaultTimeZone: DEFAULTS.timeZone });
  await jobs.work(SUMMING, (_data, signal) => keepSums(sums, signal));
  const lookForSums = async () => {
    if ((await sums.listChanged()).length > 0) await jobs.send(SUMMING.name);
  };
  const lookForChanges = async () => {
    const [changed] = await store.readOutbox(1);
    if (changed) await jobs.send(READING.name);
  };
  const repeaters = [
    { every: LOOK_MS, name: 'look for changed passages', run: lookForChanges },
    { every: LOOK_MS, name: 'look for changed trades', run: lookForSums },
    { every: CATCH_UP_MS, name: 'catch up with passages', run: () => jobs.send(READING.name) },
    { every: PRUNE_MS, name: 'forget old versions of journals', run: versions.prune },
    ...(vectors
      ? [{ every: INDEXES_MS, name: 'look for owners of many passages', run: () => jobs.send(INDEXING.name) }]
      : []),
  ].map((job) => createRepeater({ logger }, job));
  void warmUp({ recall, logger });
  return {
    ...jobs,
    async close() {
      for (const repeater of repeaters) repeater.stop();
      await jobs.close();
    },
  };
}

/** Whoever asks first would wait for the model to be loaded; where nothing was read so far, nobody needs it. */
async function warmUp({ recall, logger }: Pick<Made, 'recall' | 'logger'>): Promise<void> {
  try {
    const { done } = await recall.keeper.progress();
    if (done > 0) recall.retriever.prepare('my notes');
  } catch (error) {
    logger.warn({ err: error }, 'the embedder was not warmed up');
  }
}
