/** Intervals: known values, the same every time, and within their bounds. */
import { describe, expect, test } from 'vitest';
import { meanIntervals, wilsonInterval } from './intervals.ts';
import { findStreaks } from './streaks.ts';

describe('intervals', () => {
  test('the Wilson interval of 10 of 20 is the published one', () => {
    expect(wilsonInterval(10, 20)).toEqual(['0.299298', '0.700702']);
  });

  test('it stays between 0 and 1', () => {
    expect(wilsonInterval(0, 5)[0]).toBe('0.000000');
    expect(wilsonInterval(5, 5)[1]).toBe('1.000000');
  });

  test('the bootstrap gives the same interval each time, around the mean', async () => {
    const samples = Array.from({ length: 40 }, (_, i) => (i % 7) * 10 - 25);
    const mean = samples.reduce((a, b) => a + b) / samples.length;
    const row = { n: 40, mean, deviation: 20, samples };
    const [first] = await meanIntervals([row]);
    const [second] = await meanIntervals([row]);
    expect(second).toEqual(first);
    expect(Number(first?.[0])).toBeLessThan(mean);
    expect(Number(first?.[1])).toBeGreaterThan(mean);
  });

  test('equal trades have an interval of no width', async () => {
    const row = { n: 6, mean: 5, deviation: 0, samples: [5, 5, 5, 5, 5, 5] };
    expect(await meanIntervals([row])).toEqual([['5.0000', '5.0000']]);
  });

  test('where there are too many to draw from, the normal distribution stands in', async () => {
    expect(await meanIntervals([{ n: 10_000, mean: 1, deviation: 100, samples: null }])).toEqual([
      ['-0.9600', '2.9600'],
    ]);
  });
});

describe('streaks', () => {
  test('a break-even ends a streak, and the current one is signed', () => {
    expect(findStreaks('wwblllw')).toEqual({ wins: 2, losses: 3, current: 1 });
    expect(findStreaks('wll')).toEqual({ wins: 1, losses: 2, current: -2 });
    expect(findStreaks('wb')).toEqual({ wins: 1, losses: 0, current: 0 });
    expect(findStreaks('')).toEqual({ wins: 0, losses: 0, current: 0 });
  });
});
