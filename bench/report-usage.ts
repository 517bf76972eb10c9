/** Preloaded into a measured process: answers its parent with what the whole process, its workers included, has used. */
import { isMainThread } from 'node:worker_threads';

/** CPU in microseconds, user and system together; memory in bytes. */
export interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

if (isMainThread && process.send) {
  process.on('message', (message) => {
    if (message !== 'usage') return;
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system, memory: process.memoryUsage.rss() } satisfies Usage);
  });
  // In a session of its own it would outlive a benchmark that was ended.
  process.on('disconnect', () => process.exit());
}
