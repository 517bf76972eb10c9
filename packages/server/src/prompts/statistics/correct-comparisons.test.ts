/** Corrected p-values and shared alphas. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alphaOfEach, correctP } from './correct-comparisons.ts';

test('Holm: the smallest is held against all, the next against the rest, and order is kept', () => {
  expect(correctP([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
  expect(correctP([])).toEqual([]);
});

test('a corrected p-value is never smaller than the p-value, nor larger than its multiple', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (values) => {
      for (const [index, corrected] of correctP(values).entries()) {
        expect(corrected).toBeGreaterThanOrEqual(values[index] ?? 0);
        expect(corrected).toBeLessThanOrEqual(Math.min(1, (values[index] ?? 0) * values.length + 1e-12));
      }
    }),
  );
});

test('intervals share the alpha', () => {
  expect(alphaOfEach(0.05, 5)).toBeCloseTo(0.01);
  expect(alphaOfEach(0.05, 0)).toBe(0.05);
});
