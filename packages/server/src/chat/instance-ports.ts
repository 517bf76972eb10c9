/** What the chat needs of the other instances on the same database, and what that takes. */

import type { Mark, ReadableLog, TurnLog } from './turn-log.ts';
import type { StoredTurn } from './turn-store-ports.ts';

/** A turn that runs in this process, as others need to know it. */
export interface AnnouncedTurn {
  readonly streamId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly epoch: number;
  readonly log: TurnLog;
}

/** None of this is needed for a turn to run, and none of it ever throws or waits on what is away. */
export interface OtherInstances {
  /** The turn runs here from now on, until its log ends: the others may watch it. */
  announce(turn: AnnouncedTurn): void;
  /**
   * The log of a turn that runs elsewhere, or whose owner died: then it waits until another takes the turn up or ends it.
   * `stored` was read as its user just now. Where the log would have to be rewound it ends without `stream_end`.
   */
  follow(stored: StoredTurn): ReadableLog;
  /** What of the user's runs elsewhere, session id to stream id; up to a few seconds old. */
  running(userId: string): Promise<ReadonlyMap<string, string>>;
}

/** How far a mirror is, so that only the rest travels. */
export interface MirrorState {
  readonly streamId: string;
  readonly epoch: number;
  readonly lastId: number;
  /** Characters of its answer, a pair of surrogates being one. */
  readonly points: number;
}

/** What the database has of a mirrored turn. */
export interface MirrorRow {
  readonly streamId: string;
  readonly epoch: number;
  readonly ended: boolean;
  /** The answer after the mirror's `points`; the whole of it under another epoch than the mirror's. */
  readonly text: string;
  /** All of them. */
  readonly marks: readonly Mark[];
}

export interface RunningRow {
  readonly userId: string;
  readonly sessionId: string;
  readonly streamId: string;
  readonly instance: string;
}

/** The turns' store as mirrors see it. */
export interface MirrorStore {
  /** One statement for all mirrors of this instance; a turn that is gone is not among the rows. */
  readMirrored(mirrors: readonly MirrorState[]): Promise<MirrorRow[]>;
  /** Every running turn of every instance. */
  listRunning(): Promise<RunningRow[]>;
}
