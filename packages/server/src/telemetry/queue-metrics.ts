/** Work beside the turns, as gauges. */
import { Gauge, type Registry } from 'prom-client';
import type { QueueStats } from '../ops/ports.ts';

const STATES = ['waiting', 'active', 'failed'] as const;

/** A queue's name is one of the code's own, never somebody's input. */
export function createQueueMetrics(registry: Registry, queues: QueueStats): void {
  new Gauge({
    name: 'tradistry_queue_jobs',
    help: 'Jobs by queue and state.',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      for (const queue of await queues.list()) {
        for (const state of STATES) this.set({ queue: queue.queue, state }, queue[state]);
      }
    },
  });
}
