/** What a limit says to whoever meets it: which one it is, how much it allows, and when to come back. */
import { Refusal } from '../../refusal.ts';

/** An answer takes seconds to minutes; nobody knows when the next one ends. */
const STREAM_ENDS_MS = 5000;
const STARTED_MS = 2000;

export function tooManyRequests(max: number, retryAfterMs: number): Refusal {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return new Refusal(
    'rate_limited',
    `You may ask ${count(max, 'question')} a minute, and have. Ask again in ${count(seconds, 'second')}.`,
    { retryAfterMs, limit: 'requests_per_minute' },
  );
}

export function tooManyStreamsOfUser(max: number): Refusal {
  const now = max === 1 ? 'One answer is' : `${max} answers are`;
  return new Refusal(
    'too_many_streams',
    `${now} being written for you already, which is the most at once. Wait for one to end, or stop one, then ask again.`,
    { retryAfterMs: STREAM_ENDS_MS, limit: 'streams_per_user' },
  );
}

export function tooManyStreamsHere(max: number): Refusal {
  return new Refusal(
    'too_many_streams',
    `This server is writing ${count(max, 'answer')} already, which is the most it takes on at once. Ask again in a few seconds.`,
    { retryAfterMs: STREAM_ENDS_MS, limit: 'streams' },
  );
}

export function tooManyStarting(): Refusal {
  return new Refusal(
    'overloaded',
    'Too many questions wait to be stored already. Yours was not; ask again in a few seconds.',
    { retryAfterMs: STARTED_MS, limit: 'starting' },
  );
}

function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}
