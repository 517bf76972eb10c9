/** The process's own load as it is measured: what fills it is overload, and what it is rid of is not. */
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { type LoadLimits, watchLoad } from './watch-load.ts';

function watch(limits: Partial<LoadLimits>) {
  const load = watchLoad({ delayMs: null, heap: null, rss: null, ...limits }, pino({ level: 'silent' }));
  onTestFinished(load.close);
  return load;
}

test('an event loop that is kept busy is overload, and none any more when it is not', async () => {
  const load = watch({ delayMs: 200 });
  const busy = setInterval(() => {
    for (const until = performance.now() + 400; performance.now() < until; );
  }, 1);
  await expect.poll(() => load.shedding).toBe(true);
  expect(load.check).toThrow(
    expect.objectContaining({ code: 'overloaded', extras: expect.objectContaining({ limit: 'load' }) }),
  );
  clearInterval(busy);
  await expect.poll(() => load.shedding).toBe(false);
  load.check();
});

test('so is a heap that is as large as it may be', async () => {
  const kept = Array.from({ length: 500_000 }, (_, n) => ({ n }));
  const load = watch({ heap: process.memoryUsage().heapUsed - 1 });
  await expect.poll(() => load.shedding).toBe(true);
  expect(load.check).toThrow(
    expect.objectContaining({ code: 'overloaded', extras: expect.objectContaining({ limit: 'memory' }) }),
  );
  expect(kept).toHaveLength(500_000);
});
