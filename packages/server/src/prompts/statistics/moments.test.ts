/** Sums kept user by user against the same figures reckoned from scratch. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMoments, estimate, type Moments, moveUser, NO_MOMENTS } from './moments.ts';

const totals = fc.record({ w: fc.integer({ min: 0, max: 20 }), x: fc.integer({ min: -50, max: 50 }) });

function summed(users: readonly { w: number; x: number }[]): Moments {
  return users.reduce<Moments>((sum, user) => moveUser(sum, { w: 0, x: 0 }, user), NO_MOMENTS);
}

test('users that change come to the same as users that were so from the beginning', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(totals, totals), { maxLength: 30 }), (users) => {
      let moved = summed(users.map(([before]) => before));
      for (const [before, after] of users) moved = moveUser(moved, before, after);
      expect(moved).toEqual(summed(users.map(([, after]) => after)));
    }),
  );
});

test('sums of parts are the sums of the whole', () => {
  fc.assert(
    fc.property(fc.array(totals), fc.array(totals), (some, others) => {
      expect(addMoments(summed(some), summed(others))).toEqual(summed([...some, ...others]));
    }),
  );
});

test('with one answer a user the variance is that of a mean', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) / values.length;
  const estimated = estimate(summed(values.map((x) => ({ w: 1, x }))));
  expect(estimated?.mean).toBeCloseTo(mean, 12);
  expect(estimated?.variance).toBeCloseTo(variance, 12);
});

test('the same user a hundred times proves no more than once', () => {
  const once = estimate(summed([1, 0, 1, 0, 0, 1].map((x) => ({ w: 1, x }))));
  const often = estimate(summed([1, 0, 1, 0, 0, 1].map((x) => ({ w: 100, x: 100 * x }))));
  expect(often?.variance).toBeCloseTo(once?.variance ?? 0, 12);
});

test('a user without a weight is none, and one user alone proves nothing', () => {
  expect(
    estimate(
      summed([
        { w: 0, x: 0 },
        { w: 1, x: 1 },
      ]),
    ),
  ).toBe(null);
});
