/**
 * Whether users came to the arms in the proportion they were meant to. If not, some were lost on the way, mostly not by
 * chance, and no figure of the experiment means anything.
 *
 * In place of the chi-square test, which is good for one look only: the Bayes factor of "any other proportions" against the
 * meant ones (Lindon and Malek, "Anytime-valid inference for multinomial count data", NeurIPS 2022). It may be looked at
 * after every user, and its inverse is a p-value all the same.
 */
import { logGamma } from './log-gamma.ts';

export interface ArmCount {
  /** What it was meant to get, relative to the others. */
  readonly weight: number;
  readonly users: number;
}

/** The prior's strength: how many users' worth of belief it has in the meant proportions. */
const PRIOR = 100;

/** The logarithm of the Bayes factor against the meant proportions, of users that came under one set of weights. */
export function logMismatch(arms: readonly ArmCount[]): number {
  const meant = arms.filter(({ weight }) => weight > 0);
  if (meant.length !== arms.length && arms.some(({ weight, users }) => weight <= 0 && users > 0)) return Infinity;
  const whole = meant.reduce((sum, { weight }) => sum + weight, 0);
  const users = meant.reduce((sum, arm) => sum + arm.users, 0);
  return meant.reduce(
    (sum, arm) => {
      const part = arm.weight / whole;
      const prior = part * PRIOR;
      return sum + logGamma(prior + arm.users) - logGamma(prior) - arm.users * Math.log(part);
    },
    logGamma(PRIOR) - logGamma(PRIOR + users),
  );
}

/** The p-value over all generations of weights: the users of each came independently. */
export function sampleRatioP(generations: readonly (readonly ArmCount[])[]): number {
  const log = generations.reduce((sum, arms) => sum + logMismatch(arms), 0);
  return Math.min(1, Math.exp(-log));
}
