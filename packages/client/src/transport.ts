/** Sends requests with the token, and tells a line that is gone from an answer. */

import { createBackoff, type RetryPolicy } from './backoff.ts';
import { connectionLost, errorOf, unexpectedResponse } from './chat-error.ts';
import { type Line, LineGone, openLine } from './line.ts';
import type { BufferingSpotter } from './spot-buffering.ts';
import type { TokenSource } from './token-source.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the root of the API, for example `/api/ai/models`. */
  readonly path: string;
  /** Sent as JSON; a `FormData` as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Transport {
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  readonly tokens: TokenSource;
  readonly retry: RetryPolicy;
  readonly buffering: BufferingSpotter;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A response of any status. Throws `LineGone` when none came. */
export async function exchange(transport: Transport, request: ApiRequest, line: Line): Promise<Response> {
  const first = await exchangeOnce(transport, request, line);
  if (first.response.status !== 401 || !transport.tokens.renewable) return first.response;
  transport.tokens.forget(first.token);
  await first.response.body?.cancel();
  return (await exchangeOnce(transport, request, line)).response;
}

async function exchangeOnce(transport: Transport, request: ApiRequest, line: Line) {
  const token = await orGone(line.within(transport.tokens.get()), line);
  // Made outside of the next try: a header or body that cannot be sent is the caller's mistake, not the line's.
  const init = { ...requestInit(request, token), signal: line.signal };
  const url = transport.baseUrl + request.path;
  return { token, response: await orGone(line.within(transport.fetch(url, init)), line) };
}

function requestInit(request: ApiRequest, token: string | null): RequestInit {
  const headers = new Headers(request.headers);
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  const init: RequestInit = { method: request.method, headers, credentials: 'same-origin', cache: 'no-store' };
  if (request.body instanceof FormData) return { ...init, body: request.body };
  if (request.body === undefined) return init;
  headers.set('content-type', 'application/json');
  return { ...init, body: JSON.stringify(request.body) };
}

/** The promise's value; a failure that its user did not ask for is the line's. */
export async function orGone<T>(promise: Promise<T>, line: Line): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw line.wasCancelled() ? error : new LineGone(connectionLost(error));
  }
}

/**
 * Throws what a refused request comes to: `LineGone` for a gateway without a server behind it and for a server that says when
 * to come back; `ChatError` otherwise. A stream that already runs is worth more patience than a new question.
 */
export async function refuse(response: Response, line: Line, resuming: boolean): Promise<never> {
  const error = await orGone(line.within(errorOf(response)), line);
  const gateway = response.status >= 502 && response.status <= 504;
  const comesBack = gateway && (error.code === 'unexpected_response' || error.retryAfterMs !== null);
  const patient = resuming && (response.status === 429 || response.status === 500);
  throw comesBack || patient ? new LineGone(error) : error;
}

/** One JSON call, answered once: `undefined` for 204. Throws `ChatError`. */
export async function call<T>(transport: Transport, request: ApiRequest, options: CallOptions = {}): Promise<T> {
  try {
    return await callOnce<T>(transport, request, options.signal ?? new AbortController().signal);
  } catch (error) {
    throw error instanceof LineGone ? error.error : error;
  }
}

/** The same for a call that can be repeated without harm: tried again while the line is gone. */
export async function callAgain<T>(transport: Transport, request: ApiRequest, options: CallOptions = {}): Promise<T> {
  const signal = options.signal ?? new AbortController().signal;
  const backoff = createBackoff(transport.retry);
  for (;;) {
    try {
      return await callOnce<T>(transport, request, signal);
    } catch (error) {
      if (!(error instanceof LineGone)) throw error;
      await backoff.wait(error, signal);
    }
  }
}

// An answer without streaming takes as long as the whole answer: the server's own limit is 120 s.
const CALL_DEADLINE_MS = 150_000;

async function callOnce<T>(transport: Transport, request: ApiRequest, signal: AbortSignal): Promise<T> {
  const line = openLine(signal, CALL_DEADLINE_MS);
  try {
    const response = await exchange(transport, request, line);
    if (!response.ok) await refuse(response, line, false);
    const body = await orGone(line.within(response.text()), line);
    return parseBody<T>(response.status, body);
  } finally {
    line.close();
  }
}

function parseBody<T>(status: number, body: string): T {
  try {
    // The shapes of answers are the server's contract; this client carries no schemas (they would be most of its size).
    return (body === '' ? undefined : JSON.parse(body)) as T;
  } catch {
    throw unexpectedResponse(status, 'The answer is not JSON. Does the address belong to a Tradistry server?');
  }
}
