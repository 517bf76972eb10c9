/** Where a user stands in an experiment and in a namespace: a number in [0, 1), always the same one for the same words. */
import { fnv32a } from './fnv32a.ts';

/** The experiment's: ten thousand places. `seed` is the experiment's own, so that two experiments share no order of users. */
export function bucketOf(seed: string, value: string): number {
  return (fnv32a(String(fnv32a(seed + value))) % 10_000) / 10_000;
}

/** The namespace's: experiments with ranges apart in one namespace share no user. */
export function namespaceBucketOf(value: string, namespace: string): number {
  return (fnv32a(`${value}__${namespace}`) % 1000) / 1000;
}

/** From here on, up to but not including there. */
export type Range = readonly [from: number, to: number];

function isWithin(bucket: number, [from, to]: Range): boolean {
  return bucket >= from && bucket < to;
}

/**
 * One range a weight, in order. With a coverage below 1 each keeps only the first part of its place, so that a coverage that
 * grows moves nobody from one variant to another.
 */
export function rangesOf(weights: readonly number[], coverage: number): Range[] {
  let from = 0;
  return weights.map((weight): Range => {
    const start = from;
    from += weight;
    return [start, start + coverage * weight];
  });
}

/** Which range the bucket is in; `null`: none. */
export function chooseRange(ranges: readonly Range[], bucket: number): number | null {
  const index = ranges.findIndex((range) => isWithin(bucket, range));
  return index < 0 ? null : index;
}
