import type { ExperimentResults } from '@tradistry/protocol';
import { expect, it } from 'vitest';
import { boxOf, runPoints } from './run-points.ts';

const look = (users: number, lower: number, upper: number) => ({
  ...{ users, at: '2026-03-01T12:00:00.000Z' },
  differences: [{ variant: 'b', difference: (lower + upper) / 2, lower, upper }],
});

function results(users: number): ExperimentResults {
  const now = { variant: 'b', metric: 'helpful', role: 'primary', difference: 0.1, lower: 0.05, upper: 0.15 };
  // Only what is looked at.
  return {
    looks: [look(20, -1, 1), look(100, -0.2, 0.3), look(400, 0, 0.2)],
    comparisons: [now],
    verdict: { users },
  } as unknown as ExperimentResults;
}

it('an interval runs from the first look to now', () => {
  expect(runPoints(results(400), 'b').map(({ users, at }) => [users, at === null])).toEqual([
    ...[
      [20, false],
      [100, false],
    ],
    [400, true],
  ]);
  expect(runPoints(results(400), 'c')).toEqual([]);
});

it('the box holds zero and what came after the first fifth of the users; what is wider ends at its edge', () => {
  const box = boxOf(runPoints(results(400), 'b'));
  expect([box.low, box.high]).toEqual([-0.2, 0.3]);
  expect([box.x(20), box.x(400), box.y(0.3), box.y(-0.2), box.y(1)]).toEqual([0, 100, 0, 100, 0]);
});
