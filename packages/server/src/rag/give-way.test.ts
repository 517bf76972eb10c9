import { expect, test } from 'vitest';
import { createGiveWay } from './give-way.ts';

const never = new AbortController().signal;

test('work goes on at once while the loop has time, and after a pause while it has none', async () => {
  const loop = { busy: 0.2 };
  const waits: number[] = [];
  const giveWay = createGiveWay({ busyPart: () => loop.busy, wait: async (ms) => void waits.push(ms) });
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

test('a pause ends when the process is to end', async () => {
  const stop = new AbortController();
  const giveWay = createGiveWay({
    busyPart: () => 1,
    wait: (_ms, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
  });
  let gaveWay = false;
  const waiting = giveWay(stop.signal).then(() => {
    gaveWay = true;
  });
  await Promise.resolve();
  expect(gaveWay).toBe(false);
  stop.abort();
  await waiting;
  expect(gaveWay).toBe(true);
});
