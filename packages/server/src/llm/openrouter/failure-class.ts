/** Decides the class of a failure: by its type, then its codes in words, then what its text says, then its status. */
import type { FailureClass } from '../../chat/model-ports.ts';
import type { UpstreamError } from './stream-event.ts';

/** `metadata.error_type` of OpenRouter, and the kinds and codes that other servers send in words. */
const NAMES: Readonly<Record<string, FailureClass>> = {
  rate_limit_exceeded: 'rate_limited',
  rate_limit_error: 'rate_limited',
  rate_limited: 'rate_limited',
  too_many_requests: 'rate_limited',
  resource_exhausted: 'rate_limited',
  insufficient_quota: 'payment',
  payment_required: 'payment',
  insufficient_credits: 'payment',
  billing_error: 'payment',
  billing_hard_limit_reached: 'payment',
  billing_not_active: 'payment',
  budget_exceeded: 'payment',
  insufficient_user_quota: 'payment',
  arrearage: 'payment',
  token_limit_exceeded: 'payment',
  authentication: 'authentication',
  authentication_error: 'authentication',
  invalid_api_key: 'authentication',
  unauthorized: 'authentication',
  // What is not permitted is this model's use, mostly.
  permission_denied: 'model_gone',
  permission_error: 'model_gone',
  forbidden: 'model_gone',
  provider_overloaded: 'overloaded',
  overloaded_error: 'overloaded',
  overloaded: 'overloaded',
  server_is_overloaded: 'overloaded',
  engine_overloaded: 'overloaded',
  provider_unavailable: 'provider_down',
  service_unavailable: 'provider_down',
  unavailable: 'provider_down',
  no_capacity: 'overloaded',
  capacity_exceeded: 'overloaded',
  // Others that only say that it was the server's (`server_error`, `api_error`) stand beside anything.
  server: 'provider_error',
  // The model wrote a call that its own server could not read.
  tool_use_failed: 'malformed',
  context_length_exceeded: 'context_too_long',
  context_window_exceeded: 'context_too_long',
  string_too_long: 'context_too_long',
  string_above_max_length: 'context_too_long',
  payload_too_large: 'context_too_long',
  request_too_large: 'context_too_long',
  exceed_context_size_error: 'context_too_long',
  content_policy_violation: 'content_refused',
  content_filter: 'content_refused',
  content_filtered: 'content_refused',
  moderation: 'content_refused',
  responsibleaipolicyviolation: 'content_refused',
  data_inspection_failed: 'content_refused',
  datainspectionfailed: 'content_refused',
  safety: 'content_refused',
  refusal: 'content_refused',
  model_not_found: 'model_gone',
  model_not_available: 'model_gone',
  model_deprecated: 'model_gone',
  model_decommissioned: 'model_gone',
  not_found: 'model_gone',
  not_found_error: 'model_gone',
  timeout: 'first_token_timeout',
  timeout_error: 'first_token_timeout',
  gateway_timeout: 'first_token_timeout',
  deadline_exceeded: 'first_token_timeout',
};
/** A map: an object would know `constructor`. */
const BY_NAME: ReadonlyMap<string, FailureClass> = new Map(Object.entries(NAMES));

/** By status, or by a code in the stream that is one. */
const BY_STATUS: Readonly<Record<number, FailureClass>> = {
  401: 'authentication',
  402: 'payment',
  // One model is not for this key; others may be.
  403: 'model_gone',
  404: 'model_gone',
  407: 'authentication',
  408: 'first_token_timeout',
  410: 'model_gone',
  413: 'context_too_long',
  429: 'rate_limited',
  451: 'model_gone',
  502: 'provider_down',
  503: 'provider_down',
  504: 'first_token_timeout',
  520: 'provider_down',
  521: 'provider_down',
  522: 'provider_down',
  523: 'provider_down',
  524: 'first_token_timeout',
  529: 'overloaded',
  530: 'provider_down',
};

/** Which of these a text may mean depends on what was asked for. */
export interface Asked {
  readonly withPrefill: boolean;
  readonly withTools: boolean;
  /** Content has arrived before. */
  readonly begun: boolean;
}

const CONTEXT =
  /context[ _-]?(length|window|size|limit)|maximum context|too many (input )?tokens|(prompt|input|request|message)s? (is|are|was|were) too (long|large)|input (length|tokens)[^.]{0,60}exceed|exceed[^.]{0,60}(context|token limit|maximum (number of )?tokens|max_?tokens)|reduce the length|maximum (prompt|input) length|tokens`? must be (<=|less)|must have less than \d+ tokens/i;
const PREFILL =
  /prefill|(last|final) (message|role)[^.]{0,60}(user|assistant|tool)|(end|ends|finish) with an? ["'`]?(user|assistant)|expected last role|assistant[^.]{0,40}(message|role)[^.]{0,40}(last|final|end of)|add_generation_prompt|continue_final_message|assistant messages? at the end|assistant content cannot end|roles must alternate/i;
const TOOLS =
  /(n[o']t |no endpoints? (found )?(that |which )?)(support|enable)\w{0,3} [^.]{0,30}\b(tool|function)(?!al)|\b(tool|function)(?!al)s?([ _-]?(use|choice|param\w{0,5}|call\w{0,5}))?[^.]{0,30}(not (supported|enabled|available|allowed)|unsupported|requires --)/i;
const GONE =
  /not a valid model|(unknown|invalid|no such|unsupported) model|no (allowed |available )?(endpoints?|providers?)[^.]{0,60}(found|available|match)|model[^.]{0,120}(not found|does ?n[o']t exist|not exist|no longer|deprecated|decommissioned|retired|unavailable|not available|not supported|been removed)|not work with the specified model|no models? (is |are )?loaded/i;
const CONTENT =
  /content[ _-]?(policy|filter|management|moderation)|moderation|safety (system|policy|filter|settings)|\bflagged\b|violat\w{1,8}[^.]{0,60}(policy|policies|guidelines|terms)|prohibited (content|use)|(blocked|stopped|refused) by[^.]{0,30}guardrail|guardrails?[^.]{0,30}(interven|block|trigger|violat)|inappropriate content|content exists risk|敏感内容/i;
const QUOTA =
  /insufficient (credit|balance|fund|quota)|(key|spend\w{0,8}|credit|usage|quota|balance)[^.]{0,20} (limit )?(exceeded|exhausted|used up)|more credits|can only afford|negative balance|(credit|balance)s? is too low|budget has been exceeded|over budget|reached your[^.]{0,30}(usage|spend\w{0,4}) limit|billing/i;
/** Some servers say so with a 400. */
const KEY =
  /(invalid|incorrect|wrong|expired|missing|no) api[ _-]?key|api[ _-]?key[^.]{0,20} (is )?(not valid|invalid|incorrect|expired|missing|required)/i;
const ONE_MODEL =
  /^litellm\.AuthenticationError|(access|permission|permitted|allowed|authori[sz]ed|entitled)[^.]{0,40}\bmodel\b|\bmodel\b[^.]{0,40}(access|permission|n[o']t (permitted|allowed|authori[sz]ed))/i;
const MODERATION_FIELDS = ['reasons', 'flagged_input'] as const;
const LONGEST_TEXT = 8_192;

/** `status` may be NaN: an error amid a stream that has none. */
export function classOf(error: UpstreamError | undefined, status: number, asked: Asked): FailureClass {
  const decided =
    byName(error, asked) ?? byText(error, statusOf(error, status), asked) ?? byStatus(statusOf(error, status));
  return decided === 'first_token_timeout' && asked.begun ? 'idle_timeout' : decided;
}

/** What the error says in words: its own, and those of the provider behind it. For deciding only, never to be shown. */
export function textOf(error: UpstreamError | undefined): string {
  const { message, metadata } = error ?? {};
  const raw = metadata?.raw;
  const said = [message, typeof raw === 'string' ? raw : JSON.stringify(raw)];
  return said
    .filter((text) => typeof text === 'string')
    .join(' ')
    .slice(0, LONGEST_TEXT);
}

function byName(error: UpstreamError | undefined, asked: Asked): FailureClass | undefined {
  const { error_type: type, provider_code: theirs } = error?.metadata ?? {};
  const names = [type, theirs, error?.code, error?.availability?.code, error?.type];
  for (const name of names) {
    const known = typeof name === 'string' ? BY_NAME.get(name.toLowerCase()) : undefined;
    if (known) return refine(known, error, asked);
  }
  return undefined;
}

/** Two names are wide: what cannot be found may be an endpoint with tools, and what is not permitted may be the question. */
function refine(known: FailureClass, error: UpstreamError | undefined, asked: Asked): FailureClass {
  if (known === 'model_gone' && asked.withTools && TOOLS.test(textOf(error))) return 'tools_refused';
  if (known === 'model_gone' || known === 'authentication') {
    if (isModerated(error)) return 'content_refused';
    if (isOneModels(error)) return 'model_gone';
  }
  return known;
}

/** One provider refuses OpenRouter's key, or the one of ours that it passes on, or the key is not for this model: others may do. */
function isOneModels(error: UpstreamError | undefined): boolean {
  const { provider_name: name, provider_code: code } = error?.metadata ?? {};
  return [name, code].some((said) => typeof said === 'string' && said !== '') || ONE_MODEL.test(textOf(error));
}

function byText(error: UpstreamError | undefined, status: number, asked: Asked): FailureClass | undefined {
  if (!error) return undefined;
  const text = textOf(error);
  if (status === 401) return isOneModels(error) ? 'model_gone' : undefined;
  if (status === 402) return undefined;
  if (status === 403) return ofForbidden(error, text);
  if (status === 429) return QUOTA.test(text) && !/\brate/i.test(text) ? 'payment' : undefined;
  if (status >= 501) return undefined;
  if (asked.withTools && TOOLS.test(text)) return 'tools_refused';
  // Which endpoints there are may be a matter of policies and guardrails, and is none of the question.
  if ((status === 404 || status === 410) && GONE.test(text)) return 'model_gone';
  if (asked.withPrefill && PREFILL.test(text)) return 'prefill_refused';
  if (CONTEXT.test(text)) return 'context_too_long';
  if (status === 500) return undefined;
  if (isModerated(error) || CONTENT.test(text)) return 'content_refused';
  if (GONE.test(text)) return 'model_gone';
  if (KEY.test(text)) return isOneModels(error) ? 'model_gone' : 'authentication';
  return QUOTA.test(text) ? 'payment' : undefined;
}

function ofForbidden(error: UpstreamError, text: string): FailureClass {
  if (isModerated(error) || CONTENT.test(text)) return 'content_refused';
  return QUOTA.test(text) ? 'payment' : 'model_gone';
}

function isModerated(error: UpstreamError | undefined): boolean {
  return MODERATION_FIELDS.some((field) => error?.metadata?.[field] !== undefined);
}

/** A number in the body is more exact than the answer's own status, which is 200 amid a stream. */
export function statusOf(error: UpstreamError | undefined, status: number): number {
  const code = Number(error?.code ?? Number.NaN);
  return Number.isInteger(code) && code >= 400 && code < 600 ? code : status;
}

function byStatus(status: number): FailureClass {
  const known = BY_STATUS[status];
  if (known) return known;
  return status >= 400 && status < 500 ? 'bad_request' : 'provider_error';
}
