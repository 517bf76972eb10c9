/** What is looked at when somebody asks: memory, event loop, connections, breakers, queues. */

import { totalmem } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { LimitStats } from '../chat/limit-ports.ts';
import type { CircuitState } from '../chat/model-ports.ts';

/** How a pool of connections stands. */
interface PoolState {
  readonly pool: 'users' | 'system';
  readonly used: number;
  readonly idle: number;
  /** Transactions that wait for a connection. */
  readonly waiting: number;
}

/** Where the numbers come from; none of it waits. */
export interface ProcessSources {
  readonly activeStreams: () => number;
  /** Bytes that the logs of running turns hold, about. */
  readonly logBytes: () => number;
  /** Who watches, and how much of what was written to them they have not taken. */
  readonly viewers: () => { readonly count: number; readonly unsentBytes: number };
  readonly models: readonly string[];
  readonly circuitOf: (model: string) => CircuitState;
  readonly pools: () => readonly PoolState[];
  /** `null`: none is configured. */
  readonly valkeyUp: () => boolean | null;
  readonly limits: Pick<LimitStats, 'refused' | 'shedding'>;
  /** From where on questions are refused for memory, in bytes; `null`: never. */
  readonly memoryLimits: { readonly heap: number | null; readonly rss: number | null };
}

const CIRCUITS: Readonly<Record<CircuitState, number>> = { closed: 0, half_open: 1, open: 2 };
const RESOLUTION_MS = 10;
const QUANTILES = [0.5, 0.99, 1];

/** Returns how to stop looking at the event loop. */
export function createProcessMetrics(registry: Registry, sources: ProcessSources): () => void {
  addGauges(registry, sources);
  addMemory(registry, sources);
  addParts(registry, sources);
  addLimits(registry, sources);
  return addEventLoop(registry);
}

function addGauges(registry: Registry, { activeStreams, viewers }: ProcessSources): void {
  const registers = [registry];
  new Gauge({
    name: 'tradistry_active_streams',
    help: 'Turns that run in this process.',
    registers,
    collect() {
      this.set(activeStreams());
    },
  });
  new Gauge({
    name: 'tradistry_viewers',
    help: 'Sockets that watch a stream.',
    registers,
    collect() {
      this.set(viewers().count);
    },
  });
  new Counter({
    name: 'tradistry_cpu_seconds_total',
    help: 'CPU time of the process, user and system.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
}

function addMemory(registry: Registry, { logBytes, viewers, memoryLimits }: ProcessSources): void {
  const registers = [registry];
  new Gauge({
    name: 'tradistry_memory_bytes',
    help: 'Memory of the process, and of it what running answers and unread writes hold.',
    labelNames: ['of'],
    registers,
    collect() {
      const { rss, heapUsed, external } = process.memoryUsage();
      this.set({ of: 'rss' }, rss);
      this.set({ of: 'heap' }, heapUsed);
      this.set({ of: 'external' }, external);
      this.set({ of: 'logs' }, logBytes());
      this.set({ of: 'sockets' }, viewers().unsentBytes);
    },
  });
  new Gauge({
    name: 'tradistry_memory_limit_bytes',
    help: 'From where on new questions are refused for memory, or else the most there is.',
    labelNames: ['of'],
    registers,
    collect() {
      // Without a limit the kernel says a number beyond all memory.
      const machine = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
      this.set({ of: 'rss' }, memoryLimits.rss ?? machine);
      this.set({ of: 'heap' }, memoryLimits.heap ?? getHeapStatistics().heap_size_limit);
    },
  });
}

function addParts(registry: Registry, { models, circuitOf, pools, valkeyUp }: ProcessSources): void {
  const registers = [registry];
  new Gauge({
    name: 'tradistry_circuit_state',
    help: 'The breaker of a configured model: 0 closed, 1 half-open, 2 open.',
    labelNames: ['model'],
    registers,
    collect() {
      for (const model of models) this.set({ model }, CIRCUITS[circuitOf(model)]);
    },
  });
  new Gauge({
    name: 'tradistry_database_connections',
    help: 'Connections to the database, and what waits for one.',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const { pool, ...states } of pools())
        for (const [state, count] of Object.entries(states)) this.set({ pool, state }, count);
    },
  });
  if (valkeyUp() === null) return;
  new Gauge({
    name: 'tradistry_valkey_up',
    help: '1 while Valkey is there, 0 while it is away.',
    registers,
    collect() {
      this.set(valkeyUp() ? 1 : 0);
    },
  });
}

function addLimits(registry: Registry, { limits }: ProcessSources): void {
  const registers = [registry];
  new Counter({
    name: 'tradistry_refusals_total',
    help: 'Requests and connections that a limit refused.',
    labelNames: ['limit'],
    registers,
    collect() {
      this.reset();
      for (const [limit, count] of Object.entries(limits.refused)) this.inc({ limit }, count);
    },
  });
  new Gauge({
    name: 'tradistry_shedding',
    help: '1 while new questions are refused for overload.',
    registers,
    collect() {
      this.set(limits.shedding ? 1 : 0);
    },
  });
}

function addEventLoop(registry: Registry): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  new Gauge({
    name: 'tradistry_event_loop_delay_seconds',
    help: 'How late the event loop was since the last look, by quantile; 1 is the most.',
    labelNames: ['quantile'],
    registers: [registry],
    collect() {
      for (const quantile of QUANTILES) this.set({ quantile }, lateness(delay.percentile(quantile * 100)));
      delay.reset();
    },
  });
  return () => void delay.disable();
}

/** The monitor measures the time between two ticks: a loop that is never late shows its resolution. */
function lateness(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000);
}
