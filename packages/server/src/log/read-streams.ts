/** Fills mirrors from Valkey: one connection that blocks on the streams of all of them. */
import type { Redis } from 'ioredis';
import type { Valkey } from '../valkey/connect-valkey.ts';
import { decodePart } from './log-part.ts';
import type { Mirror, Mirrors } from './mirrors.ts';
import { logKey, PART } from './valkey-keys.ts';

/** A read that blocks answers after so long at the latest. */
const BLOCK_MS = 500;
/** Entries of one stream in one read. */
const COUNT = 128;
/** Between two reads, so that one of them takes what several owners write at about the same time. */
const REST_MS = 10;
/** Where nothing can be read. */
const IDLE_MS = 50;
/** Heard of so recently, Valkey tells the mirrors what is new. */
const HEARD_MS = BLOCK_MS * 3;

export interface StreamReader {
  /** There is another mirror, or one that can be read again. */
  wake(): void;
  /** True while a stream that goes on would be noticed. */
  readonly live: boolean;
  close(): void;
}

interface ReaderDeps {
  readonly valkey: Valkey;
  readonly mirrors: Mirrors;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** Reads while there are mirrors. */
export function createStreamReader(deps: ReaderDeps): StreamReader {
  return new Reader(deps);
}

class Reader implements StreamReader {
  readonly #deps: ReaderDeps;
  readonly #connection: Redis;
  #running = false;
  #closed = false;
  /** Of the blocking connection, by which a read is ended early. */
  #clientId: string | null = null;
  #heardAt = Number.NEGATIVE_INFINITY;

  constructor(deps: ReaderDeps) {
    this.#deps = deps;
    this.#connection = deps.valkey.openBlocking();
    this.#connection.on('ready', () => void this.#begin());
    this.#connection.on('close', () => {
      this.#clientId = null;
      this.#heardAt = Number.NEGATIVE_INFINITY;
    });
  }

  get live(): boolean {
    return this.#deps.now() - this.#heardAt < HEARD_MS;
  }

  wake(): void {
    if (!this.#running) void this.#run();
    else if (this.#clientId && this.#deps.valkey.ready)
      this.#deps.valkey.client.client('UNBLOCK', this.#clientId).catch(toNothing);
  }

  close(): void {
    this.#closed = true;
  }

  async #begin(): Promise<void> {
    // Another server may have another clock, which its entries' ids are made of.
    for (const mirror of this.#deps.mirrors.values()) mirror.entry = '0-0';
    const id = await this.#connection.client('ID').catch(toNothing);
    this.#clientId = id === null ? null : String(id);
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (!this.#closed && this.#deps.mirrors.size > 0) {
      const readable = this.#deps.mirrors.values().filter((mirror) => !mirror.gap);
      const rest = (await this.#read(readable)) ? REST_MS : IDLE_MS;
      await new Promise((resolve) => setTimeout(resolve, rest));
    }
    this.#running = false;
  }

  /** False where there was nothing to read from. */
  async #read(mirrors: readonly Mirror[]): Promise<boolean> {
    if (mirrors.length === 0 || this.#connection.status !== 'ready') return false;
    const byKey = new Map(mirrors.map((mirror) => [logKey(this.#deps.valkey, mirror.streamId), mirror]));
    const entries = mirrors.map(({ entry }) => entry);
    try {
      const streams = await this.#connection.xread(
        'COUNT',
        COUNT,
        'BLOCK',
        BLOCK_MS,
        'STREAMS',
        ...byKey.keys(),
        ...entries,
      );
      this.#heardAt = this.#deps.now();
      for (const [key, found] of streams ?? []) {
        const mirror = byKey.get(key);
        if (mirror) this.#take(mirror, found);
      }
      return true;
    } catch {
      // The connection broke (which the connection itself tells), or Valkey refuses: the checkpoints go on.
      this.#heardAt = Number.NEGATIVE_INFINITY;
      return false;
    }
  }

  #take(mirror: Mirror, entries: readonly [id: string, fields: string[]][]): void {
    for (const [id, fields] of entries) {
      const part = decodePart(fields[fields.indexOf(PART) + 1] ?? '');
      const taken = part && this.#deps.mirrors.take(mirror, part);
      // What is missing the database has to fill; a part beyond it is read again then, one of another version never.
      if (taken === 'gap' || taken === undefined) mirror.gap = true;
      if (taken === 'gap') return;
      mirror.entry = id;
      if (taken === 'news') mirror.streamed = true;
      if (mirror.log.ended) return;
    }
  }
}

function toNothing(): null {
  return null;
}
