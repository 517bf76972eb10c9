/** Each variant beside the control: in the primary metric, and in those that must not get worse. */
import {
  EXPERIMENT_METRICS,
  type Experiment,
  type ExperimentMetric,
  type Guardrail,
  type VariantComparison,
} from '@tradistry/protocol';
import type { Sums } from './arm-sums.ts';
import { type Comparison, compareArms } from './statistics/compare-arms.ts';
import { alphaOfEach, correctP } from './statistics/correct-comparisons.ts';

/** Of each arm: a guardrail acts on fewer users than a verdict, but not on a handful, for the theorem is about many. */
const LEAST_GUARDED = 50;

export function compareVariants(experiment: Experiment, sums: Sums): VariantComparison[] {
  const [control, ...variants] = experiment.variants.map(({ name }) => name);
  if (control === undefined) return [];
  const primary = variants.map((variant) => {
    const compare = comparer(experiment, sums, {
      control,
      variant,
      alpha: alphaOfEach(experiment.alpha, variants.length),
    });
    return comparePrimary(experiment, {
      variant,
      compared: compare(experiment.primary_metric),
      enough: hasUsers(experiment, sums, [control, variant]),
    });
  });
  const guarded = variants.flatMap((variant) => {
    const alpha = alphaOfEach(experiment.alpha, variants.length * experiment.guardrails.length);
    const compare = comparer(experiment, sums, { control, variant, alpha });
    return experiment.guardrails.map((guardrail) => {
      const { metric } = guardrail;
      const enough = [control, variant].every((name) => sums.all(name, metric).users >= LEAST_GUARDED);
      return compareGuarded(guardrail, { variant, compared: compare(metric), enough });
    });
  });
  return [...corrected(primary), ...corrected(guarded)];
}

interface Pair {
  readonly control: string;
  readonly variant: string;
  readonly alpha: number;
}

function comparer({ generations, min_users }: Experiment, sums: Sums, { control, variant, alpha }: Pair) {
  return (metric: ExperimentMetric): Comparison | null => {
    const pairs = generations.map(({ generation }) => ({
      control: sums.of(generation, control, metric),
      variant: sums.of(generation, variant, metric),
    }));
    const rules = { alpha, narrowestAt: 2 * min_users };
    return compareArms({ generations: pairs, isBounded: EXPERIMENT_METRICS[metric].bounded }, rules);
  };
}

/**
 * Users who have a figure in what decides: of a thousand of whom ten rated an answer, ten. An adaptive allocation gives the
 * worse arms few of them by design: there the whole counts.
 */
function hasUsers(experiment: Experiment, sums: Sums, arms: readonly string[]): boolean {
  const { allocation, min_users, variants, primary_metric } = experiment;
  const users = (name: string) => sums.all(name, primary_metric).users;
  if (allocation === 'fixed') return arms.every((name) => users(name) >= min_users);
  return variants.reduce((sum, { name }) => sum + users(name), 0) >= min_users * variants.length;
}

interface Compared {
  readonly variant: string;
  readonly compared: Comparison | null;
  readonly enough: boolean;
}

function comparePrimary(
  { primary_metric: metric }: Experiment,
  { variant, compared, enough }: Compared,
): VariantComparison {
  const found = !compared || !enough ? 'too_few' : directionOf(metric, compared);
  return { ...boundsOf(compared), variant, metric, role: 'primary', found };
}

function compareGuarded({ metric, tolerance }: Guardrail, { variant, compared, enough }: Compared): VariantComparison {
  const about = { ...boundsOf(compared), variant, metric, role: 'guardrail' as const };
  if (!compared || !enough) return { ...about, found: 'too_few' };
  return { ...about, found: isBroken(metric, compared, tolerance) ? 'broken' : 'nothing' };
}

function directionOf(metric: ExperimentMetric, { lower, upper }: Comparison): 'better' | 'worse' | 'nothing' {
  if (lower <= 0 && upper >= 0) return 'nothing';
  const higher = lower > 0;
  return higher === (EXPERIMENT_METRICS[metric].better === 'higher') ? 'better' : 'worse';
}

/** Surely worse by more than is tolerated. */
function isBroken(metric: ExperimentMetric, { lower, upper }: Comparison, tolerance: number): boolean {
  return EXPERIMENT_METRICS[metric].better === 'lower' ? lower > tolerance : upper < -tolerance;
}

function boundsOf(compared: Comparison | null) {
  const { users = 0, difference = null, lower = null, upper = null, p = null } = compared ?? {};
  return { users, difference, lower, upper, p };
}

function corrected(comparisons: readonly VariantComparison[]): VariantComparison[] {
  const known = comparisons.filter(({ p }) => p !== null);
  const values = correctP(known.map(({ p }) => p ?? 1));
  const byComparison = new Map(known.map((comparison, index) => [comparison, values[index] ?? 1]));
  return comparisons.map((comparison) => ({ ...comparison, p: byComparison.get(comparison) ?? null }));
}
