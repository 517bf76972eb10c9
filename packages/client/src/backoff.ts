/** Waits between attempts to reach the server: longer each time, with jitter, never forever. */
import { watchDevice } from './device.ts';
import type { LineGone } from './line.ts';

/** How hard to try. All times in ms. */
export interface RetryPolicy {
  /** Attempts in a row that bring nothing new before giving up; those made offline do not count. */
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** A line on which nothing arrives for so long, not even a keep-alive, is gone. The server sends one every 15 s. */
  readonly silenceMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 10, firstDelayMs: 250, maxDelayMs: 10_000, silenceMs: 45_000 };

// A server that asks for more than this is not waited for: the caller is told when to come back.
const LONGEST_RETRY_AFTER_MS = 120_000;

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
      const asked = error.retryAfterMs ?? 0;
      const offline = isOffline();
      if (!offline) failed += 1;
      if (failed >= policy.attempts || asked > LONGEST_RETRY_AFTER_MS) throw error;
      const ceiling = offline ? policy.maxDelayMs : policy.firstDelayMs * 2 ** (failed - 1);
      // Added to what the server asks for, so that all whom it asked do not come back in the same moment.
      const delay = asked + Math.min(policy.maxDelayMs, ceiling) * (0.5 + Math.random() / 2);
      onWait(delay, Math.max(1, failed));
      await pause(delay, signal, asked > 0);
    },
  };
}

// A browser that is offline still reaches a server on its own machine, so it goes on trying, but does not give up.
function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}

/**
 * Resolves after `ms` by the wall clock, a sleep included; where the server did not `ask` for them, as soon as the device
 * is online, woken or looked at again. Rejects when `signal` aborts.
 */
function pause(ms: number, signal: AbortSignal, asked: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const until = Date.now() + ms;
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      device.stop();
      signal.removeEventListener('abort', onAbort);
      globalThis.document?.removeEventListener('visibilitychange', onVisibility);
      settle();
    };
    const wake = () => {
      if (!asked || Date.now() >= until) finish(resolve);
    };
    const onVisibility = () => document.visibilityState === 'visible' && wake();
    const onAbort = () => finish(() => reject(signal.reason));
    const timer = setTimeout(() => finish(resolve), ms);
    const device = watchDevice(wake);
    signal.addEventListener('abort', onAbort);
    globalThis.document?.addEventListener('visibilitychange', onVisibility);
    if (signal.aborted) onAbort();
  });
}
