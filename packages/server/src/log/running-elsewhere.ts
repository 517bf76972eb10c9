/** What runs on other instances, without asking the database for every page: a hash per user in Valkey, or one list a second. */
import type { MirrorStore, RunningRow } from '../chat/instance-ports.ts';
import type { Valkey } from '../valkey/connect-valkey.ts';
import { decodeRunning, runningKey } from './valkey-keys.ts';

/** The database is asked at most this often, for all users of this instance. */
const LIST_MS = 1000;
/** After Valkey came back its owners need a moment to say again what runs. */
const SETTLED_MS = 3000;

interface RunningDeps {
  readonly valkey: Valkey | null;
  readonly store: MirrorStore;
  readonly instance: string;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly today: () => Date;
}

/** Session id to stream id of what the user has running on other instances; never rejects. */
export function createRunningElsewhere(deps: RunningDeps): (userId: string) => Promise<ReadonlyMap<string, string>> {
  const fromDatabase = createList(deps);
  const { valkey } = deps;
  if (!valkey) return fromDatabase;
  let readySince = deps.now();
  valkey.watch(() => {
    readySince = deps.now();
  });
  return async (userId) => {
    if (!valkey.ready || deps.now() - readySince < SETTLED_MS) return fromDatabase(userId);
    return (await readHash(deps, valkey, userId).catch(() => null)) ?? fromDatabase(userId);
  };
}

/** `null`: of something there the time is up, as its owner died or one of our clocks is wrong; the database knows which. */
async function readHash(
  deps: RunningDeps,
  valkey: Valkey,
  userId: string,
): Promise<ReadonlyMap<string, string> | null> {
  const fields = await valkey.client.hgetall(runningKey(valkey, userId));
  const now = deps.today().getTime();
  const elsewhere = Object.entries(fields).flatMap(([sessionId, encoded]) => {
    const entry = decodeRunning(encoded);
    return entry && entry.instance !== deps.instance ? [{ sessionId, ...entry }] : [];
  });
  if (elsewhere.some(({ until }) => until <= now)) return null;
  return new Map(elsewhere.map(({ sessionId, streamId }) => [sessionId, streamId]));
}

/** One statement at most a second, when it is asked for; while the database is away what was known last. */
function createList({ store, instance, now }: RunningDeps): (userId: string) => Promise<ReadonlyMap<string, string>> {
  let users = new Map<string, Map<string, string>>();
  let listedAt = Number.NEGATIVE_INFINITY;
  let listing: Promise<void> | null = null;
  const list = async () => {
    const from = now();
    const rows = await store.listRunning().catch(() => null);
    if (rows) users = groupByUser(rows.filter((row) => row.instance !== instance));
    listedAt = from;
    listing = null;
  };
  return async (userId) => {
    if (now() - listedAt >= LIST_MS) {
      listing ??= list();
      await listing;
    }
    return users.get(userId) ?? new Map();
  };
}

function groupByUser(rows: readonly RunningRow[]): Map<string, Map<string, string>> {
  const users = new Map<string, Map<string, string>>();
  for (const { userId, sessionId, streamId } of rows) {
    const sessions = users.get(userId) ?? new Map<string, string>();
    users.set(userId, sessions.set(sessionId, streamId));
  }
  return users;
}
