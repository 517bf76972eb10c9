/** The adaptive allocation, played with users: it finds the best arm, starves none, and is not fooled by the week. */
import { expect, test } from 'vitest';
import { beliefsByGeneration } from './beliefs-by-generation.ts';
import { type Moments, moveUser, NO_MOMENTS } from './moments.ts';
import { type Random, seededRandom } from './seeded-random.ts';
import { chancesToBeBest, thompsonWeights } from './thompson-weights.ts';

const FLOOR = 0.05;
const BATCH = 400;

/** Generations of users; `rateOf` is the chance that an answer to an arm's user is a good one. */
function play(rateOf: (arm: number, generation: number) => number, arms: number, random: Random) {
  let weights = Array.from({ length: arms }, () => 1 / arms);
  const played: { weights: number[]; moments: Moments[] }[] = [];
  for (let generation = 0; generation < 15; generation += 1) {
    const moments = weights.map(() => NO_MOMENTS);
    for (let user = 0; user < BATCH; user += 1) {
      const arm = pick(weights, random());
      const x = Number(random() < rateOf(arm, generation));
      moments[arm] = moveUser(moments[arm] ?? NO_MOMENTS, { w: 0, x: 0 }, { w: 1, x });
    }
    played.push({ weights, moments });
    weights = thompsonWeights(
      beliefsByGeneration(
        played.map((each) => each.moments),
        arms,
        1,
      ),
      FLOOR,
      random,
    );
  }
  return { played, weights };
}

function pick(weights: readonly number[], at: number): number {
  let rest = at;
  for (const [arm, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return arm;
  }
  return weights.length - 1;
}

test('the best arm ends with most of the users, in each of 50 plays', () => {
  const random = seededRandom(3);
  for (let time = 0; time < 50; time += 1) {
    const { weights } = play((arm) => [0.3, 0.45, 0.35][arm] ?? 0, 3, random);
    expect(weights.indexOf(Math.max(...weights))).toBe(1);
    expect(weights[1]).toBeGreaterThan(0.7);
  }
});

test('no arm ever gets less than the floor, and the weights add up', () => {
  const random = seededRandom(4);
  const { played, weights } = play((arm) => (arm === 0 ? 0.9 : 0.1), 4, random);
  for (const each of [...played.map((generation) => generation.weights), weights]) {
    expect(Math.min(...each)).toBeGreaterThanOrEqual(FLOOR - 1e-12);
    expect(each.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  }
});

test('a good week does not make an arm good: arms are compared within their generation', () => {
  // All arms are alike, the second week is good, and arm 0 has most of its users there.
  const moments = (users: number, good: number): Moments => ({
    users,
    w: users,
    x: good,
    ww: users,
    wx: good,
    xx: good,
  });
  const generations = [
    [moments(100, 20), moments(900, 180)],
    [moments(900, 720), moments(100, 80)],
  ];
  const [zero, one] = beliefsByGeneration(generations, 2, 1);
  expect(zero?.mean).toBeCloseTo(0, 9);
  expect(one?.mean).toBeCloseTo(0, 9);
  const raw = generations.map((week) => week[0]?.x ?? 0).reduce((sum, x) => sum + x, 0) / 1000;
  expect(raw).toBeGreaterThan(0.7);
});

test('where less is better the least is the best, and without knowledge all are alike', () => {
  const slow = { users: 50, w: 50, x: 100, ww: 50, wx: 100, xx: 220 };
  const quick = { users: 50, w: 50, x: 50, ww: 50, wx: 50, xx: 60 };
  const random = seededRandom(5);
  expect(chancesToBeBest(beliefsByGeneration([[slow, quick]], 2, -1), random)[1]).toBeGreaterThan(0.99);
  expect(thompsonWeights(beliefsByGeneration([[slow, NO_MOMENTS]], 2, 1), 0.1, random)).toEqual([0.5, 0.5]);
});
