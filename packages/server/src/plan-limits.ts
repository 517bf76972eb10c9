/** What a user may use by plan: the server's own limits, changed by what `RATE_LIMIT_PLANS` says of the plan their token names. */
import { z } from 'zod';

/** Of one user; `null`: no limit. */
export interface PlanLimits {
  readonly requestsPerMinute: number | null;
  readonly streamsPerUser: number | null;
  readonly tokensPerDay: number | null;
  readonly usdPerDay: number | null;
}

const whole = z.int('must be a whole number').min(0).max(Number.MAX_SAFE_INTEGER);
const Plan = z.strictObject({
  requests_per_minute: whole.optional(),
  streams_per_user: whole.optional(),
  tokens_per_day: whole.optional(),
  usd_per_day: z.number('must be a number').min(0).max(1_000_000).optional(),
});

/** The limits of plans by their names; 0 lifts a limit, what is not named is as the server's own. */
export const PlanTable = z.record(z.string().min(1).max(128), Plan);
export type PlanTable = z.infer<typeof PlanTable>;

/** The limits of a user whose token names `plan`; a plan that nobody configured, and none, are the server's own. */
export function limitsOfPlan(own: PlanLimits, plans: PlanTable, plan: string | null): PlanLimits {
  const given = plan !== null && Object.hasOwn(plans, plan) ? plans[plan] : undefined;
  if (!given) return own;
  return {
    requestsPerMinute: orOwn(given.requests_per_minute, own.requestsPerMinute),
    streamsPerUser: orOwn(given.streams_per_user, own.streamsPerUser),
    tokensPerDay: orOwn(given.tokens_per_day, own.tokensPerDay),
    usdPerDay: orOwn(given.usd_per_day, own.usdPerDay),
  };
}

function orOwn(given: number | undefined, own: number | null): number | null {
  return given === undefined ? own : given || null;
}
