/** Counts by owner that come back to nothing. */
import { expect, test } from 'vitest';
import { createTally } from './tally.ts';

test('a tally counts who enters and who leaves, once each', () => {
  const tally = createTally();
  const leaves = ['ann', 'ann', 'bob'].map((owner) => tally.enter(owner));
  expect([tally.of('ann'), tally.of('bob'), tally.of('eve'), tally.total]).toEqual([2, 1, 0, 3]);
  leaves[0]?.();
  leaves[0]?.();
  expect([tally.of('ann'), tally.total]).toEqual([1, 2]);
  for (const leave of leaves) leave();
  expect([tally.of('ann'), tally.of('bob'), tally.total]).toEqual([0, 0, 0]);
});
