/** `RateLimiter` in Valkey, over all instances, where there is one; in this process where there is none, or while it is away. */
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiter, Taken } from '../chat/limit-ports.ts';
import type { Valkey } from '../valkey/connect-valkey.ts';

const MINUTE_S = 60;
/**
 * Nobody waits longer for Valkey than so many looks so far apart: a limit must not cost what it protects. Looks, as a loop that
 * is late itself, in a flood that is to be limited, has not read the replies that are there: by one timer it would count anew.
 */
const LOOKS = 5;
const LOOK_MS = 50;
/** How many are admitted differs by plan, so the library only counts. */
const ANY = Number.MAX_SAFE_INTEGER;

interface RateLimiterDeps {
  /** What is counted; part of the key. */
  readonly name: string;
  readonly valkey: Valkey | null;
  readonly logger: Logger;
  /** Called each time that Valkey was to count and this process did. */
  readonly onAlone: () => void;
  /** Wall clock, milliseconds. */
  readonly now: () => number;
}

type Counter = RateLimiterMemory | RateLimiterRedis;
interface Counted {
  readonly by: Counter;
  readonly count: RateLimiterRes;
}

export function createRateLimiter(deps: RateLimiterDeps): RateLimiter {
  const count = createCount(deps);
  return {
    async take(key, max): Promise<Taken> {
      const { by, count: counted } = await count(key);
      const { consumedPoints, msBeforeNext } = counted;
      if (consumedPoints > max) return { ok: false, retryAfterMs: msBeforeNext };
      const endsAt = deps.now() + msBeforeNext;
      return {
        ok: true,
        // The next minute owes nothing to the last one.
        giveBack: () => void (deps.now() < endsAt && by.reward(key).catch(toNothing)),
      };
    },
  };
}

function createCount({ name, valkey, logger, onAlone }: RateLimiterDeps): (key: string) => Promise<Counted> {
  const options = { points: ANY, duration: MINUTE_S };
  const here = new RateLimiterMemory({ ...options, keyPrefix: name });
  const countHere = async (key: string) => ({ by: here, count: await here.consume(key) });
  if (!valkey) return countHere;
  const shared = new RateLimiterRedis({
    ...options,
    storeClient: valkey.client,
    keyPrefix: valkey.key('rate', name),
    rejectIfRedisNotReady: true,
  });
  let alone = false;
  return async (key) => {
    try {
      const counted = { by: shared, count: await inTime(shared.consume(key)) };
      alone = false;
      return counted;
    } catch (error) {
      if (!alone) logger.warn({ err: error, limit: name }, 'Valkey does not count: each instance counts its own');
      alone = true;
      onAlone();
      return countHere(key);
    }
  };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  let looks = 0;
  const timer = setInterval(() => {
    looks += 1;
    if (looks >= LOOKS) reject(new Error(`Valkey took more than ${LOOKS * LOOK_MS} ms`));
  }, LOOK_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearInterval(timer);
  }
}

/** The minute ends by itself. */
function toNothing(): null {
  return null;
}
