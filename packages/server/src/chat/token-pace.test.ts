/** Pauses are counted where their edges say, and the long ones kept. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EDGES, FIRST_EDGE_MS } from './time-bucket-ports.ts';
import { TokenPace } from './token-pace.ts';

function paceOf(...times: number[]): TokenPace {
  const pace = new TokenPace();
  for (const at of times) pace.onTokens(at, 1);
  return pace;
}

test('one token has no pause', () => {
  const { counts, longestMs, sumMs } = paceOf(500);
  expect([counts.reduce((a, b) => a + b), longestMs, sumMs]).toEqual([0, null, 0]);
});

test('between tokens that come together there is none', () => {
  const together = new TokenPace();
  together.onTokens(100, 3);
  together.onTokens(200, 2);
  const { counts, longestMs, sumMs } = paceOf(100, 100, 100, 200, 200);
  expect([together.counts, together.longestMs, together.sumMs]).toEqual([counts, longestMs, sumMs]);
  const first = new TokenPace();
  first.onTokens(100, 2);
  expect([first.counts, first.longestMs]).toEqual([paceOf(100, 100).counts, 0]);
});

test('each pause is in the first bucket whose edge is not below it', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 100_000, noNaN: true }), (gap) => {
      const edges = Array.from({ length: EDGES }, (_, n) => FIRST_EDGE_MS * 2 ** n);
      const expected = edges.findIndex((edge) => gap <= edge);
      expect(paceOf(0, gap).counts.indexOf(1)).toBe(expected < 0 ? EDGES : expected);
    }),
  );
  expect(paceOf(0, 2560).counts.indexOf(1)).toBe(8);
  expect(paceOf(0, 5120).counts.indexOf(1)).toBe(9);
});

test('long pauses are kept with their place, the first twenty of them', () => {
  const pace = paceOf(100, 130, 1130, 1150);
  expect(pace.long).toEqual([{ started_ms: 130, duration_ms: 1000 }]);
  expect([pace.longestMs, pace.sumMs]).toEqual([1000, 1050]);
  const many = paceOf(...Array.from({ length: 50 }, (_, n) => n * 700));
  expect([many.long.length, many.counts[7]]).toEqual([20, 49]);
});
