/** Two arms of an experiment, one figure: how much they differ, and between what bounds the truth is. */
import { alwaysValidP, halfWidth, type SequenceRules } from './confidence-sequence.ts';
import { type Estimate, estimate, type Moments } from './moments.ts';

export interface Comparison {
  /** The variant's figure less the control's. */
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  readonly p: number;
  /** Of both arms. */
  readonly users: number;
}

/** The same number of the best and the worst imaginable user is thought into each arm of a figure from 0 to 1: nobody is certain after a few. */
const IMAGINED = 1;

/** Users who came under the same weights. */
export interface ArmPair {
  readonly control: Moments;
  readonly variant: Moments;
}

/**
 * Within each generation of weights, then together: an arm that got most of its users in a good week is not better for that.
 * `null`: too few users to say anything. `isBounded`: each answer counts from 0 to 1.
 */
export function compareArms(
  of: { generations: readonly ArmPair[]; isBounded: boolean },
  rules: SequenceRules,
): Comparison | null {
  const [weight, known] = combine(of.generations, of.isBounded);
  if (weight === 0) return null;
  const { difference } = known;
  const half = halfWidth(known, rules);
  const p = alwaysValidP(difference, known, rules);
  return { difference, lower: difference - half, upper: difference + half, p, users: known.users };
}

/** Each generation counts by its users, and never by its figures: those would choose themselves. */
function combine(generations: readonly ArmPair[], isBounded: boolean) {
  let weights = 0;
  const sum = { difference: 0, variance: 0, users: 0 };
  for (const pair of generations) {
    const control = careful(pair.control, isBounded);
    const variant = careful(pair.variant, isBounded);
    if (!control || !variant) continue;
    const both = control.users + variant.users;
    const weight = (control.users * variant.users) / both;
    weights += weight;
    sum.difference += weight * (variant.mean - control.mean);
    sum.variance += weight ** 2 * varianceOf(control, variant);
    sum.users += both;
  }
  const { users } = sum;
  return [weights, { users, difference: sum.difference / weights, variance: sum.variance / weights ** 2 }] as const;
}

/**
 * Of the difference. No arm is taken to be less varied than both together: one with few users may have none of those of whom
 * its figure is made, such as the one in twenty who saw a warning, and would look certain.
 */
function varianceOf(...arms: readonly [Estimate, Estimate]): number {
  const users = arms.reduce((sum, arm) => sum + arm.users, 0);
  const ofOneUser = arms.reduce((sum, arm) => sum + arm.variance * arm.users ** 2, 0) / users;
  return arms.reduce((sum, arm) => sum + Math.max(arm.variance, ofOneUser / arm.users), 0);
}

/** One arm's figure between its bounds. */
export interface Bounded {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  readonly users: number;
}

export function boundArm(of: { moments: Moments; isBounded: boolean }, rules: SequenceRules): Bounded | null {
  const known = careful(of.moments, of.isBounded);
  if (!known) return null;
  const half = halfWidth(known, rules);
  const floor = of.isBounded ? 0 : Number.NEGATIVE_INFINITY;
  const ceiling = of.isBounded ? 1 : Number.POSITIVE_INFINITY;
  const { mean, users } = known;
  return { mean, users, lower: Math.max(floor, mean - half), upper: Math.min(ceiling, mean + half) };
}

/** The figure as it is; its variance, of one from 0 to 1, as if the imagined users were there too. */
function careful(moments: Moments, isBounded: boolean): Estimate | null {
  const plain = estimate(moments);
  if (!plain || !isBounded) return plain;
  const w = moments.w / moments.users;
  const imagined = {
    users: moments.users + 2 * IMAGINED,
    w: moments.w + 2 * IMAGINED * w,
    x: moments.x + IMAGINED * w,
    ww: moments.ww + 2 * IMAGINED * w ** 2,
    wx: moments.wx + IMAGINED * w ** 2,
    xx: moments.xx + IMAGINED * w ** 2,
  };
  return { ...plain, variance: Math.max(plain.variance, estimate(imagined)?.variance ?? 0) };
}
