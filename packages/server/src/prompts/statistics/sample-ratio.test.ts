/** The alarm for lost users: silent where none are, however often one looks, and soon heard where some are. */
import { expect, test } from 'vitest';
import { logGamma } from './log-gamma.ts';
import { logMismatch, sampleRatioP } from './sample-ratio.ts';
import { seededRandom } from './seeded-random.ts';

const ALARM = 0.01;

/** The users after which the alarm was heard; `null`: never. Each user is lost with the arm's chance. */
function alarmAfter(seed: number, lost: readonly number[], users: number): number | null {
  const random = seededRandom(seed);
  const counts = [0, 0];
  for (let user = 0; user < users; user += 1) {
    const arm = random() < 0.5 ? 0 : 1;
    if (random() >= (lost[arm] ?? 0)) counts[arm] = (counts[arm] ?? 0) + 1;
    const arms = counts.map((each) => ({ weight: 0.5, users: each }));
    if (sampleRatioP([arms]) < ALARM) return user;
  }
  return null;
}

test('with nobody lost, looked at after each of 1,000 users, it is heard at most as often as it may be', () => {
  const heard = Array.from({ length: 2000 }, (_, seed) => alarmAfter(seed, [0, 0], 1000)).filter((at) => at !== null);
  expect(heard.length).toBeLessThanOrEqual(2000 * ALARM);
});

test('with a fifth of one arm lost it is heard', () => {
  for (let seed = 0; seed < 20; seed += 1) expect(alarmAfter(seed, [0, 0.2], 10_000)).not.toBe(null);
});

test('a change of weights is no loss of users: each generation is held against its own', () => {
  const before = [
    { weight: 0.5, users: 500 },
    { weight: 0.5, users: 500 },
  ];
  const after = [
    { weight: 0.9, users: 900 },
    { weight: 0.1, users: 100 },
  ];
  expect(sampleRatioP([before, after])).toBe(1);
  const mixed = [
    { weight: 0.5, users: 1400 },
    { weight: 0.5, users: 600 },
  ];
  expect(sampleRatioP([mixed])).toBeLessThan(1e-9);
});

test('users in an arm that was to get none are impossible', () => {
  expect(
    sampleRatioP([
      [
        { weight: 1, users: 5 },
        { weight: 0, users: 1 },
      ],
    ]),
  ).toBe(0);
  expect(
    logMismatch([
      { weight: 1, users: 5 },
      { weight: 0, users: 0 },
    ]),
  ).toBeCloseTo(0, 9);
});

test('the logarithm of the gamma function is that of factorials and of the half', () => {
  let factorial = 1;
  for (let n = 1; n < 20; n += 1) {
    expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 9);
    factorial *= n;
  }
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
  // Stirling's series, where factorials end.
  expect(logGamma(1e6)).toBeCloseTo(12_815_504.5691476, 3);
});
