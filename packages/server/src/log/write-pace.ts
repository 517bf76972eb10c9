/** When new text leaves: at the end of the turn of the event loop while that is quiet, less often and more at once when it is busy. */
import { performance } from 'node:perf_hooks';

/** Something that holds text back until it is flushed. */
export interface Flushable {
  flush(): void;
}

export interface WritePace {
  /** Flushes `one` once, soon. */
  soon(one: Flushable): void;
}

/** Holds nothing back: for logs whose text comes in batches as it is. */
export const AT_ONCE: WritePace = { soon: (one) => one.flush() };

/** The part of the time the event loop works, above which it writes less often, and below which more often again. */
const BUSY = 0.85;
const QUIET = 0.7;
/** How long one rest lasts: doubled or halved at each look, never more than a reader takes for fluent. */
const FIRST_REST_MS = 15;
const LONGEST_REST_MS = 200;
const LOOK_MS = 100;

interface PaceDeps {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** The part of the time since the last call that the event loop worked, 0 to 1. */
  readonly busyPart: () => number;
}

/** One for all logs of a process: a beat flushes all that wait, so that a busy loop pays for one timer. */
export function createWritePace({ now, busyPart }: PaceDeps = realTime()): WritePace {
  let waiting: Flushable[] = [];
  let restMs = 0;
  let lookedAt = now();

  function look(): void {
    if (now() - lookedAt < LOOK_MS) return;
    lookedAt = now();
    const busy = busyPart();
    if (busy > BUSY) restMs = Math.min(Math.max(FIRST_REST_MS, restMs * 1.5), LONGEST_REST_MS);
    else if (busy < QUIET) restMs = restMs > FIRST_REST_MS ? restMs / 1.5 : 0;
  }

  function beat(): void {
    const due = waiting;
    waiting = [];
    for (const one of due) one.flush();
  }

  return {
    soon(one) {
      waiting.push(one);
      if (waiting.length > 1) return;
      look();
      if (restMs === 0) setImmediate(beat);
      else setTimeout(beat, restMs);
    },
  };
}

function realTime(): PaceDeps {
  let last = performance.eventLoopUtilization();
  return {
    now: () => performance.now(),
    busyPart() {
      const current = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(current, last);
      last = current;
      return utilization;
    },
  };
}
