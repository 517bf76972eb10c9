/** A day's budget: refused when it is spent, told when it is near, and over at midnight UTC. */
import { describe, expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { watchBudget } from './daily-budget.ts';

const MORNING = new Date('2026-03-01T19:30:00Z');
const BOTH = { tokens: 100_000, usd: 2 };

/** What becomes of somebody who has spent so much. */
function check(
  spent: { tokens: number; usd: number },
  { budget = BOTH as Parameters<typeof watchBudget>[0], now = MORNING, running = 0 } = {},
) {
  const watch = watchBudget(budget, now);
  try {
    watch?.check({ spent, running });
    return watch?.warning ?? null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

describe('a budget', () => {
  test('that nobody set is not watched', () => {
    expect(watchBudget({ tokens: null, usd: null }, MORNING)).toBe(null);
  });

  test.each([[{ tokens: 0, usd: 0 }], [{ tokens: 79_900, usd: 1.59 }]])('is not spoken of at %o', (spent) => {
    expect(check(spent)).toBe(null);
  });

  test.each([
    [{ tokens: 80_000, usd: 0 }, '80 % of your budget of tokens for today is used. It begins anew at midnight UTC.'],
    [{ tokens: 99_900, usd: 0 }, '99 % of your budget of tokens for today is used. It begins anew at midnight UTC.'],
    [{ tokens: 0, usd: 1.7 }, '85 % of your budget of model costs for today is used. It begins anew at midnight UTC.'],
    [
      { tokens: 85_000, usd: 1.9 },
      '95 % of your budget of model costs for today is used. It begins anew at midnight UTC.',
    ],
  ])('is warned of at %o', (spent, message) => {
    expect(check(spent)).toEqual({ type: 'warning', code: 'limit_near', message });
  });

  test.each([
    [{ tokens: 100_000, usd: 0 }, 'tokens'],
    [{ tokens: 999_900, usd: 0 }, 'tokens'],
    [{ tokens: 0, usd: 2 }, 'model costs'],
  ])('is spent at %o, until midnight UTC', (spent, what) => {
    const refusal = check(spent);
    expect(refusal).toMatchObject({ code: 'budget_exhausted', extras: { retryAfterMs: 4.5 * 3_600_000 } });
    expect(refusal).toMatchObject({ detail: expect.stringContaining(`Your budget of ${what} for today is used up`) });
    expect(refusal).toMatchObject({ detail: expect.stringContaining('in 5 hours') });
  });

  test.each([
    [{ tokens: 0, usd: 0 }, 5, 'tokens'],
    [{ tokens: 39_900, usd: 0.5 }, 4, 'tokens'],
    [{ tokens: 0, usd: 1.6 }, 1, 'model costs'],
  ])('of which %o is spent is held by %i answers, until one of them ends', (spent, running, what) => {
    expect(check(spent, { running })).toMatchObject({
      code: 'budget_exhausted',
      detail: expect.stringContaining(`may use up what is left of your budget of ${what}`),
      extras: { retryAfterMs: 5000 },
    });
    expect(check(spent, { running: running - 1 })).not.toBeInstanceOf(Refusal);
  });

  test.each([
    { tokens: 250, usd: null },
    { tokens: null, usd: 0.01 },
  ])('of which there is little is held by one answer: %o', (budget) => {
    expect(check({ tokens: 0, usd: 0 }, { budget })).toBe(null);
    expect(check({ tokens: 0, usd: 0 }, { budget, running: 1 })).toMatchObject({ code: 'budget_exhausted' });
  });

  test('says minutes where there are few', () => {
    const now = new Date('2026-03-01T23:58:30Z');
    expect(check({ tokens: 100_000, usd: 0 }, { now })).toMatchObject({
      detail: expect.stringContaining('in 2 minutes'),
    });
  });

  test('of which one is not limited looks at the other alone', () => {
    expect(check({ tokens: 1e9, usd: 0 }, { budget: { tokens: null, usd: 2 } })).toBe(null);
    expect(check({ tokens: 0, usd: 1e9 }, { budget: { tokens: 100_000, usd: null } })).toBe(null);
  });
});
