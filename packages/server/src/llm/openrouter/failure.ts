/** Translates what a provider says of its failures into our codes and words; nothing of its text goes further. */
import type { ErrorCode } from '@tradistry/protocol';
import { ModelFailure } from '../../chat/ports.ts';
import type { UpstreamError } from './stream-event.ts';

const WORDS: Partial<Record<ErrorCode, string>> = {
  rate_limited: 'The model provider has had too many requests for now.',
  budget_exhausted: "The model provider's balance is used up.",
  model_unavailable: 'The model is not available.',
  provider_unavailable: 'The model provider is not available.',
  provider_timeout: 'The model provider did not answer in time.',
  content_refused: 'The provider refused to answer this. Ask it in other words.',
  context_too_long: 'The question and its context are too long for the model.',
  provider_error: 'The model provider reported an error.',
};

/** By `metadata.error_type`, where there is one. */
const BY_TYPE: Record<string, ErrorCode> = {
  rate_limit_exceeded: 'rate_limited',
  authentication: 'provider_error',
  payment_required: 'budget_exhausted',
  provider_overloaded: 'provider_unavailable',
  provider_unavailable: 'provider_unavailable',
  context_length_exceeded: 'context_too_long',
  content_policy_violation: 'content_refused',
  timeout: 'provider_timeout',
};

/** By status, or by a code in the stream that is one. */
const BY_STATUS: Record<number, ErrorCode> = {
  402: 'budget_exhausted',
  403: 'content_refused',
  404: 'model_unavailable',
  408: 'provider_timeout',
  413: 'context_too_long',
  429: 'rate_limited',
  502: 'provider_unavailable',
  503: 'provider_unavailable',
  504: 'provider_timeout',
  524: 'provider_timeout',
  529: 'provider_unavailable',
};

/** An answer with another status than 200. */
export function failureOfBody(status: number, body: string): ModelFailure {
  return failureOf(readError(body), status);
}

/** An error amid the stream; its code may be a number or a string. */
export function failureOfEvent(error: UpstreamError): ModelFailure {
  return failureOf(error, Number(error.code));
}

/** No connection, or one that broke. */
export function failureOfConnection(error: unknown): ModelFailure {
  const failure = new ModelFailure(
    'provider_unavailable',
    'The model provider cannot be reached, or the connection to it broke.',
  );
  failure.cause = error;
  return failure;
}

function failureOf(error: UpstreamError | undefined, status: number): ModelFailure {
  const type = error?.metadata?.error_type ?? (typeof error?.code === 'string' ? error.code : undefined);
  const code = (type && BY_TYPE[type]) || BY_STATUS[status] || 'provider_error';
  if (status === 401)
    return new ModelFailure('provider_error', "The model provider does not accept this server's key.");
  return new ModelFailure(code, WORDS[code] ?? 'The model provider failed.');
}

function readError(body: string): UpstreamError | undefined {
  try {
    const parsed = JSON.parse(body) as { error?: UpstreamError } | null;
    return typeof parsed?.error === 'object' ? parsed.error : undefined;
  } catch {
    return undefined;
  }
}
