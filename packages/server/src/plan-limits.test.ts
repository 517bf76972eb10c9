/** A plan changes what it names and nothing else. */
import { expect, test } from 'vitest';
import { limitsOfPlan } from './plan-limits.ts';

const OWN = { requestsPerMinute: 60, streamsPerUser: 3, tokensPerDay: 1_000, usdPerDay: null };
const PLANS = { pro: { streams_per_user: 10, tokens_per_day: 0, usd_per_day: 2.5 }, free: { requests_per_minute: 5 } };

test('a plan changes what it names; 0 lifts a limit', () => {
  expect(limitsOfPlan(OWN, PLANS, 'pro')).toEqual({
    requestsPerMinute: 60,
    streamsPerUser: 10,
    tokensPerDay: null,
    usdPerDay: 2.5,
  });
  expect(limitsOfPlan(OWN, PLANS, 'free')).toEqual({ ...OWN, requestsPerMinute: 5 });
});

test.each([null, 'unheard-of', 'toString', '__proto__'])(
  'the plan %o is none: the server’s own limits hold',
  (plan) => {
    expect(limitsOfPlan(OWN, PLANS, plan)).toEqual(OWN);
  },
);
