/** The sums of an experiment, looked up by generation, variant and metric. */
import type { ArmMoments } from './ports.ts';
import { addMoments, type Moments, NO_MOMENTS } from './statistics/moments.ts';

export interface Sums {
  of(generation: number, arm: string, metric: string): Moments;
  /** Over all generations. */
  all(arm: string, metric: string): Moments;
}

export function lookUp(moments: readonly ArmMoments[]): Sums {
  const nameOf = (generation: number, arm: string, metric: string) => JSON.stringify([generation, arm, metric]);
  const byName = new Map(moments.map((each) => [nameOf(each.generation, each.arm, each.metric), each.moments]));
  return {
    of: (generation, arm, metric) => byName.get(nameOf(generation, arm, metric)) ?? NO_MOMENTS,
    all: (arm, metric) =>
      moments
        .filter((each) => each.arm === arm && each.metric === metric)
        .reduce((sum, each) => addMoments(sum, each.moments), NO_MOMENTS),
  };
}
