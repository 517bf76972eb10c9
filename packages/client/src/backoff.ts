/** Waits between attempts to reach the server: longer each time, with jitter, never forever. */
import type { LineGone } from './line.ts';

/** How hard to try. All times in ms. */
export interface RetryPolicy {
  /** Attempts in a row that bring nothing new before giving up. */
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** A line on which nothing arrives for so long, not even a keep-alive, is gone. The server sends one every 15 s. */
  readonly silenceMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 10, firstDelayMs: 250, maxDelayMs: 10_000, silenceMs: 45_000 };

// A server that asks for more than this is not waited for: the caller is told when to come back.
const LONGEST_RETRY_AFTER_MS = 120_000;
// With the device offline trying is pointless; the browser says when it is back.
const OFFLINE_WAIT_MS = 600_000;

export interface Backoff {
  /** Something new arrived: the next failure is the first again. */
  reset(): void;
  /** Waits for the next attempt, after `onWait` was told how long and which. Throws the error in `gone` when there is none. */
  wait(gone: LineGone, signal: AbortSignal): Promise<void>;
}

export function createBackoff(
  policy: RetryPolicy,
  onWait: (retryInMs: number, attempt: number) => void = () => undefined,
): Backoff {
  let failed = 0;
  return {
    reset: () => {
      failed = 0;
    },
    wait: async ({ error }, signal) => {
      failed += 1;
      const asked = error.retryAfterMs ?? 0;
      if (failed >= policy.attempts || asked > LONGEST_RETRY_AFTER_MS) throw error;
      const ceiling = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (failed - 1));
      const own = isOffline() ? OFFLINE_WAIT_MS : ceiling * (0.5 + Math.random() / 2);
      const delay = Math.max(own, asked);
      onWait(delay, failed);
      await pause(delay, signal, asked === 0);
    },
  };
}

function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}

/** Resolves after `ms`, or as soon as the browser is online or visible again where `wakeable`; rejects when `signal` aborts. */
function pause(ms: number, signal: AbortSignal, wakeable: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      globalThis.removeEventListener?.('online', wake);
      globalThis.document?.removeEventListener('visibilitychange', onVisibility);
      settle();
    };
    const wake = () => finish(resolve);
    const onVisibility = () => document.visibilityState === 'visible' && wake();
    const onAbort = () => finish(() => reject(signal.reason));
    const timer = setTimeout(wake, ms);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else if (wakeable) {
      globalThis.addEventListener?.('online', wake);
      globalThis.document?.addEventListener('visibilitychange', onVisibility);
    }
  });
}
