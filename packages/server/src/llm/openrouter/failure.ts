/** Translates what a provider says of its failures into our classes and words; nothing of its text goes further. */
import type { Usage } from '@tradistry/protocol';
import { type FailureClass, ModelFailure } from '../../chat/model-ports.ts';
import { type Asked, classOf, statusOf } from './failure-class.ts';
import { readRetryAfter, type WaitHints } from './retry-after.ts';
import type { SaidBeside, UpstreamError } from './stream-event.ts';

/** For people, one sentence each. */
export const WORDS: Readonly<Record<FailureClass, string>> = {
  network: 'The model provider cannot be reached, or the connection to it broke.',
  connect_timeout: 'No connection to the model provider came about in time.',
  first_token_timeout: 'The model did not begin to answer in time.',
  idle_timeout: 'The model fell silent in the middle of its answer.',
  total_timeout: 'The model took too long and was cut off.',
  provider_error: 'The model provider reported an error.',
  provider_down: 'The model provider is not available.',
  overloaded: 'The model provider is overloaded.',
  rate_limited: 'The model provider has had too many requests for now.',
  authentication: "The model provider does not accept this server's key.",
  payment: "The model provider's balance is used up.",
  model_gone: 'The model is not available.',
  context_too_long: 'The question and its context are too long for the model.',
  content_refused: 'The provider refused to answer this. Ask it in other words.',
  bad_request: 'The model provider did not accept the request.',
  prefill_refused: 'The model does not go on with an answer that was begun.',
  tools_refused: 'The model does not work with tools.',
  malformed: 'The model provider sent something that is no answer.',
  empty: 'The model sent an empty answer.',
  truncated: "The model's answer broke off.",
  cancelled: 'The call was cancelled.',
};

/** Categories of the moderations in use, in words; others are not named. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/self[-_ /]?harm|suicide/i, 'self-harm'],
  [/minors|child/i, 'minors'],
  [/sexual/i, 'sexual content'],
  [/hate|discriminat/i, 'hate'],
  [/harass|bully/i, 'harassment'],
  [/violen|graphic/i, 'violence'],
  [/weapon|dangerous/i, 'dangerous things'],
  [/illicit|illegal|crim/i, 'illegal acts'],
  [/jailbreak|injection/i, 'an attempt to change its rules'],
  [/privacy|pii|personal/i, 'personal data'],
  [/copyright|recitation/i, 'protected text'],
];

/** What says no more than that it was refused. */
const VAGUE = /^(content[-_ ]?filter(ed)?|refusal|refused|safety|sensitive|guardrail_intervened|flagged)$/;
/** Names of categories: `prohibited_content`, `financial-advice`, `S6`. */
const REASON_NAME = /^([a-z]+([-_/ ][a-z]+){0,3}|S\d{1,2})$/;
const LONGEST_REASON = 40;
const MOST_REASONS = 5;

/** An error body, or an error amid a stream. */
export interface Reported {
  readonly error: UpstreamError | undefined;
  /** The answer's own; NaN amid a stream. */
  readonly status: number;
  readonly headers: WaitHints['headers'];
  readonly asked: Asked;
  /** What was billed until then. */
  readonly usage: Usage | null;
}

export function failureOf({ error, status, headers, asked, usage }: Reported): ModelFailure {
  const failureClass = classOf(error, status, asked);
  const { fallback_models: fallbacks } = error?.availability ?? {};
  return new ModelFailure(failureClass, wordsFor(failureClass, error), {
    retryAfterMs: readRetryAfter({ headers, error, now: Date.now() }),
    usage,
    retryable: isRetryable(failureClass, error, status),
    fallbackModels: Array.isArray(fallbacks) ? fallbacks.filter((model) => typeof model === 'string') : [],
  });
}

/** What the provider says of it; a silence behind the provider is a server's failure like any other, unlike one that we saw. */
function isRetryable(failureClass: FailureClass, error: UpstreamError | undefined, status: number): boolean | null {
  const said = error?.availability?.retryable;
  if (typeof said === 'boolean') return said;
  const silent = failureClass === 'first_token_timeout' || failureClass === 'idle_timeout';
  return silent && !isClientError(statusOf(error, status)) ? true : null;
}

function isClientError(status: number): boolean {
  return status >= 400 && status < 500;
}

/** The error in an answer's body, whatever it is wrapped in, or in plain words; `undefined`: there is none that could be read. */
export function readError(body: string): UpstreamError | undefined {
  const text = body.trim();
  try {
    return errorIn(JSON.parse(text));
  } catch {
    return text === '' || text.startsWith('<') ? undefined : { message: text };
  }
}

/** `{error: {...}}`, `{error: "..."}`, `[{error: ...}]`, or as FastAPI and others have it, `{detail}` and `{message}`. */
export function errorIn(value: unknown): UpstreamError | undefined {
  const body: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof body !== 'object' || body === null) return undefined;
  // Read field by field, each of which may be anything.
  const { error, detail, message, code, type } = body as Readonly<Record<string, unknown>>;
  if (typeof error === 'object' && error !== null) return error;
  const text = [error, detail, message].map(toWords).find((each) => each !== undefined);
  if (text === undefined) return undefined;
  return {
    message: text,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(typeof type === 'string' && { type }),
  };
}

/** A text, or a list of faults, which Mistral puts into its `message`. Their `input` repeats what was sent: it decides nothing. */
function toWords(said: unknown): string | undefined {
  if (typeof said === 'string') return said;
  if (Array.isArray(said)) return said.map(toFault).join('; ');
  return typeof said === 'object' && said !== null && 'detail' in said && Array.isArray(said.detail)
    ? toWords(said.detail)
    : undefined;
}

function toFault(fault: unknown): string {
  if (typeof fault !== 'object' || fault === null) return typeof fault === 'string' ? fault : '';
  const { loc, msg }: { loc?: unknown; msg?: unknown } = fault;
  return [...(Array.isArray(loc) ? loc : []), msg].filter((each) => typeof each === 'string').join(' ');
}

/** Whether an event that has nothing of an answer says that it is an error. */
export function saysError({ object, type, message, detail, code }: SaidBeside): boolean {
  if (object === 'error' || (typeof type === 'string' && /error/i.test(type))) return true;
  return (detail !== undefined && detail !== null) || (typeof message === 'string' && code !== undefined);
}

/** How the connection failed, by the codes of Node and undici. */
export function failureOfConnection(error: unknown, begun: boolean): ModelFailure {
  const failureClass = classOfConnection(codesOf(error), begun);
  return new ModelFailure(failureClass, WORDS[failureClass], { cause: error });
}

/** No HTTP, or no compression, that could be read. */
const MALFORMED = /^(HTTPParserError$|UND_ERR_HEADERS_OVERFLOW$|Z_|ZSTD_|ERR__ERROR_)/;

function classOfConnection(codes: readonly string[], begun: boolean): FailureClass {
  if (codes.includes('UND_ERR_CONNECT_TIMEOUT') || (!begun && codes.includes('ETIMEDOUT'))) return 'connect_timeout';
  if (codes.includes('UND_ERR_HEADERS_TIMEOUT')) return 'first_token_timeout';
  if (codes.includes('UND_ERR_BODY_TIMEOUT')) return begun ? 'idle_timeout' : 'first_token_timeout';
  if (codes.includes('UND_ERR_RES_CONTENT_LENGTH_MISMATCH')) return 'truncated';
  if (codes.some((code) => MALFORMED.test(code))) return 'malformed';
  return 'network';
}

/** The codes of an error and of what caused it. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let each = error, depth = 0; each instanceof Error && depth < 4; each = each.cause, depth += 1) {
    const { code, name } = each as NodeJS.ErrnoException;
    // What undici's parser throws has a code at times only.
    codes.push(name === 'HTTPParserError' ? name : (code ?? ''));
  }
  return codes;
}

/** A refusal with the provider's reasons, where it names some. */
export function wordsFor(failureClass: FailureClass, error: UpstreamError | undefined): string {
  const reasons = failureClass === 'content_refused' ? reasonsOf(error) : [];
  if (reasons.length === 0) return WORDS[failureClass];
  return `The provider refused to answer this, because of ${new Intl.ListFormat('en').format(reasons)}. Ask it in other words.`;
}

function reasonsOf(error: UpstreamError | undefined): string[] {
  const said: unknown[] = [error?.metadata?.reasons].flat().filter((reason) => typeof reason === 'string');
  const words = said.flatMap((reason) => wordsOfReason(String(reason)));
  return [...new Set(words)].slice(0, MOST_REASONS);
}

/** In words of ours where we have some; a name that can be nothing else is given as it is, and a text not at all. */
function wordsOfReason(reason: string): string[] {
  const known = REASONS.filter(([pattern]) => pattern.test(reason)).map(([, words]) => words);
  if (known.length > 0) return known;
  return reason.length <= LONGEST_REASON && REASON_NAME.test(reason) && !VAGUE.test(reason) ? [reason] : [];
}
