/** Watches this process: its event loop's delay, its heap, its memory; `Overload` says whether it takes on anything new. */
import { totalmem } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Logger } from 'pino';
import type { Overload } from '../chat/limit-ports.ts';
import { Refusal } from '../refusal.ts';
import { createLoadShedder, type Load, type OverloadCause } from './load-shedder.ts';

const LOOK_MS = 500;
/** How finely the delay is measured, in milliseconds; what it says includes that. */
const RESOLUTION_MS = 10;
const RETRY_MS = 5000;
/** Of what a container allows. */
const CONTAINER_PART = 0.9;

export interface LoadLimits {
  /** `null`: not watched; likewise the others. */
  readonly delayMs: number | null;
  /** In bytes; likewise the next. */
  readonly heap: number | null;
  readonly rss: number | null;
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
      return shedder.shedding !== null;
    },
    check() {
      if (shedder.shedding) throw overloaded(shedder.shedding);
    },
    close() {
      clearInterval(timer);
      delays.disable();
    },
  };
}

function measure({ delayMs, heap, rss }: LoadLimits, delay: number): Load {
  return {
    delay: delayMs === null ? 0 : delay / delayMs,
    memory: Math.max(
      heap === null ? 0 : getHeapStatistics().used_heap_size / heap,
      rss === null ? 0 : process.memoryUsage.rss() / rss,
    ),
  };
}

/** Most of what the container allows, in bytes; `null` where this is none. */
export function containerLimit(): number | null {
  const allowed = process.constrainedMemory();
  return allowed > 0 && allowed < totalmem() ? allowed * CONTAINER_PART : null;
}

function overloaded(limit: OverloadCause): Refusal {
  return new Refusal(
    'overloaded',
    'The server is at the limit of what it can do and finishes first what it has begun. Ask again in a few seconds.',
    { retryAfterMs: RETRY_MS, limit },
  );
}
