import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReadPace, type ReadPace } from './read-pace.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A pace over a loop that works for `busy` of the time. */
function paceAt(busy: { part: number }): ReadPace {
  return createReadPace({ now: () => performance.now(), busyPart: () => busy.part });
}

/** Milliseconds that one read waits. */
function waitOf(pace: ReadPace): number {
  let read = false;
  pace.soon(() => {
    read = true;
  });
  const from = performance.now();
  while (!read && performance.now() - from < 1000) vi.advanceTimersByTime(1);
  return performance.now() - from;
}

/** Of the reads of one answer over half a second, the longest that one waits. */
function longestWait(pace: ReadPace): number {
  let longest = 0;
  for (const from = performance.now(); performance.now() - from < 500; vi.advanceTimersByTime(1))
    longest = Math.max(longest, waitOf(pace));
  return longest;
}

test('while the loop is idle, what comes is read at once', () => {
  const pace = paceAt({ part: 0.05 });
  expect([longestWait(pace), longestWait(pace)]).toEqual([0, 0]);
});

test('a loop that many share reads fifteen times a second, until it is idle again', () => {
  const busy = { part: 0.2 };
  const pace = paceAt(busy);
  longestWait(pace);
  expect([longestWait(pace), longestWait(pace)]).toEqual([65, 65]);
  busy.part = 0.1;
  longestWait(pace);
  expect(longestWait(pace)).toBe(65);
  busy.part = 0.03;
  longestWait(pace);
  expect(longestWait(pace)).toBe(0);
});

test('one that cannot keep up reads less and less often, up to a bound, and more often again when it is relieved', () => {
  const busy = { part: 1 };
  const pace = paceAt(busy);
  longestWait(pace);
  const waits = Array.from({ length: 6 }, () => longestWait(pace));
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits.at(-1)).toBe(199);
  busy.part = 0.9;
  longestWait(pace);
  expect(longestWait(pace)).toBe(199);
  busy.part = 0.4;
  const relieved = Array.from({ length: 6 }, () => longestWait(pace));
  expect(relieved.at(-1)).toBe(65);
});

test('one beat reads all that wait, each once', () => {
  const pace = paceAt({ part: 0.5 });
  vi.advanceTimersByTime(500);
  const read: number[] = [];
  for (let index = 0; index < 3; index += 1) pace.soon(() => void read.push(index));
  expect(read).toEqual([]);
  vi.advanceTimersByTime(66);
  expect(read).toEqual([0, 1, 2]);
  vi.advanceTimersByTime(1000);
  expect(read).toEqual([0, 1, 2]);
});
