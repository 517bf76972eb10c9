/** The log port: a turn writes its chunks here, and everyone who watches reads here. */
import type { StreamChunk } from '@tradistry/protocol';

/** Any chunk but a token. */
export type MarkChunk = Exclude<StreamChunk, { type: 'token' }>;

/**
 * A chunk of the log that is not plain text: its id, where in the answer it stands (UTF-16 code units), and itself.
 * The one `token` among them is the empty one that opens an epoch after a crash.
 */
export interface Mark {
  readonly id: number;
  readonly at: number;
  readonly chunk: StreamChunk;
}

/** All there is to know of a log; what the database keeps. */
export interface LogSnapshot {
  readonly answer: string;
  readonly marks: readonly Mark[];
}

/** A reader of a log: a cursor and nothing else. The log calls it, synchronously, for each chunk that is appended. */
export interface Follower {
  /**
   * A chunk was appended: `frame` takes a reader from id `from` to id `to`. `type` tells whether the reader asked for it.
   * A reader whose cursor is not `from` is behind, and catches up by `read`.
   */
  onFrame(frame: string, range: FrameRange): void;
  /** Nothing will be appended any more. Where the last chunk is no `stream_end`, a viewer has to come back. */
  onEnd(): void;
  /** It threw, and is called no more. */
  onFault?(error: unknown): void;
  /** Not a viewer: following does not count as being delivered. */
  readonly quiet?: true;
}

export interface FrameRange {
  readonly from: number;
  readonly to: number;
  readonly type: StreamChunk['type'];
}

/** A frame and the id at which it ends. `null` frames are chunks the reader did not ask for: only the cursor moves. */
export interface ReadFrame {
  readonly frame: string | null;
  readonly to: number;
}

/** The reading end. */
export interface ReadableLog {
  readonly lastId: number;
  /** No viewer can have an id above this one. Where a log mirrors another and is behind, that is more than `lastId`. */
  readonly highestId: number;
  readonly ended: boolean;
  /** The next frame after `cursor` for a reader of `types`; text is merged up to a chunk's size. `undefined` at the end. */
  read(cursor: number, types: ReadonlySet<StreamChunk['type']>): ReadFrame | undefined;
  /** Returns how to leave. */
  follow(follower: Follower): () => void;
}

/** The writing end; one turn owns it. */
export interface TurnLog extends ReadableLog {
  /** All of it, put together for whoever asks: not for each token. */
  readonly answer: string;
  /** How long the answer is, in UTF-16 code units. */
  readonly units: number;
  /** The answer from its code unit `unit` on. */
  textFrom(unit: number): string;
  readonly marks: readonly Mark[];
  /** True once anyone followed: what is appended is then handed on at once. */
  readonly followed: boolean;
  appendText(content: string): void;
  appendMark(chunk: MarkChunk): void;
  /** What the log will be once `last` is appended: made durable before it is shown. */
  snapshot(last?: readonly MarkChunk[]): LogSnapshot;
  /** No more appends; followers are told. */
  end(): void;
}

/** Makes the logs of turns. */
export interface TurnLogs {
  create(): TurnLog;
  /** The log of a turn that has ended. */
  replay(snapshot: LogSnapshot): TurnLog;
  /** The log of a turn taken over under `epoch`. */
  continue(snapshot: LogSnapshot, epoch: number): TurnLog;
}
