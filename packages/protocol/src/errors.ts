/** The closed table of error codes: their HTTP status, title, and whether asking again can help. */
import { z } from 'zod';

interface ErrorEntry {
  /** HTTP status when the error happens before a stream begins. */
  readonly status: number;
  /** RFC 9457 title: short, the same for every occurrence. */
  readonly title: string;
  /** True when the same request may succeed later, unchanged. */
  readonly retryable: boolean;
}

/** Every code a client may meet, on HTTP (`application/problem+json`) and in an `error` chunk. */
export const ERRORS = {
  invalid_request: { status: 400, title: 'The request is not valid', retryable: false },
  model_not_allowed: { status: 400, title: 'That model is not configured here', retryable: false },
  token_missing: { status: 401, title: 'No token was sent', retryable: false },
  token_invalid: { status: 401, title: 'The token is not valid', retryable: false },
  token_expired: { status: 401, title: 'The token has expired', retryable: false },
  forbidden: { status: 403, title: 'Not allowed', retryable: false },
  streaming_disabled: { status: 403, title: 'Streaming is switched off', retryable: false },
  not_found: { status: 404, title: 'Not found', retryable: false },
  conflict: { status: 409, title: 'Not possible in the present state', retryable: false },
  turn_in_progress: { status: 409, title: 'An answer is still being written', retryable: true },
  stream_expired: { status: 410, title: 'The stream is no longer kept', retryable: false },
  payload_too_large: { status: 413, title: 'The request is too large', retryable: false },
  unsupported_media_type: { status: 415, title: 'Content type not understood', retryable: false },
  idempotency_mismatch: { status: 422, title: 'Idempotency key used for another request', retryable: false },
  content_refused: { status: 422, title: 'The provider refused the content', retryable: false },
  context_too_long: { status: 422, title: 'The question does not fit the model', retryable: false },
  rate_limited: { status: 429, title: 'Too many requests', retryable: true },
  too_many_streams: { status: 429, title: 'Too many answers at once', retryable: true },
  budget_exhausted: { status: 429, title: 'The budget is used up', retryable: true },
  internal: { status: 500, title: 'Something went wrong here', retryable: true },
  answer_not_saved: { status: 500, title: 'The answer could not be saved', retryable: true },
  provider_error: { status: 502, title: 'The model provider failed', retryable: true },
  model_unavailable: { status: 502, title: 'The model is not available', retryable: true },
  overloaded: { status: 503, title: 'The server is overloaded', retryable: true },
  provider_unavailable: { status: 503, title: 'The model provider is not available', retryable: true },
  interrupted: { status: 503, title: 'The answer was interrupted', retryable: true },
  provider_timeout: { status: 504, title: 'The model provider did not answer in time', retryable: true },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** Schema of an error code. */
export const ErrorCode = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]);

/** One fault in a request: the JSON path of the field (dots, `` for the whole body) and what is wrong with it. */
export const Fault = z.object({ path: z.string(), message: z.string() });
export type Fault = z.infer<typeof Fault>;

/** RFC 9457 problem document: the body of every response with a status of 400 or more. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: ErrorCode,
  request_id: z.string(),
  errors: z.array(Fault).optional(),
  stream_id: z.string().optional(),
  models: z.array(z.string()).optional(),
  /** Which limit refused, for example `streams_per_user`. */
  limit: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
