/** Experiments that are looked at after every user: false alarms stay at or under alpha, planted effects are found. */
import { expect, test } from 'vitest';
import { boundArm, type Comparison, compareArms } from './compare-arms.ts';
import { alwaysValidP, halfWidth } from './confidence-sequence.ts';
import { type Moments, moveUser, NO_MOMENTS } from './moments.ts';
import { drawNormal, type Random, seededRandom } from './seeded-random.ts';

const RULES = { alpha: 0.05, narrowestAt: 1000 };
const RUNS = 2000;
const USERS = 1000;
/** Nobody looks before: the first users are too few for any theorem. */
const FIRST_LOOK = 100;

type User = (random: Random, arm: number) => { w: number; x: number };

const rate: User = (random) => ({ w: 1, x: Number(random() < 0.3) });
const rareRate: User = (random) => ({ w: 1, x: Number(random() < 0.02) });
/** Like times: many short, few very long. */
const skewed: User = (random) => ({ w: 1, x: Math.exp(0.75 * drawNormal(random)) });
/** Some ask once and some ten times, and each is as pleased as they are with all of it. */
const clustered: User = (random) => {
  const w = 1 + Math.floor(10 * random() ** 3);
  const pleased = random();
  let x = 0;
  for (let n = 0; n < w; n += 1) x += Number(random() < pleased);
  return { w, x };
};

/** One user in twenty saw a warning. */
const warnings: User = (random) => ({ w: 1, x: Number(random() < 0.05) });

interface Watched {
  readonly draw: User;
  readonly isBounded: boolean;
  /** Of the users, that the variant gets. */
  readonly share?: number;
}

/** Looks after each user until something is found; `null`: nothing was. */
function runWatched({ draw, isBounded, share = 0.5 }: Watched, random: Random): Comparison | null {
  const arms: [Moments, Moments] = [NO_MOMENTS, NO_MOMENTS];
  for (let user = 0; user < USERS; user += 1) {
    const arm = random() < share ? 1 : 0;
    arms[arm] = moveUser(arms[arm], { w: 0, x: 0 }, draw(random, arm));
    if (user < FIRST_LOOK) continue;
    const found = compareArms({ generations: [{ control: arms[0], variant: arms[1] }], isBounded }, RULES);
    if (found && (found.lower > 0 || found.upper < 0)) return found;
  }
  return null;
}

function countFound(watched: Watched): number {
  const random = seededRandom(20_261_125);
  let found = 0;
  for (let run = 0; run < RUNS; run += 1) found += Number(runWatched(watched, random) !== null);
  return found;
}

test.each([
  ['a rate', { draw: rate, isBounded: true }],
  ['a rare rate', { draw: rareRate, isBounded: true }],
  ['a skewed figure', { draw: skewed, isBounded: false }],
  ['a rate of users with many answers each', { draw: clustered, isBounded: true }],
  ['a rate, where the variant gets one user in twenty', { draw: rate, isBounded: true, share: 0.05 }],
  ['a skewed figure, where it gets as few', { draw: skewed, isBounded: false, share: 0.05 }],
  ['a figure that is mostly 0, where it gets as few', { draw: warnings, isBounded: false, share: 0.05 }],
] satisfies [string, Watched][])(
  'of 2,000 experiments in which nothing differs, looked at after every user, at most alpha find something: %s',
  (_name, watched) => {
    expect(countFound(watched)).toBeLessThanOrEqual(RUNS * RULES.alpha);
  },
);

test('an ordinary interval, watched the same way, is wrong far more often: that is why it is not used', () => {
  const random = seededRandom(1);
  let wrong = 0;
  for (let run = 0; run < 300; run += 1) {
    let [n, sum] = [0, 0];
    while (n < USERS) {
      n += 1;
      sum += drawNormal(random);
      if (n > FIRST_LOOK && Math.abs(sum) > 1.96 * Math.sqrt(n)) {
        wrong += 1;
        break;
      }
    }
  }
  expect(wrong).toBeGreaterThan(300 * 0.15);
});

test('a planted effect is found, with its sign, and its interval holds it', () => {
  const random = seededRandom(7);
  const better: User = (draw, arm) => ({ w: 1, x: Number(draw() < (arm === 1 ? 0.5 : 0.3)) });
  let found = 0;
  for (let run = 0; run < 200; run += 1) {
    const result = runWatched({ draw: better, isBounded: true }, random);
    if (!result) continue;
    found += 1;
    expect(result.difference).toBeGreaterThan(0);
  }
  expect(found).toBeGreaterThan(190);
});

test('the p-value is below alpha exactly where the interval excludes nothing', () => {
  for (const users of [50, 500, 5000])
    for (const away of [0.001, 0.01, 0.05, 0.1, 0.3]) {
      const known = { users, variance: 0.25 / users };
      expect(alwaysValidP(away, known, RULES) < RULES.alpha).toBe(away > halfWidth(known, RULES));
    }
  expect(alwaysValidP(0, { users: 10, variance: 0 }, RULES)).toBe(1);
});

test('an arm that was always good is not certain: its bounds are inside of a rate, and the lower one rises with users', () => {
  const allGood = (users: number): Moments => ({ users, w: users, x: users, ww: users, wx: users, xx: users });
  const [few, many] = [20, 2000].map((users) => boundArm({ moments: allGood(users), isBounded: true }, RULES));
  expect([few?.mean, few?.upper]).toEqual([1, 1]);
  expect(few?.lower).toBeLessThan(0.95);
  expect(many?.lower).toBeGreaterThan(few?.lower ?? 1);
});

test('scores that are all alike are not certain either: judges round', () => {
  const all = (users: number, score: number): Moments => {
    const [x, xx] = [users * score, users * score ** 2];
    return { users, w: users, x, ww: users, wx: x, xx };
  };
  const few = [{ control: all(20, 0.8), variant: all(20, 0.9) }];
  expect(compareArms({ generations: few, isBounded: true }, RULES)?.lower).toBeLessThan(0);
  const bounded = boundArm({ moments: all(20, 0.9), isBounded: true }, RULES);
  expect([bounded?.upper, (bounded?.lower ?? 1) < 0.8]).toEqual([1, true]);
});

test('a good week does not make an arm good: arms are compared within their generation', () => {
  const arm = (users: number, good: number): Moments => ({ users, w: users, x: good, ww: users, wx: good, xx: good });
  const generations = [
    { control: arm(900, 180), variant: arm(100, 20) },
    { control: arm(100, 80), variant: arm(900, 720) },
  ];
  expect(compareArms({ generations, isBounded: true }, RULES)?.difference).toBeCloseTo(0, 9);
});

test('nothing is said of an arm with fewer than two users', () => {
  const one = moveUser(NO_MOMENTS, { w: 0, x: 0 }, { w: 1, x: 1 });
  expect(compareArms({ generations: [{ control: one, variant: one }], isBounded: true }, RULES)).toBe(null);
});
