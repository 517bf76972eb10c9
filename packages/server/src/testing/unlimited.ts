/** The configuration of tests' servers: they ask often, at once, as one user, on a machine that is busy with other tests. */

export const UNLIMITED = {
  RATE_LIMIT_REQUESTS_PER_MINUTE: '0',
  RATE_LIMIT_STREAMS_PER_USER: '0',
  RATE_LIMIT_FAILURES_PER_ADDRESS: '0',
  OVERLOAD_EVENT_LOOP_DELAY_MS: '0',
} as const;
