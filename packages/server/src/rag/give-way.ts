/** Work that nobody waits for gives way to answers: while the event loop is busy it is done a little at a time. */
import { setTimeout } from 'node:timers/promises';
import { createBusyPart } from '../busy-part.ts';

/** The part of the time that the event loop works from which on answers would come later for such work. */
const BUSY = 0.7;
/** However busy it is, ten pieces of work a second are done. */
const PAUSE_MS = 100;

/** Resolves when the next piece may be done: at once, or after a pause where the loop was busy since the last one; when `signal` aborts, too. */
export type GiveWay = (signal: AbortSignal) => Promise<void>;

/** `busyPart`: the part of the time since its last call that the event loop worked, 0 to 1. `wait` ends with an error when its signal aborts. */
export function createGiveWay(busyPart = createBusyPart(), wait = pause): GiveWay {
  return async (signal) => {
    if (busyPart() >= BUSY) await wait(PAUSE_MS, signal).catch(() => undefined);
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeout(ms, undefined, { signal });
}
