/** How long a provider asks to wait, in all the ways in which providers say so. */
import type { UpstreamError } from './stream-event.ts';

const LONGEST_MS = 86_400_000;

/** The parts of an answer in which a wait may be named. */
export interface WaitHints {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly error: UpstreamError | undefined;
  /** Wall clock, milliseconds. */
  readonly now: number;
}

/** Milliseconds from now, at most a day; `null`: nothing was said. What the body says of the error comes first. */
export function readRetryAfter({ headers, error, now }: WaitHints): number | null {
  const { availability, metadata } = error ?? {};
  const hints = [
    toMilliseconds(availability?.retry_after_ms, 1),
    toWait(availability?.retry_after, now),
    toMilliseconds(firstOf(headers['retry-after-ms']), 1),
    toWait(firstOf(headers['retry-after']), now),
    toWait(metadata?.retry_after, now),
    toWait(headerOf(metadata?.headers, 'retry-after'), now),
    toWait(googlesDelay(error?.details), now),
    untilReset(headerOf(metadata?.headers, 'x-ratelimit-reset'), now),
  ];
  const said = hints.find((hint) => hint !== null);
  return said === undefined || said === null ? null : Math.min(Math.max(0, Math.round(said)), LONGEST_MS);
}

/** Seconds (`2`, `"2.5"`), with a unit (`"1500ms"`, `"2s"`), or a date. */
function toWait(value: unknown, now: number): number | null {
  const seconds = toMilliseconds(value, 1_000);
  if (seconds !== null || typeof value !== 'string') return seconds;
  const amount = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m)\s*$/i.exec(value);
  if (amount?.[1] && amount[2]) return Number(amount[1]) * (UNITS[amount[2].toLowerCase()] ?? 1_000);
  // Without a time of day it is no date of HTTP's, whatever else `parse` would make of it.
  const date = value.includes(':') ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : date - now;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

function toMilliseconds(value: unknown, unit: number): number | null {
  const number = typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number * unit : null;
}

/** A header may stand there twice. */
function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** A moment as milliseconds or seconds since 1970; a small number is a wait in seconds. */
function untilReset(value: unknown, now: number): number | null {
  const number = toMilliseconds(value, 1);
  if (number === null) return null;
  if (number > 1e12) return number - now;
  return number > 1e9 ? number * 1_000 - now : number * 1_000;
}

/** `{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "2s"}`, among other details. */
function googlesDelay(details: unknown): unknown {
  const all: readonly unknown[] = Array.isArray(details) ? details : [];
  const delays = all.map((each) =>
    typeof each === 'object' && each !== null && 'retryDelay' in each ? each.retryDelay : undefined,
  );
  return delays.find((delay) => delay !== undefined);
}

function headerOf(headers: Readonly<Record<string, unknown>> | undefined, name: string): unknown {
  return Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}
