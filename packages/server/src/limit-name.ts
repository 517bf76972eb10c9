/** Every limit that can refuse something, by the name that problems, counters and documentation use. */

export const LIMIT_NAMES = [
  'requests_per_minute',
  'streams_per_user',
  'streams',
  'tokens_per_day',
  'usd_per_day',
  'viewers_per_user',
  'requests_per_address',
  'failures_per_address',
  'connections_per_address',
  'pipelined_requests',
  'slow_requests',
  'load',
  'memory',
  'starting',
] as const;

export type LimitName = (typeof LIMIT_NAMES)[number];
