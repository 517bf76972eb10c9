/** Retries over all models are bounded, and first-token times are remembered as far as they matter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecentTimes } from './recent-times.ts';
import { RetryBudget } from './retry-budget.ts';

describe('the retry budget', () => {
  test('holds some for a bad minute, and one more for every tenth call', () => {
    const budget = new RetryBudget();
    let taken = 0;
    while (budget.take(0)) taken += 1;
    expect(taken).toBe(30);
    // A tenth is not exact in binary.
    for (let n = 0; n < 11; n += 1) budget.onCall();
    expect([budget.take(0), budget.take(0)]).toEqual([true, false]);
  });

  test('comes back by itself where calls are few', () => {
    const budget = new RetryBudget();
    while (budget.take(0));
    expect([budget.take(1_999), budget.take(3_998), budget.take(3_999)]).toEqual([false, true, false]);
  });

  test('never gives more than a tenth of the calls, a few a minute, and what was saved up', () => {
    const steps = fc.array(
      fc.record({ afterMs: fc.integer({ min: 0, max: 3_000 }), calls: fc.integer({ min: 0, max: 30 }) }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(steps, (given) => {
        const budget = new RetryBudget();
        const seen = { now: 0, calls: 0, taken: 0 };
        for (const { afterMs, calls } of given) {
          seen.now += afterMs;
          seen.calls += calls;
          for (let n = 0; n < calls; n += 1) budget.onCall();
          for (let n = 0; n < 5; n += 1) if (budget.take(seen.now)) seen.taken += 1;
        }
        expect(seen.taken).toBeLessThanOrEqual(30 + seen.calls * 0.1 + seen.now * 0.0005 + 1e-6);
      }),
    );
  });

  test('is not fooled by a clock that goes back', () => {
    const budget = new RetryBudget();
    while (budget.take(60_000));
    expect([budget.take(0), budget.take(60_000)]).toEqual([false, false]);
  });
});

describe('recent times', () => {
  test('say nothing until there are twenty of them', () => {
    const times = new RecentTimes();
    for (let n = 1; n <= 19; n += 1) times.add(n);
    expect(times.p95).toBe(null);
    times.add(20);
    expect(times.p95).toBe(19);
  });

  test('are those of the last hundred', () => {
    const times = new RecentTimes();
    for (let n = 0; n < 100; n += 1) times.add(60_000);
    for (let n = 1; n <= 100; n += 1) times.add(n);
    expect(times.p95).toBe(95);
  });
});
