/** Watches this process: its event loop's delay, its heap, its memory; `Overload` says whether it takes on anything new. */
import { totalmem } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Logger } from 'pino';
import type { Overload } from '../chat/limit-ports.ts';
import { Refusal } from '../refusal.ts';
import { createLoadShedder, type Load } from './load-shedder.ts';

const LOOK_MS = 500;
/** How finely the delay is measured, in milliseconds; what it says includes that. */
const RESOLUTION_MS = 10;
const RETRY_MS = 5000;
const MIB = 2 ** 20;
/** Of what a container allows. */
const CONTAINER_PART = 0.9;

export interface LoadLimits {
  /** `null`: not watched; likewise the others. */
  readonly delayMs: number | null;
  /** Of the heap V8 may use at most. */
  readonly heapPercent: number | null;
  readonly rssMib: number | null;
}

export interface WatchedLoad extends Overload {
  close(): void;
}

/** Never keeps the process alive. */
export function watchLoad(limits: LoadLimits, logger: Logger): WatchedLoad {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  const shedder = createLoadShedder((shedding) =>
    logger.warn({ shedding }, shedding ? 'overloaded: new questions are refused' : 'no longer overloaded'),
  );
  const look = () => {
    const delayMs = delays.percentile(50) / 1e6 - RESOLUTION_MS;
    delays.reset();
    shedder.look(measure(limits, delayMs));
  };
  const timer = setInterval(look, LOOK_MS).unref();
  return {
    get shedding() {
      return shedder.shedding;
    },
    check() {
      if (shedder.shedding) throw overloaded();
    },
    close() {
      clearInterval(timer);
      delays.disable();
    },
  };
}

function measure({ delayMs, heapPercent, rssMib }: LoadLimits, delay: number): Load {
  return {
    delay: delayMs === null ? 0 : delay / delayMs,
    memory: Math.max(
      heapPercent === null ? 0 : usedHeap() / (heapPercent / 100),
      rssMib === null ? 0 : process.memoryUsage.rss() / (rssMib * MIB),
    ),
  };
}

/** Of what V8 may use: 0 to 1. */
function usedHeap(): number {
  const { used_heap_size: used, heap_size_limit: most } = getHeapStatistics();
  return used / most;
}

/** Most of what the container allows, in MiB; `null` where this is none. */
export function containerMib(): number | null {
  const allowed = process.constrainedMemory();
  return allowed > 0 && allowed < totalmem() ? Math.floor((allowed * CONTAINER_PART) / MIB) : null;
}

function overloaded(): Refusal {
  return new Refusal(
    'overloaded',
    'The server is at the limit of what it can do and finishes first what it has begun. Ask again in a few seconds.',
    { retryAfterMs: RETRY_MS, limit: 'load' },
  );
}
