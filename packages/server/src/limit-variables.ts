/** The environment variables that bound what users, network addresses and this process may do. */
import { z } from 'zod';
import { PlanTable } from './plan-limits.ts';
import { count, limit, limitOf, milliseconds, text, type Variable } from './variable-rules.ts';

/** A part of `VARIABLES`. */
export const LIMIT_VARIABLES = {
  RATE_LIMIT_REQUESTS_PER_MINUTE: {
    default: '60',
    description:
      'So many questions a user may ask within a minute: over all instances with Valkey, else on each. `0` lifts the limit.',
    schema: limitOf(60),
  },
  RATE_LIMIT_STREAMS_PER_USER: {
    default: '3',
    description: 'So many answers are written for a user at once, over all instances. `0` lifts the limit.',
    schema: limitOf(3),
  },
  RATE_LIMIT_STREAMS: {
    default: 'none',
    description: 'So many answers are written at once by one instance, for all users. `0`: no limit.',
    schema: limit(count(0, 1_000_000)),
  },
  RATE_LIMIT_PLANS: {
    default: 'none',
    description:
      'Limits by plan, as JSON: `{"pro": {"requests_per_minute": 300, "streams_per_user": 10, "tokens_per_day": 0, "usd_per_day": 5}}`. What a plan does not name is as for everybody; `0` lifts a limit.',
    schema: z.string().optional().transform(parseJson).pipe(PlanTable),
  },
  PLAN_CLAIM: {
    default: 'plan',
    description: "The token's claim that names its user's plan.",
    schema: text.default('plan'),
  },
  RATE_LIMIT_TOKENS_PER_DAY: {
    default: 'none',
    description:
      'So many tokens a user may use in a day (UTC), failed tries included; then questions are refused. `0`: no limit.',
    schema: limit(count(0, Number.MAX_SAFE_INTEGER)),
  },
  RATE_LIMIT_USD_PER_DAY: {
    default: 'none',
    description:
      "So much a user's answers may cost in a day (UTC), in dollars, as far as the provider tells the cost. `0`: no limit.",
    schema: limit(z.coerce.number({ error: 'must be a number, such as 2.50' }).min(0).max(1_000_000)),
  },
  RATE_LIMIT_VIEWERS_PER_USER: {
    default: '32',
    description: 'Streams a user may watch at once on one instance: tabs, devices, reconnects. `0` lifts the limit.',
    schema: count(0, 1_000_000).default(32),
  },
  RATE_LIMIT_REQUESTS_PER_ADDRESS: {
    default: 'none',
    description:
      'So many requests of any kind a network address may send within a minute (of IPv6 its /64). Behind a proxy it needs `TRUST_PROXY`. `0`: no limit.',
    schema: limit(count(0, 1_000_000_000)),
  },
  RATE_LIMIT_FAILURES_PER_ADDRESS: {
    default: '60',
    description:
      'After so many failed sign-ins within a minute, further ones of that network address are told to wait; who has a valid token is not. `0` lifts the limit.',
    schema: limitOf(60),
  },
  CONNECTIONS_PER_ADDRESS: {
    default: '1000',
    description:
      'Connections that a network address may have open at once; the proxies of `TRUST_PROXY` may have any number. `0` lifts the limit.',
    schema: limitOf(1000),
  },
  HTTP_HEADERS_TIMEOUT_MS: {
    default: '15000',
    description: 'The headers of a request may take so long to come, from the opening of the connection on.',
    schema: milliseconds.default(15_000),
  },
  HTTP_BODY_TIMEOUT_MS: {
    default: '30000',
    description: 'The body of a request may take so long to come; files have five minutes.',
    schema: milliseconds.default(30_000),
  },
  HTTP_KEEP_ALIVE_MS: {
    default: '72000',
    description: 'A connection may wait so long for its next request. More than the proxy in front waits.',
    schema: milliseconds.default(72_000),
  },
  OVERLOAD_EVENT_LOOP_DELAY_MS: {
    default: '500',
    description:
      'While the event loop is later than this, for a second or more, nothing new is taken on (503 `overloaded`); what runs goes on. It ends at half of it. `0`: not watched.',
    schema: limitOf(500),
  },
  OVERLOAD_HEAP_PERCENT: {
    default: '90',
    description:
      'The same while so much of the heap is used that Node.js may use at most, in percent. `0`: not watched.',
    schema: count(0, 100)
      .default(90)
      .transform((value) => value || null),
  },
  OVERLOAD_RSS_MIB: {
    default: '90 % of what the container allows; none elsewhere',
    description: 'The same while the process has more memory than this, in MiB. `0`: not watched.',
    schema: count(0, 1_000_000_000).optional(),
  },
  OVERLOAD_STARTING: {
    default: '1000',
    description:
      'So many questions wait at once to be stored by one instance; more get 503 `overloaded`. `0`: any number.',
    schema: limitOf(1000),
  },
} as const satisfies Record<string, Variable>;

/** An object of plans, none for nothing; what is no JSON is left to be refused. */
function parseJson(value: string | undefined, context: z.RefinementCtx): unknown {
  try {
    return value === undefined ? {} : JSON.parse(value);
  } catch {
    context.addIssue('must be JSON, such as {"pro": {"streams_per_user": 10}}');
    return z.NEVER;
  }
}
