/** The operators' side of the server: their store, their routes, the process's metrics, records kept in order. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { ActiveTurns } from '../chat/active-turns.ts';
import type { ChatDeps } from '../chat/deps.ts';
import { liveStream } from '../chat/live-stream.ts';
import { createRepeater } from '../chat/repeater.ts';
import { withinTime } from '../chat/within-time.ts';
import type { Config } from '../config.ts';
import type { Storage } from '../db/open-storage.ts';
import { createOpsStore, createReadingStore } from '../db/ops-store.ts';
import { opsReadingRoutes, opsWritingRoutes } from '../http/ops-routes.ts';
import type { Viewers } from '../http/viewers.ts';
import type { Jobs } from '../jobs/ports.ts';
import type { UserQueue } from '../journal/user-queue.ts';
import type { Limits } from '../limit/create-limits.ts';
import { keepRecords } from '../ops/keep-records.ts';
import type { OpsStore, QueueStats, ReadingStore } from '../ops/ports.ts';
import type { Valkey } from '../valkey/connect-valkey.ts';
import type { NamedWatch } from './start-watch.ts';

/** How often records are added up and old ones forgotten. */
const ADD_UP_MS = 300_000;
/** A mark is a line of JSON. */
const MARK_BYTES = 300;

interface OperatorsDeps {
  readonly config: Config;
  readonly storage: Storage;
  readonly chat: ChatDeps;
  readonly active: ActiveTurns;
  readonly valkey: Valkey | null;
  readonly viewers: Viewers;
  readonly watch: NamedWatch;
  readonly limits: Pick<Limits, 'stats' | 'memory'>;
  readonly queues: readonly QueueStats[];
}

interface Operators {
  /** By the scope they need. */
  readonly routes: readonly { readonly scope: string; readonly routes: readonly FastifyPluginAsyncZod[] }[];
  readonly reading: ReadingStore;
  close(): void;
}

export function createOperators(deps: OperatorsDeps): Operators {
  const { storage, chat, active, watch } = deps;
  const store = createOpsStore(storage.database);
  const queues = joined(deps.queues);
  observe(deps, queues);
  const live = (streamId: string) => {
    const turn = active.find(streamId);
    return turn && liveStream(chat, turn);
  };
  const keeper = createRepeater(chat, { every: ADD_UP_MS, name: 'add up records', run: () => keep(deps, store) });
  const of = { chat, active, queues, store, live, userKey: watch.userKey };
  return {
    routes: [
      { scope: 'ops:read', routes: [opsReadingRoutes(of)] },
      { scope: 'ops:write', routes: [opsWritingRoutes(of)] },
    ],
    reading: createReadingStore(storage.database),
    close: keeper.stop,
  };
}

const JOBS_MS = 2_000;

/** Changes of journals wait in memory, one line a user. */
export function journalQueue(queue: Pick<UserQueue, 'load'>): QueueStats {
  return {
    list: async () => [{ queue: 'journal_changes', ...queue.load(), failed: 0, oldest_ms: null, progress: null }],
  };
}

/** The queues of jobs; none are told of while the database that keeps them is away. */
export function jobQueues(jobs: Pick<Jobs, 'describe'>): QueueStats {
  const read = async () => {
    const states = await withinTime(JOBS_MS, jobs.describe());
    return states.map(({ oldestMs, ...state }) => ({ ...state, oldest_ms: oldestMs }));
  };
  return { list: () => read().catch(() => []) };
}

function joined(queues: readonly QueueStats[]): QueueStats {
  return { list: async () => (await Promise.all(queues.map((each) => each.list()))).flat() };
}

function keep({ config, chat }: OperatorsDeps, store: OpsStore): Promise<void> {
  return keepRecords(store, { now: chat.today(), recordDays: config.STREAM_RECORDS_DAYS });
}

function observe(deps: OperatorsDeps, queues: QueueStats): void {
  const { storage, chat, active, valkey, viewers, watch, limits } = deps;
  const sources = {
    limits: limits.stats,
    memoryLimits: limits.memory,
    activeStreams: () => active.size,
    logBytes: () => bytesOfLogs(active),
    viewers: viewers.load,
    models: chat.models.map(({ id }) => id),
    circuitOf: chat.health.stateOf,
    pools: storage.database.pools,
    valkeyUp: () => valkey?.ready ?? null,
  };
  watch.observe(sources, queues);
}

/** Two bytes a character at most. */
function bytesOfLogs(active: ActiveTurns): number {
  return [...active.all()].reduce((sum, { log }) => sum + 2 * log.answer.length + MARK_BYTES * log.marks.length, 0);
}
