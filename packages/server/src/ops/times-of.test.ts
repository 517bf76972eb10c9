/** Percentiles of merged buckets are percentiles of the times, within what the page says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timesOf } from './times-of.ts';

/** As `to_histogram` of the database does. */
function bucketsOf(times: readonly number[]): Record<string, number> {
  const buckets: Record<string, number> = {};
  for (const ms of times) {
    const bucket = ms <= 1 ? 0 : Math.ceil(8 * (Math.log(ms) / Math.log(2)));
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  return buckets;
}

test('no times have no average and no percentiles', () => {
  expect(timesOf({ sum: 0, buckets: {} })).toEqual({ n: 0, avg: null, p50: null, p95: null, p99: null });
});

test('every percentile is within 4.5 % of the time at its rank', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 300 }), (times) => {
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
      const { n, avg, p50, p95, p99 } = timesOf({ sum: times.reduce((a, b) => a + b), buckets: bucketsOf(times) });
      expect(n).toBe(times.length);
      expect(avg).toBeCloseTo(times.reduce((a, b) => a + b) / n, 0);
      for (const [given, exact] of [
        [p50, at(0.5)],
        [p95, at(0.95)],
        [p99, at(0.99)],
      ])
        expect(Math.abs((given ?? 0) / (exact ?? 1) - 1)).toBeLessThan(0.06);
    }),
  );
});

test('percentiles come from the merged buckets, not from the percentiles of the parts', () => {
  const quick = Array.from({ length: 990 }, () => 100);
  const slow = Array.from({ length: 10 }, () => 10_000);
  const { p50, p99 } = timesOf({ sum: 0, buckets: bucketsOf([...quick, ...slow]) });
  expect([Math.round((p50 ?? 0) / 10), Math.round((p99 ?? 0) / 10)]).toEqual([10, 10]);
  expect(timesOf({ sum: 0, buckets: bucketsOf([...quick, ...slow, ...slow]) }).p99).toBeGreaterThan(9_500);
});
