/** Where a user belongs in an experiment, by hashes alone: the same answer on every instance and at every time. */
import type { Experiment } from '@tradistry/protocol';
import { bucketOf, chooseRange, namespaceBucketOf, rangesOf } from './assignment/bucket.ts';
import type { Placement } from './experiment-ports.ts';

/** `null`: not in its namespace. A `variant` of null: in it, but not covered; who is in a variant already stays there. */
export function placeUser(experiment: Experiment, userId: string): Placement | null {
  const { id, allocation, namespace, coverage, variants, generations } = experiment;
  const current = generations.at(-1);
  if (!current || experiment.status !== 'running') return null;
  const place = namespaceBucketOf(userId, namespace.name);
  if (place < namespace.from || place >= namespace.to) return null;
  const { generation } = current;
  const era = allocation === 'adaptive' ? generation : 0;
  // Each batch of an adaptive experiment shares its users out anew.
  const seed = era === 0 ? id : `${id}:${era}`;
  const weights = variants.map(({ name }) => current.weights[name] ?? 0);
  const arm = chooseRange(rangesOf(weights, coverage), bucketOf(seed, userId));
  return { id, era, generation, variant: arm === null ? null : (variants[arm]?.name ?? null) };
}
