/** The turns of other instances that are watched here: one mirror a turn, whoever watches, dropped with its last viewer. */

import type { ReadableLog } from '../chat/turn-log.ts';
import type { StoredTurn } from '../chat/turn-store-ports.ts';
import type { LogPart } from './log-part.ts';
import { MirrorLog, type Taken } from './mirror-log.ts';

/** A mirror that nobody came to watch is dropped after so long. */
const UNWATCHED_MS = 5000;

export interface Mirror {
  readonly streamId: string;
  readonly log: MirrorLog;
  readonly openedAt: number;
  /** The id of the last entry that was read of its stream in Valkey. */
  entry: string;
  /** The stream goes on beyond what the mirror has: the database has to fill it first. */
  gap: boolean;
  /** The last news came from Valkey. */
  streamed: boolean;
  /** When it last had news or was looked for in the database. */
  lookedAt: number;
}

interface MirrorsDeps {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** There is one more. */
  readonly onOpen: () => void;
}

export class Mirrors {
  readonly #deps: MirrorsDeps;
  readonly #mirrors = new Map<string, Mirror>();

  constructor(deps: MirrorsDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#mirrors.size;
  }

  values(): Mirror[] {
    return [...this.#mirrors.values()];
  }

  /** `stored` is a running turn as the database has it now. */
  open(stored: StoredTurn): ReadableLog {
    const { streamId, epoch, log } = stored;
    const known = this.#mirrors.get(streamId);
    if (known && this.take(known, { ...log, text: log.answer, epoch, from: 0, units: 0 }) !== 'conflict')
      return known.log;
    const now = this.#deps.now();
    const mirror: Mirror = {
      streamId,
      log: new MirrorLog(stored, () => this.#forget(mirror)),
      openedAt: now,
      entry: '0-0',
      gap: false,
      streamed: false,
      lookedAt: now,
    };
    this.#mirrors.set(streamId, mirror);
    this.#deps.onOpen();
    return mirror.log;
  }

  /** Gives the mirror what a source has. One that cannot take it is dropped, and its viewers come back. */
  take(mirror: Mirror, part: LogPart): Taken {
    const taken = mirror.log.take(part);
    if (taken === 'news') mirror.lookedAt = this.#deps.now();
    if (taken === 'conflict' || mirror.log.whole) this.drop(mirror);
    return taken;
  }

  /** Viewers get what is there; without `stream_end` they know to come back. */
  drop(mirror: Mirror): void {
    this.#forget(mirror);
    if (!mirror.log.ended) mirror.log.end();
  }

  dropUnwatched(): void {
    const before = this.#deps.now() - UNWATCHED_MS;
    for (const mirror of this.values()) if (!mirror.log.watched && mirror.openedAt < before) this.#forget(mirror);
  }

  close(): void {
    for (const mirror of this.values()) this.drop(mirror);
  }

  #forget(mirror: Mirror): void {
    if (this.#mirrors.get(mirror.streamId) === mirror) this.#mirrors.delete(mirror.streamId);
  }
}
