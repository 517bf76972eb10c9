/** Translates what a provider says of its failures into our codes and words; nothing of its text goes further. */
import { type FailureClass, ModelFailure } from '../../chat/model-ports.ts';
import type { UpstreamError } from './stream-event.ts';

const WORDS: Partial<Record<FailureClass, string>> = {
  rate_limited: 'The model provider has had too many requests for now.',
  payment: "The model provider's balance is used up.",
  model_gone: 'The model is not available.',
  provider_down: 'The model provider is not available.',
  first_token_timeout: 'The model provider did not answer in time.',
  content_refused: 'The provider refused to answer this. Ask it in other words.',
  context_too_long: 'The question and its context are too long for the model.',
  provider_error: 'The model provider reported an error.',
};

/** By `metadata.error_type`, where there is one. */
const BY_TYPE: Record<string, FailureClass> = {
  rate_limit_exceeded: 'rate_limited',
  authentication: 'authentication',
  payment_required: 'payment',
  provider_overloaded: 'overloaded',
  provider_unavailable: 'provider_down',
  context_length_exceeded: 'context_too_long',
  content_policy_violation: 'content_refused',
  timeout: 'first_token_timeout',
};

/** By status, or by a code in the stream that is one. */
const BY_STATUS: Record<number, FailureClass> = {
  402: 'payment',
  403: 'content_refused',
  404: 'model_gone',
  408: 'first_token_timeout',
  413: 'context_too_long',
  429: 'rate_limited',
  502: 'provider_down',
  503: 'provider_down',
  504: 'first_token_timeout',
  524: 'first_token_timeout',
  529: 'provider_down',
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
    'provider_down',
    'The model provider cannot be reached, or the connection to it broke.',
  );
  failure.cause = error;
  return failure;
}

function failureOf(error: UpstreamError | undefined, status: number): ModelFailure {
  const type = error?.metadata?.error_type ?? (typeof error?.code === 'string' ? error.code : undefined);
  const code = (type && BY_TYPE[type]) || BY_STATUS[status] || 'provider_error';
  if (status === 401)
    return new ModelFailure('authentication', "The model provider does not accept this server's key.");
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
