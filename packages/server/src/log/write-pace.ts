/** When new text leaves: at the end of the turn of the event loop while that is quiet, less often and more at once when it is busy. */
import { performance } from 'node:perf_hooks';

/** Something that holds text back until it is flushed. */
export interface Flushable {
  flush(): void;
}

export interface WritePace {
  /** Flushes `one` once, soon; `first`: at the end of this turn of the loop, for somebody waits for an answer to begin. */
  soon(one: Flushable, first?: boolean): void;
}

/** Holds nothing back: for logs whose text comes in batches as it is. */
export const AT_ONCE: WritePace = { soon: (one) => one.flush() };

/** Parts of the time that the event loop works. Below the first it has nothing better to do than to write each token at once. */
const IDLE = 0.08;
/** From here on it is shared by many answers, and writes a few times a second each. */
const SHARED = 0.15;
/** Above this it writes less and less often, and below the last one more often again. */
const BUSY = 0.85;
const RELIEVED = 0.7;
/** How long one rest lasts: fifteen writes a second are as fluent to a reader as thirty; five are the least. */
const REST_MS = 66;
const LONGEST_REST_MS = 200;
/** A question that is being prepared for does not make the loop a busy one. */
const LOOK_MS = 500;

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
    restMs = nextRest(restMs, busyPart());
  }

  function beat(): void {
    const due = waiting;
    waiting = [];
    for (const one of due) one.flush();
  }

  return {
    soon(one, first = false) {
      if (first) {
        setImmediate(() => one.flush());
        return;
      }
      waiting.push(one);
      if (waiting.length > 1) return;
      look();
      if (restMs === 0) setImmediate(beat);
      else setTimeout(beat, restMs);
    },
  };
}

function nextRest(restMs: number, busy: number): number {
  if (busy < IDLE) return 0;
  if (busy > BUSY) return Math.min(Math.max(REST_MS, restMs * 1.5), LONGEST_REST_MS);
  if (busy < RELIEVED && restMs > REST_MS) return Math.max(restMs / 1.5, REST_MS);
  return restMs === 0 && busy > SHARED ? REST_MS : restMs;
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
