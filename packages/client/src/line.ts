/** One connection to the server: ended by its user, by silence, or by itself; knows a line that is gone from an answer that is final. */
import type { ChatError } from './chat-error.ts';

/** The line broke; the same request, or a resume, may find what it carried. `error` is what to tell when nothing does. */
export class LineGone extends Error {
  readonly error: ChatError;

  constructor(error: ChatError) {
    super(error.message);
    this.error = error;
  }
}

export interface Line {
  /** Aborted when the line ends, whoever ends it. */
  readonly signal: AbortSignal;
  /** True when its user ended it; false while it is open, and when silence did. */
  wasCancelled(): boolean;
  /** The promise's value; rejects when the line ends first, or when it takes longer than the line may be silent. */
  within<T>(promise: Promise<T>): Promise<T>;
  /** How often something arrived. */
  arrivals(): number;
  /** True once the line counts as gone for its silence. */
  fellSilent(): boolean;
  /** Counts the line as gone at once, unless something arrived after `since` (by the wall clock, in ms). */
  suspect(since: number): void;
  /** Drops the connection. Must be called once done. */
  close(): void;
}

/** Opens a line that `signal` ends, and that counts as gone after `silenceMs` without anything arriving. */
export function openLine(signal: AbortSignal, silenceMs: number): Line {
  const controller = new AbortController();
  const silence = new DOMException('Nothing came for too long.', 'TimeoutError');
  const abort = () => controller.abort(signal.reason);
  let arrivals = 0;
  let heardAt = 0;
  let fellSilent = false;
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    wasCancelled: () => controller.signal.aborted && controller.signal.reason !== silence,
    within: (promise) => {
      const timer = setTimeout(() => {
        fellSilent = true;
        controller.abort(silence);
      }, silenceMs);
      const heard = () => {
        arrivals += 1;
        heardAt = Date.now();
      };
      promise.then(heard, () => undefined);
      return unlessAborted(promise, controller.signal).finally(() => clearTimeout(timer));
    },
    arrivals: () => arrivals,
    fellSilent: () => fellSilent,
    suspect: (since) => {
      if (heardAt <= since) controller.abort(silence);
    },
    close: () => {
      signal.removeEventListener('abort', abort);
      controller.abort();
    },
  };
}

/** A `fetch` of the caller's own may not heed its signal; this does. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    const done = () => signal.removeEventListener('abort', onAbort);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    promise.then(resolve, reject).finally(done);
  });
}
