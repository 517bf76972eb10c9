/** Limits by network address: requests of any kind, and sign-ins that failed. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RateLimiter } from '../chat/limit-ports.ts';
import { Refusal } from '../refusal.ts';
import { toClientAddress } from './client-address.ts';

export interface AddressLimit {
  readonly limiter: RateLimiter;
  /** Within a minute; `null`: any number. */
  readonly max: number | null;
}

/** Load balancers ask for these, and an operator in need. */
const ALWAYS = ['/healthz', '/readyz', '/metrics'];

/** A Fastify hook: throws `rate_limited`. */
export function limitRequests({ limiter, max }: AddressLimit) {
  return async ({ ip, url }: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    if (max === null || ALWAYS.includes(url.split('?', 1)[0] ?? '')) return;
    const taken = await limiter.take(toClientAddress(ip), max);
    if (taken.ok) return;
    const { retryAfterMs } = taken;
    throw new Refusal(
      'rate_limited',
      `Your network address may send ${max} requests a minute, and has. Try again in ${seconds(retryAfterMs)}.`,
      { retryAfterMs, limit: 'requests_per_address' },
    );
  };
}

/**
 * What becomes of a sign-in that failed: the same, or `rate_limited` where too many did. Whoever has a valid token never comes
 * here, so that nobody is locked out by a neighbour behind the same address.
 */
export async function limitFailures({ limiter, max }: AddressLimit, ip: string, failure: unknown): Promise<unknown> {
  const failed = failure instanceof Refusal && FAILURES.includes(failure.code);
  if (max === null || !failed) return failure;
  const taken = await limiter.take(toClientAddress(ip), max);
  if (taken.ok) return failure;
  const { retryAfterMs } = taken;
  return new Refusal(
    'rate_limited',
    `Too many sign-ins from your network address failed. Get a valid token, and try again in ${seconds(retryAfterMs)}.`,
    { retryAfterMs, limit: 'failures_per_address' },
  );
}

const FAILURES: readonly string[] = ['token_missing', 'token_invalid', 'token_expired'];

function seconds(ms: number): string {
  const count = Math.ceil(ms / 1000);
  return `${count} second${count === 1 ? '' : 's'}`;
}
