/** What an experiment has come to: figures, comparisons, whether users were lost, and a verdict. Pure: sums in, results out. */
import {
  type BoundedFigure,
  EXPERIMENT_METRICS,
  type Experiment,
  type ExperimentLook,
  type ExperimentMetric,
  type ExperimentResults,
  METRICS_OF,
  type SampleRatio,
  type VariantResult,
} from '@tradistry/protocol';
import { lookUp, type Sums } from './arm-sums.ts';
import { compareVariants } from './compare-variants.ts';
import { ANSWERS, EXPOSURE } from './count-executions.ts';
import type { ArmMoments } from './ports.ts';
import { decideVerdict } from './say-verdict.ts';
import { beliefsByGeneration } from './statistics/beliefs-by-generation.ts';
import { boundArm } from './statistics/compare-arms.ts';
import { estimate, type Moments } from './statistics/moments.ts';
import { sampleRatioP } from './statistics/sample-ratio.ts';
import { seededRandom } from './statistics/seeded-random.ts';
import { chancesToBeBest } from './statistics/thompson-weights.ts';

/** Below this it is no chance that users are missing. */
const ALARM_P = 0.001;

/** What results are made from. */
interface Counted {
  readonly moments: readonly ArmMoments[];
  readonly countedAt: Date | null;
  readonly looks?: readonly ExperimentLook[];
}

export function resultsOf(experiment: Experiment, { moments, countedAt, looks = [] }: Counted): ExperimentResults {
  const sums = lookUp(moments);
  const comparisons = compareVariants(experiment, sums);
  const sampleRatio = sampleRatioOf(experiment, sums);
  const variants = variantResults(experiment, sums);
  return {
    experiment,
    as_of: countedAt?.toISOString() ?? null,
    verdict: decideVerdict(experiment, { variants, comparisons, sampleRatio }),
    variants,
    comparisons,
    looks: [...looks],
    sample_ratio: sampleRatio,
    generations: experiment.generations.map((generation) => ({
      ...generation,
      arms: experiment.variants.map(({ name }) => ({
        name,
        users: sums.of(generation.generation, name, ANSWERS).users,
        mean: estimate(sums.of(generation.generation, name, experiment.primary_metric))?.mean ?? null,
      })),
    })),
  };
}

/** What is kept of them to show how they ran. */
export function lookOf({ verdict, comparisons }: ExperimentResults): Omit<ExperimentLook, 'at'> {
  const primary = comparisons.filter(({ role }) => role === 'primary');
  const differences = primary.flatMap(({ variant, difference, lower, upper }) =>
    difference === null || lower === null || upper === null ? [] : [{ variant, difference, lower, upper }],
  );
  return { users: verdict.users, differences };
}

function variantResults(experiment: Experiment, sums: Sums): VariantResult[] {
  const weights = experiment.generations.at(-1)?.weights ?? {};
  const chances = experiment.allocation === 'adaptive' ? chancesOf(experiment, sums) : null;
  return experiment.variants.map(({ name, version }, index) => ({
    ...{ name, version, weight: weights[name] ?? 0 },
    users: sums.all(name, ANSWERS).users,
    answers: sums.all(name, ANSWERS).w,
    figures: METRICS_OF[experiment.type].map((metric) => figureOf(experiment, metric, sums.all(name, metric))),
    chance_best: chances?.[index] ?? null,
  }));
}

function figureOf({ alpha, min_users }: Experiment, metric: ExperimentMetric, moments: Moments): BoundedFigure {
  const isBounded = EXPERIMENT_METRICS[metric].bounded;
  const bounded = boundArm({ moments, isBounded }, { alpha, narrowestAt: min_users });
  const { mean = null, lower = null, upper = null } = bounded ?? {};
  return { metric, users: moments.users, answers: moments.w, mean, lower, upper };
}

/** How likely each variant is the best one; drawn anew for each state of the sums, and the same for the same state. */
function chancesOf(experiment: Experiment, sums: Sums): number[] {
  const users = experiment.variants.reduce((sum, { name }) => sum + sums.all(name, ANSWERS).users, 0);
  return chancesToBeBest(beliefsOf(experiment, sums), seededRandom(users));
}

export function beliefsOf({ variants, generations, primary_metric }: Experiment, sums: Sums) {
  const byGeneration = generations.map(({ generation }) =>
    variants.map(({ name }) => sums.of(generation, name, primary_metric)),
  );
  const sign = EXPERIMENT_METRICS[primary_metric].better === 'higher' ? 1 : -1;
  return beliefsByGeneration(byGeneration, variants.length, sign);
}

function sampleRatioOf({ variants, generations }: Experiment, sums: Sums): SampleRatio {
  const counts = generations.map(({ generation, weights }) =>
    variants.map(({ name }) => ({ weight: weights[name] ?? 0, users: sums.of(generation, name, EXPOSURE).users })),
  );
  const p = sampleRatioP(counts);
  const arms = variants.map(({ name }, arm) => ({
    name,
    users: counts.reduce((sum, generation) => sum + (generation[arm]?.users ?? 0), 0),
    expected: counts.reduce((sum, generation) => {
      const users = generation.reduce((total, each) => total + each.users, 0);
      return sum + users * (generation[arm]?.weight ?? 0);
    }, 0),
  }));
  return { p, alarm: p < ALARM_P, arms };
}
