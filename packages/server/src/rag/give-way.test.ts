import { expect, test } from 'vitest';
import { createGiveWay } from './give-way.ts';

const never = new AbortController().signal;

test('work goes on at once while the loop has time, and after a pause while it has none', async () => {
  const loop = { busy: 0.2 };
  const waits: number[] = [];
  const giveWay = createGiveWay(
    () => loop.busy,
    async (ms) => void waits.push(ms),
  );
  await giveWay(never);
  expect(waits).toEqual([]);
  loop.busy = 0.9;
  await giveWay(never);
  await giveWay(never);
  expect(waits).toEqual([100, 100]);
  loop.busy = 0.2;
  await giveWay(never);
  expect(waits).toHaveLength(2);
});

test('a pause that ends with the process ends without an error', async () => {
  const stop = new AbortController();
  const giveWay = createGiveWay(
    () => 1,
    (_ms, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const waiting = giveWay(stop.signal);
  stop.abort();
  await expect(waiting).resolves.toBeUndefined();
});
