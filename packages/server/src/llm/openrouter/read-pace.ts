/** When models' answers are read on: as they come while the event loop is quiet, less often and more at once when it is busy. */
import { performance } from 'node:perf_hooks';
import { createBusyPart } from '../../busy-part.ts';

export interface ReadPace {
  /** Has `read` called once: within this call while the loop is quiet, else after a rest. */
  soon(read: () => void): void;
}

/**
 * Parts of the time that the event loop works. Below the first it has nothing better to do than to read each token at once.
 * It is a third of the second: so much less the same answers take once they are read together, and else they went to and fro.
 */
const IDLE = 0.05;
/** From here on it is shared by many answers, and reads a few times a second each. */
const SHARED = 0.15;
/** Above this it cannot keep up, and reads less and less often; below the last one more often again. */
const BUSY = 0.95;
const RELIEVED = 0.86;
/** From one read of an answer to its next: fifteen pieces a second are as fluent to a reader as thirty; ten are the least. */
const REST_MS = 66;
const LONGEST_REST_MS = 99;
/** A rest grows by a third: half a second of noise on the machine is not felt as half as much again. */
const GROWTH = 4 / 3;
/** So many beats make a rest, and each answer has its own. Thousands that are read at once keep all else waiting for a tenth of a second. */
const BEATS = 8;
/** A question that is being prepared for does not make the loop a busy one. */
const LOOK_MS = 500;

interface PaceDeps {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** The part of the time since the last call that the event loop worked, 0 to 1. */
  readonly busyPart: () => number;
}

/** One for all answers of a process: they share its beats, so that a busy loop pays for one timer. */
export function createReadPace({ now, busyPart }: PaceDeps = realTime()): ReadPace {
  const beats: (() => void)[][] = Array.from({ length: BEATS }, () => []);
  let current = 0;
  let waiting = 0;
  let restMs = 0;
  let lookedAt = now();
  let dueAt = 0;

  function look(): void {
    if (now() - lookedAt < LOOK_MS) return;
    lookedAt = now();
    restMs = nextRest(restMs, busyPart());
  }

  /** A beat that came late is followed by the next all the sooner, but none is made up for twice. */
  function schedule(): void {
    dueAt = Math.max(dueAt + restMs / BEATS, now() - restMs);
    setTimeout(beat, Math.max(0, dueAt - now()));
  }

  function beat(): void {
    look();
    current = (current + 1) % BEATS;
    const due = beats[current] ?? [];
    beats[current] = [];
    waiting -= due.length;
    if (waiting > 0) schedule();
    for (const read of due) read();
  }

  return {
    soon(read) {
      if (waiting === 0) look();
      if (restMs === 0) return read();
      if (waiting === 0) {
        dueAt = now();
        schedule();
      }
      // Who is read with a beat asks again before the next: it keeps its place.
      beats[current]?.push(read);
      waiting += 1;
    },
  };
}

function nextRest(restMs: number, busy: number): number {
  if (busy < IDLE) return 0;
  if (busy > BUSY) return Math.min(Math.max(REST_MS, restMs * GROWTH), LONGEST_REST_MS);
  if (busy < RELIEVED && restMs > REST_MS) return Math.max(restMs / GROWTH, REST_MS);
  return restMs === 0 && busy > SHARED ? REST_MS : restMs;
}

function realTime(): PaceDeps {
  return { now: () => performance.now(), busyPart: createBusyPart() };
}
