/** Keeps passages in step with what they are pieces of: at once where somebody waits to find it, by a job for all the rest. */
import { cutThing } from './cut-thing.ts';
import type { GiveWay } from './give-way.ts';
import type { OutboxEntry, PassageStore, ThingKey, UnreadPassage } from './passage-ports.ts';
import type { Embedder } from './ports.ts';
import { inPlainWords } from './terms/trading-terms.ts';

/** Of the outbox, in one go. */
const CUT_BATCH = 100;
/** As many as a provider takes at once; where the process dies, so many are read again. */
export const READ_BATCH = 64;

export interface PassageKeeper {
  /** Cuts these again; what was deleted meanwhile is gone. */
  keep(userId: string, keys: readonly ThingKey[]): Promise<void>;
  /** Cuts all of one user's that changed: for who has just been given much at once. */
  keepAll(userId: string): Promise<void>;
  /** Cuts all that changed and has all unread pieces read; ends when nothing is left, or when `signal` aborts. */
  catchUp(signal: AbortSignal): Promise<void>;
  /** What is still to be cut or read. */
  progress(): Promise<{ done: number; total: number }>;
}

interface KeeperDeps {
  readonly store: PassageStore;
  /** Null: words alone. */
  readonly embedder: Embedder | null;
  /** Asked before each piece of work that nobody waits for. */
  readonly giveWay: GiveWay;
}

export function createPassageKeeper({ store, embedder, giveWay }: KeeperDeps): PassageKeeper {
  async function write(userId: string, entries: readonly (ThingKey & { readonly stamp?: string })[]): Promise<void> {
    const things = await store.loadThings(userId, entries);
    const done = entries.flatMap(({ kind, id, stamp }) => (stamp === undefined ? [] : [{ kind, id, stamp }]));
    const found = new Set(things.map(keyOf));
    const gone = entries.filter((entry) => !found.has(keyOf(entry))).map(nothingOf);
    await store.writeThings(userId, [...things.map(cutThing), ...gone], done);
  }

  async function cutSome(signal: AbortSignal): Promise<boolean> {
    const entries = await store.readOutbox(CUT_BATCH);
    for (const [userId, ofUser] of byUser(entries)) {
      await giveWay(signal);
      if (signal.aborted) break;
      await write(userId, ofUser);
    }
    return entries.length === CUT_BATCH;
  }

  async function readSome(reader: Embedder, signal: AbortSignal): Promise<boolean> {
    const unread = await store.findUnread(reader.model, READ_BATCH);
    for (const { userId, ids } of unread) {
      await giveWay(signal);
      const passages = await store.loadUnread(userId, ids);
      const texts = passages.map(toRead);
      const vectors = texts.length > 0 ? await reader.embed(texts, { purpose: 'passage', signal }) : [];
      const read = passages.flatMap((passage, n) => {
        const vector = vectors[n];
        return vector ? [{ ...passage, vector }] : [];
      });
      await store.writeVectors(userId, reader.model, read);
    }
    return unread.length > 0;
  }

  return {
    keep: write,
    async keepAll(userId) {
      for (let entries = await store.readOutboxOf(userId, CUT_BATCH); entries.length > 0; ) {
        await write(userId, entries);
        entries = await store.readOutboxOf(userId, CUT_BATCH);
      }
    },
    async catchUp(signal) {
      await store.noteOlderTerms();
      // Words are found by what is cut: however much there is to read, what is new is cut in between.
      do while (!signal.aborted && (await cutSome(signal)));
      while (embedder && !signal.aborted && (await readSome(embedder, signal)));
    },
    progress: () => (embedder ? store.countRead(embedder.model) : Promise.resolve({ done: 0, total: 0 })),
  };
}

function byUser(entries: readonly OutboxEntry[]): Map<string, OutboxEntry[]> {
  return Map.groupBy(entries, ({ userId }) => userId);
}

function keyOf({ kind, id }: ThingKey): string {
  return `${kind} ${id}`;
}

/** What it is about goes before what it says. */
function toRead({ symbols, tags, text }: UnreadPassage): string {
  return inPlainWords([...symbols, ...tags, text].join(' '));
}

/** What is left of a thing that is not there, or of a trade that nobody says anything about any more. */
function nothingOf({ kind, id }: ThingKey) {
  return { kind, id, sessionId: null, date: '1970-01-01', symbols: [], tags: [], pieces: [] };
}
