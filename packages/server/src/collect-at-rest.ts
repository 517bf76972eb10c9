/** Collects the heap while nobody is answered: a collection keeps all who are waiting, and here nobody does. */
import { getHeapSpaceStatistics } from 'node:v8';
import { createBusyPart } from './busy-part.ts';

const LOOK_MS = 1000;
/** Of the time since the last look: a loop that works more is at something, an import or a page. */
const AT_REST = 0.1;
/** A collection has to be worth it: what has come into the old heap since the last one, in bytes and as a part of what was left then. */
const GROWN_BYTES = 32 * 2 ** 20;
const GROWN_PART = 0.25;

export interface Heap {
  /** What was not collected yet, living or not, without the young. In bytes. */
  oldBytes(): number;
  collect(): void;
}

/** Looks each second, and never keeps the process alive. Returns how to end it. `busyPart` since its last call, 0 to 1. */
export function collectAtRest(
  isAnswering: () => boolean,
  heap: Heap | null = ownHeap(),
  busyPart: () => number = createBusyPart(),
): () => void {
  if (heap === null) return () => undefined;
  let left = heap.oldBytes();
  const look = () => {
    const isAtRest = busyPart() < AT_REST && !isAnswering();
    const old = heap.oldBytes();
    left = Math.min(left, old);
    if (!isAtRest || old - left < Math.max(GROWN_BYTES, left * GROWN_PART)) return;
    heap.collect();
    left = heap.oldBytes();
  };
  const timer = setInterval(look, LOOK_MS).unref();
  return () => clearInterval(timer);
}

/** `null` where Node was not started with `--expose-gc`: then V8 alone decides when. */
function ownHeap(): Heap | null {
  const { gc } = globalThis;
  return gc ? { oldBytes: oldHeapBytes, collect: () => gc({ type: 'major', execution: 'sync' }) } : null;
}

/** All but the young, living or not. */
export function oldHeapBytes(): number {
  const spaces = getHeapSpaceStatistics().filter(({ space_name: name }) => !name.startsWith('new_'));
  return spaces.reduce((sum, { space_used_size: used }) => sum + used, 0);
}
