/** A stream as its reader sees it: an async iterable of chunks that can be left at any time. */
import { type Cursor, type FollowOptions, followStream, type PositionedChunk } from './follow-stream.ts';

/**
 * The chunks of one turn, in order, each once, over as many connections as it takes. Nothing is sent before the first `next()`.
 * Leaving early (`break`, `return()`) drops the connection; the turn itself goes on, and `chat.resume(streamId)` finds it again.
 */
export interface ChatStream extends AsyncIterableIterator<PositionedChunk, void, void> {
  /** The turn's id for `resume` and `stop`; `null` until the server has answered. */
  readonly streamId: string | null;
  /** The id of the last chunk that was yielded, for `resume({ after })`. */
  readonly lastEventId: string | null;
  return(): Promise<IteratorReturnResult<void>>;
}

interface StreamStart extends Omit<FollowOptions, 'signal' | 'cursor'> {
  readonly signal: AbortSignal | undefined;
  readonly cursor: Pick<Cursor, 'streamId' | 'lastEventId'>;
}

export function createChatStream(start: StreamStart): ChatStream {
  const controller = new AbortController();
  const cursor: Cursor = { ...start.cursor, length: 0 };
  const chunks = followStream({ ...start, cursor, signal: controller.signal });
  const unlink = link(start.signal, controller);
  let left = false;
  const end = (): IteratorReturnResult<void> => {
    unlink();
    return { done: true, value: undefined };
  };
  return {
    get streamId() {
      return cursor.streamId;
    },
    get lastEventId() {
      return cursor.lastEventId;
    },
    next: async () => {
      try {
        const result = await chunks.next();
        return result.done ? end() : result;
      } catch (error) {
        end();
        if (left) return end();
        throw error;
      }
    },
    // A generator would first let a pending `next()` run to its end, which may be minutes away.
    return: async () => {
      left = true;
      controller.abort();
      await chunks.return();
      return end();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Aborts `controller` with `signal`; returns what takes the listener away again. */
function link(signal: AbortSignal | undefined, controller: AbortController): () => void {
  const abort = () => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  return () => signal?.removeEventListener('abort', abort);
}
