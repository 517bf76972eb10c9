/**
 * What is known of each arm from several generations of weights. An arm that got most of its users in a good week would look
 * good by that alone, so arms are compared within each generation, and only the differences are put together.
 */
import { estimate, type Moments } from './moments.ts';
import type { ArmBelief } from './thompson-weights.ts';

/** `generations[g][a]`: arm `a` in generation `g`. Larger figures are better where `sign` is 1, worse where it is -1. */
export function beliefsByGeneration(
  generations: readonly (readonly Moments[])[],
  arms: number,
  sign: 1 | -1,
): ArmBelief[] {
  const sums = Array.from({ length: arms }, () => ({ precision: 0, weighted: 0 }));
  for (const generation of generations) {
    const estimates = generation.map(estimate);
    const known = estimates.filter((one) => one !== null);
    if (known.length < arms) continue;
    const middle = known.reduce((sum, { mean }) => sum + mean, 0) / arms;
    const spread = known.reduce((sum, { variance }) => sum + variance, 0) / arms;
    for (const [arm, { mean, variance }] of known.entries()) {
      const sum = sums[arm];
      // A batch in which all of an arm were alike proves less than its variance of 0 says.
      const precision = 1 / Math.max(variance, spread / 10, Number.EPSILON);
      if (!sum) continue;
      sum.precision += precision;
      sum.weighted += precision * sign * (mean - middle);
    }
  }
  return sums.map(({ precision, weighted }) =>
    precision === 0 ? { mean: 0, variance: Infinity } : { mean: weighted / precision, variance: 1 / precision },
  );
}
