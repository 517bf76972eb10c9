/** Verdicts against the numbers that stand beside them. */
import type { Experiment, ExperimentResults } from '@tradistry/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anExperiment } from '../testing/an-experiment.ts';
import { ANSWERS, EXPOSURE } from './count-executions.ts';
import { resultsOf } from './experiment-results.ts';
import type { ArmMoments } from './ports.ts';
import type { Moments } from './statistics/moments.ts';

/** Users with one answer each, so many of them good. */
function users(count: number, good = count): Moments {
  return { users: count, w: count, x: good, ww: count, wx: good, xx: good };
}

interface Seen {
  readonly users: number;
  readonly helpful: number;
  /** Those who rated; absent: all. */
  readonly raters?: number;
  readonly errors?: number;
  /** Who was counted, but not shown it. */
  readonly unexposed?: number;
}

function look(experiment: Experiment, arms: Readonly<Record<string, Seen>>): ExperimentResults {
  const moments = Object.entries(arms).flatMap(([arm, seen]): ArmMoments[] => {
    const of = (metric: string, sums: Moments) => ({ generation: 1, arm, metric, moments: sums });
    return [
      of(ANSWERS, users(seen.users)),
      of(EXPOSURE, users(seen.users - (seen.unexposed ?? 0))),
      of('helpful', users(seen.raters ?? seen.users, seen.helpful)),
      of('error', users(seen.users, seen.errors ?? 0)),
    ];
  });
  return resultsOf(experiment, { moments, countedAt: null });
}

const running = (more: Partial<Experiment> = {}) =>
  anExperiment({ guardrails: [{ metric: 'error', tolerance: 0.01 }], ...more });

test('a draft has not begun, and too few users are told by number', () => {
  expect(look(running({ status: 'draft', generations: [] }), {}).verdict.code).toBe('not_started');
  const { verdict } = look(running(), { control: { users: 100, helpful: 50 }, candidate: { users: 112, helpful: 50 } });
  expect(verdict).toMatchObject({ code: 'not_enough_data', text: 'Not enough data: 212 of about 900 users.' });
});

test('who has no figure in what decides brings the verdict no nearer, and who comes where there are enough neither', () => {
  const rated = { users: 2000, raters: 12 };
  const { verdict, comparisons } = look(running(), {
    control: { ...rated, helpful: 0 },
    candidate: { ...rated, helpful: 12 },
  });
  expect(comparisons[0]?.found).toBe('too_few');
  expect(verdict).toMatchObject({
    code: 'not_enough_data',
    text: 'Not enough data: 24 of about 900 users. 4,000 came, and each variant needs 450 who have a figure in helpful.',
  });
  const weights = { control: 0.95, candidate: 0.05 };
  const uneven = look(running({ generations: [{ generation: 1, weights, began_at: '2026-03-01T12:00:00.000Z' }] }), {
    control: { users: 900, helpful: 500 },
    candidate: { users: 40, helpful: 30 },
  });
  expect(uneven.verdict.text).toContain('490 of about 900 users. 940 came');
});

test('a guardrail says nothing of a variant with a handful of users, however many the control has', () => {
  const uneven = { control: { users: 900, helpful: 0 }, candidate: { users: 20, helpful: 0, errors: 20 } };
  const guarded = look(running(), uneven).comparisons;
  expect(guarded.find(({ role }) => role === 'guardrail')?.found).toBe('too_few');
});

test('what was rolled back stays so, whatever is counted later', () => {
  const reason = 'The guardrail error broke: by so much.';
  const { verdict } = look(running({ status: 'rolled_back', reason }), {
    control: { users: 3000, helpful: 1500 },
    candidate: { users: 3000, helpful: 1800 },
  });
  expect(verdict).toMatchObject({ code: 'guardrail_broken', text: `${reason} It was rolled back.`, winner: null });
});

test('where one variant is surely worse and another is not, the words do not say that nothing differs', () => {
  const [control, candidate] = anExperiment().variants;
  if (!control || !candidate) throw new Error('two variants');
  const weights = { control: 1 / 3, candidate: 1 / 3, third: 1 / 3 };
  const { verdict } = look(
    running({
      variants: [control, candidate, { ...candidate, name: 'third' }],
      generations: [{ generation: 1, weights, began_at: '2026-03-01T12:00:00.000Z' }],
    }),
    {
      control: { users: 3000, helpful: 1800 },
      candidate: { users: 3000, helpful: 1500 },
      third: { users: 3000, helpful: 1800 },
    },
  );
  expect(verdict.code).toBe('no_difference_yet');
  expect(verdict.text).toMatch(/^No variant better in helpful so far, after 9,000 users: candidate less control lies/);
});

test('a bound that is not 0 is not rounded to it', () => {
  const dear = (users: number, each: number): Moments => ({
    ...{ users, w: users, ww: users, x: users * each, wx: users * each },
    xx: users * each ** 2 * 1.04,
  });
  const moments = (['control', 'candidate'] as const).flatMap((arm, index): ArmMoments[] => [
    { generation: 1, arm, metric: 'cost', moments: dear(3000, 0.00004 * (1 + index)) },
    { generation: 1, arm, metric: ANSWERS, moments: users(3000) },
    { generation: 1, arm, metric: EXPOSURE, moments: users(3000) },
  ]);
  const { verdict } = resultsOf(anExperiment({ primary_metric: 'cost' }), { moments, countedAt: null });
  expect(verdict.text).toContain('the difference lies between 0.00004 USD and 0.00004 USD');
});

test('a difference that is surely there names its winner and the interval', () => {
  const { verdict, comparisons } = look(running(), {
    control: { users: 3000, helpful: 1500 },
    candidate: { users: 3000, helpful: 1800 },
  });
  const [primary] = comparisons;
  expect(verdict).toMatchObject({ code: 'winner', winner: 'candidate' });
  expect(verdict.text).toContain(`${(100 * (primary?.lower ?? 0)).toFixed(1)} points and`);
  expect(primary?.difference).toBeCloseTo(0.1, 9);
});

test('a variant that is surely worse leaves the control, in metrics of which less is better as well', () => {
  const worse = { control: { users: 3000, helpful: 1800 }, candidate: { users: 3000, helpful: 1500 } };
  expect(look(running(), worse).verdict).toMatchObject({ code: 'control_wins', winner: 'control' });
  const errors = {
    control: { users: 3000, helpful: 0, errors: 30 },
    candidate: { users: 3000, helpful: 0, errors: 300 },
  };
  expect(look(anExperiment({ primary_metric: 'error' }), errors).verdict.code).toBe('control_wins');
});

test('a guardrail breaks only when it is surely worse by more than is tolerated', () => {
  const with_ = (errors: number) =>
    look(running(), { control: { users: 500, helpful: 0, errors: 10 }, candidate: { users: 500, helpful: 0, errors } });
  expect(with_(20).verdict.code).not.toBe('guardrail_broken');
  expect(with_(120).verdict).toMatchObject({ code: 'guardrail_broken', winner: null });
  expect(with_(120).verdict.text).toContain('The guardrail error broke: candidate less control lies between');
});

test('lost users come before any figure', () => {
  const { verdict, sample_ratio: ratio } = look(running(), {
    control: { users: 3000, helpful: 1500 },
    candidate: { users: 3000, helpful: 1800, unexposed: 600 },
  });
  expect([verdict.code, ratio.alarm]).toEqual(['lost_users', true]);
  expect(verdict.text).toContain('candidate has 2,400 where about 2,700 were due');
});

test('whatever was seen, the words follow from the numbers', () => {
  const seen = fc.record({
    users: fc.integer({ min: 0, max: 4000 }),
    good: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(seen, seen, (control, candidate) => {
      const toSeen = ({ users: count, good }: { users: number; good: number }) => ({
        users: count,
        helpful: Math.round(count * good),
      });
      const { verdict, comparisons, sample_ratio } = look(running(), {
        control: toSeen(control),
        candidate: toSeen(candidate),
      });
      const primary = comparisons.find(({ role }) => role === 'primary');
      const enough = Math.min(control.users, candidate.users) >= 450;
      expect(verdict.users).toBe(control.users + candidate.users);
      if (verdict.code === 'lost_users') expect(sample_ratio.p).toBeLessThan(0.001);
      if (verdict.code === 'not_enough_data') expect(enough).toBe(false);
      if (verdict.code === 'winner') expect([enough, (primary?.lower ?? 0) > 0]).toEqual([true, true]);
      if (verdict.code === 'control_wins') expect([enough, (primary?.upper ?? 0) < 0]).toEqual([true, true]);
      if (verdict.code === 'no_difference_yet')
        expect([enough, (primary?.lower ?? 1) <= 0, (primary?.upper ?? -1) >= 0]).toEqual([true, true, true]);
    }),
  );
});
