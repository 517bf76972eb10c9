/** Remembers for whom a token was found to be: a page sends the same one again and again, and its signature costs a tenth of a turn. */
import { hash } from 'node:crypto';
import type { Caller, VerifyToken } from './verify-token.ts';

/** A key that an identity provider withdraws is good for so much longer. */
const REMEMBERED_MS = 60_000;
const MOST = 10_000;

interface Clocks {
  /** Milliseconds since 1970. */
  readonly wall: () => number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** Tokens themselves are not kept, nor is a refusal; one that has expired is always asked about. */
export function rememberCallers(
  verify: VerifyToken,
  { wall, now }: Clocks = { wall: () => Date.now(), now: () => performance.now() },
): VerifyToken {
  const known = new Map<string, { readonly caller: Caller; readonly since: number }>();
  return async (token) => {
    const key = hash('sha256', token);
    const found = known.get(key);
    if (found && now() - found.since < REMEMBERED_MS && wall() < (found.caller.expiresAt ?? Number.POSITIVE_INFINITY))
      return found.caller;
    const caller = await verify(token);
    known.delete(key);
    known.set(key, { caller, since: now() });
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    return caller;
  };
}
