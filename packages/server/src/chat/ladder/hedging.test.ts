/** How many questions may be asked twice: a part of all of them, and what was saved up. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHedging } from './hedging.ts';

describe('the allowance for hedging', () => {
  test('is so many in a hundred', () => {
    const hedging = createHedging(10);
    const taken = Array.from({ length: 100 }, () => {
      hedging.onRequest();
      return hedging.take();
    });
    expect(taken.filter(Boolean)).toHaveLength(9);
  });

  test('saves up ten calls at most', () => {
    const hedging = createHedging(50);
    for (let n = 0; n < 1_000; n += 1) hedging.onRequest();
    const taken = Array.from({ length: 20 }, () => hedging.take());
    expect(taken.filter(Boolean)).toHaveLength(10);
  });

  test('is never overdrawn', () => {
    const steps = fc.array(fc.boolean(), { maxLength: 500 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), steps, (percent, asks) => {
        const hedging = createHedging(percent);
        const seen = { asked: 0, taken: 0 };
        for (const isQuestion of asks) {
          if (isQuestion) {
            hedging.onRequest();
            seen.asked += 1;
          } else if (hedging.take()) seen.taken += 1;
          expect(seen.taken).toBeLessThanOrEqual((seen.asked * percent) / 100 + 1e-9);
        }
      }),
    );
  });
});
