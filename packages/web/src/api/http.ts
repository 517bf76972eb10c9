/** Plain REST calls: one fetch with the caller's proof, errors as problem documents. */
import type { ErrorCode, Problem } from '@tradistry/protocol';

/** What is shown of a failed call: `detail` says what happened and what to do next. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status; 0 when the server was not reached. */
  readonly status: number;
  readonly code: ErrorCode | 'unreachable';
  readonly problem: Partial<Problem>;

  constructor(status: number, code: ErrorCode | 'unreachable', problem: Partial<Problem> & { detail: string }) {
    super(problem.detail);
    this.status = status;
    this.code = code;
    this.problem = problem;
  }
}

/** Where a call's bearer token comes from; `null`: the cookie speaks. */
export interface Proof {
  token(): Promise<string | null>;
  /** The server would not take it. */
  refused(): void;
}

/** JSON calls below the page's own base. All throw `ApiError`. */
export interface Http {
  get<T>(path: string, signal?: AbortSignal): Promise<T>;
  /** A response that is all right, its body still to be read. */
  open(path: string, signal: AbortSignal): Promise<Response>;
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** A `POST` that goes on when the page is left. */
  tell(path: string, body: unknown): Promise<void>;
}

/** `base` is where the page lives, with a slash at its end. */
export function createHttp(base: string, proof: Proof): Http {
  const exchange = async (path: string, init: RequestInit): Promise<Response> => {
    const token = await proof.token();
    const headers = new Headers(init.headers);
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    const response = await reach(`${base}${path}`, { ...init, headers, credentials: 'same-origin' });
    if (response.status === 401) proof.refused();
    return response;
  };
  const call = async <T>(path: string, init: RequestInit) => read<T>(await exchange(path, init));
  return {
    async open(path, signal) {
      const response = await exchange(path, { signal });
      return response.ok ? response : read<never>(response);
    },
    get: (path, signal) => call(path, signal ? { signal } : {}),
    send: (method, path, body) => call(path, { method, ...payload(body) }),
    tell: (path, body) => call(path, { method: 'POST', keepalive: true, ...payload(body) }),
  };
}

function payload(body: unknown): RequestInit {
  if (body === undefined) return {};
  if (body instanceof FormData) return { body };
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, 'unreachable', {
      detail: 'The server cannot be reached. Check that it is running and that you are online, then try again.',
    });
  }
}

async function read<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw toError(response.status, text);
  // The server is ours and of the same version: what it sends is what the protocol says.
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

function toError(status: number, text: string): ApiError {
  const problem = parseProblem(text);
  const detail = problem.detail ?? `The server answered with status ${status}. Try again in a moment.`;
  return new ApiError(status, problem.code ?? 'internal', { ...problem, detail });
}

function parseProblem(text: string): Partial<Problem> {
  try {
    const value: unknown = JSON.parse(text);
    // Only what is there is read, and every field is treated as optional.
    return typeof value === 'object' && value !== null ? (value as Partial<Problem>) : {};
  } catch {
    return {};
  }
}

/** A query string with `?`, without what is empty. */
export function query(fields: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
