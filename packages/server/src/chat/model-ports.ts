/** What the chat needs of language models: calls, their failures by class, what is known of each model, breakers. */
import type { ErrorCode, Layer, PromptModelSettings, Usage } from '@tradistry/protocol';
import type { PackedText } from '../pack-text.ts';

/** A tool the model may call: read-only, run as the user. */
export interface ToolDefinition {
  readonly name: string;
  /** For the model. */
  readonly description: string;
  /** JSON Schema of its arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A call the model made; `arguments` is its JSON text, not yet looked at. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** A message of the prompt as it goes upstream. */
export type PromptMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly content: string };

/** One call of a model. Where the last message is the assistant's without tool calls, it is a prefill: the model goes on with it. */
export interface ModelRequest {
  readonly model: string;
  readonly messages: readonly PromptMessage[];
  /** Keeps a conversation on one provider, for its prompt cache. */
  readonly conversation: string;
  /** `invoke`: one plain call without streaming; its text arrives in one piece. */
  readonly mode: 'stream' | 'invoke';
  readonly tools: readonly ToolDefinition[];
  /** What the prompt wants; absent: as configured. */
  readonly settings?: PromptModelSettings;
}

/** Where a model's deltas go, synchronously as they are read from the socket. */
export interface ModelSink {
  /** `deltas`: so many brought it; 1 where it is left out. */
  onText(content: string, deltas?: number): void;
  onReasoning(content: string): void;
  /** A piece of a tool call arrived: life, but nothing to show. */
  onToolDelta(): void;
  onFacts(facts: CallFacts): void;
  /** The body of the request, exactly as it is sent; once more where it is sent in another way. */
  onSent?(body: string): void;
}

/** What becomes known of a call beside its text, when it does; also of one that fails or is cut. What is said later counts. */
export interface CallFacts {
  /** Who runs the model behind the provider. */
  readonly provider?: string;
  /** Another of the models than was asked for answers: the provider fell back by itself. */
  readonly model?: string;
  /** By which the call's bill can be asked for when it is over. */
  readonly generation?: string;
  readonly usage?: Usage;
  /** Malformed events that were skipped amid good ones. */
  readonly skippedEvents?: number;
}

/** How a call ended well. */
export interface ModelEnd {
  readonly finishReason: 'stop' | 'length' | 'tool_calls';
  readonly usage: Usage | null;
  /** The model that answered, as the provider names it. */
  readonly model: string;
  /** Complete ones, in order; empty unless `finishReason` is `tool_calls`. */
  readonly toolCalls: readonly ToolCall[];
  /** Malformed events that were skipped amid good ones. */
  readonly skippedEvents: number;
}

/** Every way a model can fail, decided once inside `llm/`; what follows from each is the ladder's table. */
export type FailureClass =
  | 'network'
  | 'connect_timeout'
  | 'first_token_timeout'
  | 'idle_timeout'
  | 'total_timeout'
  | 'provider_error'
  | 'provider_down'
  | 'overloaded'
  | 'rate_limited'
  | 'authentication'
  | 'payment'
  | 'model_gone'
  | 'context_too_long'
  | 'content_refused'
  | 'bad_request'
  | 'prefill_refused'
  | 'tools_refused'
  | 'malformed'
  | 'empty'
  | 'truncated'
  | 'cancelled';

/** Why a turn failed, or why no model answered it: a model's failure, or one of ours. */
export type ErrorClass = FailureClass | 'internal' | 'answer_not_saved' | 'interrupted';

/** The code that viewers see of each class, where no other model answered either. */
const CODES: Readonly<Record<FailureClass, ErrorCode>> = {
  network: 'provider_unavailable',
  connect_timeout: 'provider_timeout',
  first_token_timeout: 'provider_timeout',
  idle_timeout: 'provider_timeout',
  total_timeout: 'provider_timeout',
  provider_error: 'provider_error',
  provider_down: 'provider_unavailable',
  overloaded: 'provider_unavailable',
  rate_limited: 'rate_limited',
  authentication: 'provider_error',
  payment: 'budget_exhausted',
  model_gone: 'model_unavailable',
  context_too_long: 'context_too_long',
  content_refused: 'content_refused',
  bad_request: 'provider_error',
  prefill_refused: 'provider_error',
  tools_refused: 'provider_error',
  malformed: 'provider_error',
  empty: 'provider_error',
  truncated: 'provider_error',
  cancelled: 'interrupted',
};

/** Which failures count against the model: its breaker opens by them. The others say that it lives. */
export const COUNTS_AGAINST_MODEL: Readonly<Record<FailureClass, boolean>> = {
  network: true,
  connect_timeout: true,
  first_token_timeout: true,
  idle_timeout: true,
  total_timeout: true,
  provider_error: true,
  provider_down: true,
  overloaded: true,
  rate_limited: true,
  authentication: true,
  payment: true,
  model_gone: true,
  context_too_long: false,
  content_refused: false,
  bad_request: false,
  prefill_refused: false,
  tools_refused: false,
  malformed: true,
  empty: true,
  truncated: true,
  cancelled: false,
};

/** What a failed call leaves beside its class. */
interface FailureFacts {
  /** How long the provider asks to wait, in milliseconds; null where it does not say. */
  readonly retryAfterMs?: number | null;
  /** What the provider itself says of trying again (`error.availability.retryable`); null: nothing. */
  readonly retryable?: boolean | null;
  /** Models the provider proposes instead. */
  readonly fallbackModels?: readonly string[];
  /** What was used and billed all the same. */
  readonly usage?: Usage | null;
  /** True: it said nothing, and that it was done (`stop`); so an answer that it was to go on with misses nothing. */
  readonly saidStop?: boolean;
  readonly cause?: unknown;
}

/** How a call failed. Thrown by `ChatModel.call`. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
  readonly failureClass: FailureClass;
  readonly code: ErrorCode;
  /** For people: what happened, without the provider's internals. */
  readonly detail: string;
  readonly retryAfterMs: number | null;
  readonly retryable: boolean | null;
  readonly fallbackModels: readonly string[];
  readonly usage: Usage | null;
  readonly saidStop: boolean;

  constructor(failureClass: FailureClass, detail: string, facts: FailureFacts = {}) {
    super(`${failureClass}: ${detail}`, { cause: facts.cause });
    this.failureClass = failureClass;
    this.code = CODES[failureClass];
    this.detail = detail;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.retryable = facts.retryable ?? null;
    this.fallbackModels = facts.fallbackModels ?? [];
    this.usage = facts.usage ?? null;
    this.saidStop = facts.saidStop ?? false;
  }
}

/** What is known of a model; `null`: unknown, so it is tried and learned from. */
export interface ModelFacts {
  /** False: the provider does not list it any more. */
  readonly available: boolean | null;
  readonly contextTokens: number | null;
  readonly maxAnswerTokens: number | null;
  readonly takesTools: boolean | null;
  /** Whether it goes on with an assistant message that stands last. */
  readonly takesPrefill: boolean | null;
  /** What a token of its answers costs, in USD. */
  readonly usdPerToken: number | null;
}

/** The language models of one provider. */
export interface ChatModel {
  /** One call. Rejects with `ModelFailure`, or with the signal's reason when it is aborted. Never hangs. */
  call(request: ModelRequest, sink: ModelSink, signal: AbortSignal): Promise<ModelEnd>;
  /** From the provider's list of models, and from what it refused so far. */
  factsOf(model: string): ModelFacts;
  /** What the provider has instead where it lists none of the configured models any more, for people. */
  proposals(): readonly string[];
  /** Whether who runs a model (`CallFacts.provider`) is known to stop billing when a request is aborted; null: unknown. */
  stopsBilling(provider: string): boolean | null;
  /** What a call came to that is over; `null`: nobody knows, or not yet. Never rejects. */
  billOf(generation: string, signal: AbortSignal): Promise<Usage | null>;
  close(): Promise<void>;
}

/** Closed: in use. Open: not asked. Half-open: one probe is on its way, or due. */
export type CircuitState = 'closed' | 'open' | 'half_open';

/** One call that was let through. The calls of one model end in any order, so each has a handle of its own. */
export interface AdmittedCall {
  /** The first content came: the model lives, and a probe that says so lets the others in. Later calls do nothing. */
  began(firstTokenMs: number): void;
  /**
   * How it ended: `null` well; the failure itself, whose `retryAfterMs` is obeyed; or a class alone (`cancelled` for one
   * that nobody waited for). Every admitted call says so once; later calls do nothing.
   */
  ended(failed: ModelFailure | FailureClass | null): void;
}

/** One breaker a model, one retry budget over all. */
export interface ModelHealth {
  /**
   * Lets a call of `model` through, or answers `null`: not now. In half-open the first to ask is the probe, over all
   * instances (which is what may be waited for, a moment); never rejects.
   */
  admit(model: string): Promise<AdmittedCall | null>;
  /** Whether the retry budget has one more try on the same model; takes it. */
  takeRetry(): boolean;
  /** The model's own 95th percentile of times to the first token, in milliseconds; null: too few calls so far. */
  slowFirstTokenMs(model: string): number | null;
  stateOf(model: string): CircuitState;
}

/** What one attempt was asked with, for its user to see. */
export interface SentRequest {
  /** The attempt's number within its turn. */
  readonly n: number;
  readonly layer: Layer;
  readonly model: string;
  readonly sentAt: Date;
  readonly body: PackedText;
}

/** One try at a model, numbered within its turn, as it is kept. */
export interface AttemptRecord {
  readonly n: number;
  readonly layer: Layer;
  readonly model: string;
  /** `completed`, or how it failed. */
  readonly outcome: 'completed' | FailureClass;
  /** Milliseconds since the turn began. */
  readonly startedMs: number;
  readonly firstTokenMs: number | null;
  readonly durationMs: number;
  readonly usage: Usage | null;
  /** Characters it added to the answer. */
  readonly characters: number;
  /** Who ran the model; null: nobody said. */
  readonly provider: string | null;
  /** Under which the provider has its bill; null: it has none. */
  readonly generation: string | null;
  readonly skippedEvents: number;
  /** Of what it was sent: counts against a budget where the provider tells no usage. */
  readonly promptCharacters?: number;
}
