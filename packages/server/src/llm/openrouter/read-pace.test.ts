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
  expect([longestWait(pace), longestWait(pace)]).toEqual([66, 66]);
  busy.part = 0.1;
  longestWait(pace);
  expect(longestWait(pace)).toBe(66);
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
  expect(waits[1]).toBeLessThan(99);
  expect(waits.at(-1)).toBe(99);
  busy.part = 0.9;
  longestWait(pace);
  expect(longestWait(pace)).toBe(99);
  busy.part = 0.4;
  const relieved = Array.from({ length: 6 }, () => longestWait(pace));
  expect(relieved.at(-1)).toBe(66);
});

test('what waits is read together, each once', () => {
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

test('answers that began one after the other are read one after the other: no moment reads all of them', () => {
  const pace = paceAt({ part: 0.5 });
  vi.advanceTimersByTime(500);
  const reads = follow(pace, { answers: 32, everyMs: 2, forMs: 2000 });
  const together = Map.groupBy(reads.flat(), (at) => at);
  expect(Math.max(...together.values().map((at) => at.length))).toBeLessThanOrEqual(6);
  for (const times of reads) {
    expect(times.length).toBeGreaterThan(25);
    for (const [index, at] of times.slice(1).entries()) expect(Math.abs(at - (times[index] ?? 0) - 66)).toBeLessThan(3);
  }
});

test('after the loop stood still each is read once, and then as far apart as before', () => {
  const busy = { part: 0.5 };
  let still = 0;
  const pace = createReadPace({ now: () => performance.now() + still, busyPart: () => busy.part });
  vi.advanceTimersByTime(500);
  const reads = follow(pace, { answers: 32, everyMs: 2, forMs: 500 });
  still = 1000;
  const before = performance.now();
  vi.advanceTimersByTime(600);
  const after = reads.flatMap((times) => times.filter((at) => at > before));
  expect(after.length).toBeLessThanOrEqual(32 * 11);
  const late = Map.groupBy(
    after.filter((at) => at > before + 100),
    (at) => at,
  );
  expect(Math.max(...late.values().map((at) => at.length))).toBeLessThanOrEqual(6);
});

/** When each of `answers`, begun `everyMs` apart, is read; each asks to be read again at once. */
function follow(pace: ReadPace, { answers, everyMs, forMs }: Record<'answers' | 'everyMs' | 'forMs', number>) {
  const reads: number[][] = Array.from({ length: answers }, () => []);
  const ask = (times: number[]) =>
    pace.soon(() => {
      times.push(performance.now());
      ask(times);
    });
  const begun = performance.now();
  for (const times of reads) {
    ask(times);
    vi.advanceTimersByTime(everyMs);
  }
  vi.advanceTimersByTime(forMs - (performance.now() - begun));
  return reads;
}
