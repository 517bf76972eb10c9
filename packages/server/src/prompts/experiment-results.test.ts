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
      of('helpful', users(seen.users, seen.helpful)),
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
