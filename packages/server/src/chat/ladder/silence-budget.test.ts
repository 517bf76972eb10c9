/** A turn's budget is of silence: what lives may go on, but a turn without a text comes to an end all the same. */
import { expect, test } from 'vitest';
import { SilenceBudget } from './silence-budget.ts';

function aBudget(totalMs = 30_000) {
  const clock = { ms: 1_000 };
  return { clock, budget: new SilenceBudget(totalMs, 1_000, () => clock.ms) };
}

test('thoughts and calls of tools begin it anew, from when they came', () => {
  const { clock, budget } = aBudget();
  clock.ms = 25_000;
  budget.renew(21_000, false);
  expect(budget.left()).toBe(26_000);
});

test('a turn that only thinks has four of them, and text gives it all of them again', () => {
  const { clock, budget } = aBudget();
  for (let at = 11_000; at <= 111_000; at += 20_000) budget.renew(at, false);
  clock.ms = 116_000;
  expect([budget.left(), budget.leftWithoutText()]).toEqual([5_000, 5_000]);
  budget.renew(116_000, true);
  expect([budget.left(), budget.leftWithoutText()]).toEqual([30_000, 120_000]);
});

test('no attempt begins with less than a second of it, or a tenth of a small one', () => {
  const { clock, budget } = aBudget();
  clock.ms = 30_000;
  expect([budget.isEnough(), budget.isEnough(1)]).toEqual([true, false]);
  const small = aBudget(2_000);
  small.clock.ms = 2_700;
  expect([small.budget.isEnough(), small.budget.isEnough(200)]).toEqual([true, false]);
});
