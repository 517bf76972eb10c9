/** The one error the client throws: what the server said, or what became of the connection. */
import type { ErrorCode, Fault, Problem } from '@tradistry/protocol';

/** The server's codes, and two of the client's own: no answer came; what came is not this API. */
export type ChatErrorCode = ErrorCode | 'connection_lost' | 'unexpected_response';

interface ChatErrorFields {
  readonly code: ChatErrorCode;
  /** HTTP status, 0 without a response. */
  readonly status: number;
  /** What happened and what to do next, for people. */
  readonly detail: string;
  /** Every fault of a bad request. */
  readonly errors?: readonly Fault[];
  readonly requestId?: string | null;
  /** With `turn_in_progress`: the answer that is being written. */
  readonly streamId?: string | null;
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

/** Thrown by every call. An `error` chunk within a stream is not thrown: it is yielded, as the stream goes on to its end. */
export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly code: ChatErrorCode;
  readonly status: number;
  /** True when the same request may succeed later, unchanged. */
  readonly retryable: boolean;
  readonly detail: string;
  readonly errors: readonly Fault[];
  readonly requestId: string | null;
  readonly streamId: string | null;
  /** How long the server asks to wait, in ms, where it does. */
  readonly retryAfterMs: number | null;

  constructor(fields: ChatErrorFields) {
    super(fields.detail, { cause: fields.cause });
    this.code = fields.code;
    this.status = fields.status;
    this.retryable = isRetryable(fields);
    this.detail = fields.detail;
    this.errors = fields.errors ?? [];
    this.requestId = fields.requestId ?? null;
    this.streamId = fields.streamId ?? null;
    this.retryAfterMs = fields.retryAfterMs ?? null;
  }
}

// The `retryable` column of the protocol's table of errors, without the table: a test holds the two together.
function isRetryable({ code, status }: ChatErrorFields): boolean {
  return status >= 500 || status === 429 || code === 'turn_in_progress' || code === 'connection_lost';
}

/** No answer came, or it broke off. */
export function connectionLost(cause: unknown): ChatError {
  const detail = 'The connection to the server was lost. Check the network, then try again.';
  return new ChatError({ code: 'connection_lost', status: 0, detail, cause });
}

/** What came is not what this API sends: a proxy's page, another server, a broken chunk. */
export function unexpectedResponse(status: number, detail: string): ChatError {
  return new ChatError({ code: 'unexpected_response', status, detail });
}

/** The error that a response with a status of 400 or more stands for; reads its body. */
export async function errorOf(response: Response): Promise<ChatError> {
  const problem = asProblem(await response.text());
  const retryAfterMs = retryAfter(response.headers.get('retry-after'));
  const requestId = problem?.request_id ?? response.headers.get('x-request-id');
  if (!problem) {
    const detail = `The server answered with status ${response.status} and no explanation.`;
    return new ChatError({ code: 'unexpected_response', status: response.status, detail, requestId, retryAfterMs });
  }
  return new ChatError({
    code: problem.code,
    status: response.status,
    detail: problem.detail,
    errors: problem.errors ?? [],
    requestId,
    streamId: problem.stream_id ?? null,
    retryAfterMs,
  });
}

function asProblem(body: string): Problem | null {
  try {
    const value: unknown = JSON.parse(body);
    const isProblem = typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
    // A problem document of the contract's: `code` and `detail` are its own, the rest is read with care.
    return isProblem ? (value as Problem) : null;
  } catch {
    return null;
  }
}

/** Milliseconds to wait by a `Retry-After` header: seconds or a date. `null` without one that can be read. */
function retryAfter(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
