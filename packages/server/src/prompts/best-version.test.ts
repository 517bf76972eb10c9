/** The surely best version, not the one that looks best. */
import type { PromptStrategy, PromptType } from '@tradistry/protocol';
import { expect, test } from 'vitest';
import { bestVersion } from './best-version.ts';
import type { ArmMoments } from './ports.ts';

const strategy: PromptStrategy = {
  strategy: 'BEST_PERFORMANCE',
  metric: 'helpful',
  min_users: 50,
  label: 'production',
};
const LABELS = new Map([
  ['production', 1],
  ['candidate', 2],
  ['latest', 3],
]);
const best = (performance: readonly ArmMoments[], of: PromptStrategy = strategy, type: PromptType = 'chat') =>
  bestVersion({ type, strategy: of, labels: LABELS, performance });
const seen = (version: number, users: number, good: number): ArmMoments => ({
  ...{ generation: 0, arm: `chat@${version}`, metric: 'helpful' },
  moments: { users, w: users, x: good, ww: users, wx: good, xx: good },
});

test('many good answers count for more than a few that were all good', () => {
  expect(best([seen(1, 5000, 4500), seen(2, 60, 58)])).toBe(1);
  expect(best([seen(1, 5000, 3000), seen(2, 5000, 4500)])).toBe(2);
});

test('a version with too few users, or that no label names, is not in question', () => {
  expect(best([seen(1, 100, 50), seen(2, 49, 49), seen(9, 5000, 5000)])).toBe(1);
  expect(best([seen(2, 49, 49)])).toBe(null);
});

test('another strategy does not ask', () => {
  expect(best([seen(2, 500, 500)], { strategy: 'LATEST_VERSION', label: 'production' })).toBe(null);
});

test('how versions of chat do says nothing of another type', () => {
  expect(best([seen(2, 500, 500)])).toBe(2);
  expect(best([seen(2, 500, 500)], strategy, 'summary')).toBe(null);
});
