/** How the next batch of users is shared out: each arm as often as it is likely to be the best, and none less than the floor. */
import { drawNormal, type Random } from './seeded-random.ts';

/** What is known of an arm, whose better figures are larger. */
export interface ArmBelief {
  readonly mean: number;
  /** Of the mean; infinite where nothing is known. */
  readonly variance: number;
}

const DRAWS = 4000;

/** Weights that add up to 1. `floor` is what every arm gets at least; times the number of arms it is at most 1. */
export function thompsonWeights(beliefs: readonly ArmBelief[], floor: number, random: Random): number[] {
  const wins = countWins(beliefs, random);
  const free = 1 - floor * beliefs.length;
  return wins.map((count) => floor + (free * count) / DRAWS);
}

/** How likely each arm is to be the best. Where one is not known at all, all are as likely. */
export function chancesToBeBest(beliefs: readonly ArmBelief[], random: Random): number[] {
  return countWins(beliefs, random).map((count) => count / DRAWS);
}

function countWins(beliefs: readonly ArmBelief[], random: Random): number[] {
  if (beliefs.some(({ variance }) => !Number.isFinite(variance))) return beliefs.map(() => DRAWS / beliefs.length);
  const wins = beliefs.map(() => 0);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (const [arm, { mean, variance }] of beliefs.entries()) {
      const value = mean + Math.sqrt(variance) * drawNormal(random);
      if (value > highest) [best, highest] = [arm, value];
    }
    wins[best] = (wins[best] ?? 0) + 1;
  }
  return wins;
}
