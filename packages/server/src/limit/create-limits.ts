/** All limits of a process, made once from its configuration, and what they have done so far. */
import { getHeapStatistics } from 'node:v8';
import type { Logger } from 'pino';
import type { ChatLimits, LimitStats, RateLimiter } from '../chat/limit-ports.ts';
import type { Config } from '../config.ts';
import type { LimitName } from '../limit-name.ts';
import { limitsOfPlan } from '../plan-limits.ts';
import type { Valkey } from '../valkey/connect-valkey.ts';
import { createLimitCounts } from './limit-counts.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { containerLimit, type LoadLimits, type WatchedLoad, watchLoad } from './watch-load.ts';

/** Within a minute; `null`: any number. */
interface AddressLimit {
  readonly limiter: RateLimiter;
  readonly max: number | null;
}

export interface Limits {
  readonly chat: ChatLimits;
  /** Requests of one network address. */
  readonly requests: AddressLimit;
  /** Its sign-ins that failed. */
  readonly failures: AddressLimit;
  readonly stats: LimitStats;
  /** From where on questions are refused for memory. */
  readonly memory: Pick<LoadLimits, 'heap' | 'rss'>;
  /** To be told of each refusal. */
  readonly onRefused: (limit: LimitName) => void;
  close(): void;
}

interface LimitsDeps {
  /** `null`: each instance counts its own. */
  readonly valkey: Valkey | null;
  readonly logger: Logger;
}

export function createLimits(config: Config, { valkey, logger }: LimitsDeps): Limits {
  const loadLimits = readLoadLimits(config);
  const load = watchLoad(loadLimits, logger);
  const stats = createLimitCounts(() => load.shedding);
  const limiter = (name: string) =>
    createRateLimiter({ name, valkey, logger, onAlone: stats.countAlone, now: Date.now });
  return {
    chat: createChatLimits(config, load, limiter('questions')),
    requests: { limiter: limiter('requests'), max: config.RATE_LIMIT_REQUESTS_PER_ADDRESS },
    failures: { limiter: limiter('failures'), max: config.RATE_LIMIT_FAILURES_PER_ADDRESS },
    stats,
    memory: loadLimits,
    onRefused: stats.refuse,
    close: load.close,
  };
}

function createChatLimits(config: Config, overload: WatchedLoad, questions: RateLimiter): ChatLimits {
  const own = {
    requestsPerMinute: config.RATE_LIMIT_REQUESTS_PER_MINUTE,
    streamsPerUser: config.RATE_LIMIT_STREAMS_PER_USER,
    tokensPerDay: config.RATE_LIMIT_TOKENS_PER_DAY,
    usdPerDay: config.RATE_LIMIT_USD_PER_DAY,
  };
  return {
    ofPlan: (plan) => limitsOfPlan(own, config.RATE_LIMIT_PLANS, plan),
    questions,
    overload,
    streams: config.RATE_LIMIT_STREAMS,
    starting: config.OVERLOAD_STARTING,
  };
}

function readLoadLimits(config: Config): LoadLimits {
  const { OVERLOAD_EVENT_LOOP_DELAY_MS: delayMs, OVERLOAD_HEAP_PERCENT: percent, OVERLOAD_RSS_MIB: mib } = config;
  return {
    delayMs,
    heap: percent === null ? null : (getHeapStatistics().heap_size_limit * percent) / 100,
    rss: mib === undefined ? containerLimit() : mib * 2 ** 20 || null,
  };
}
