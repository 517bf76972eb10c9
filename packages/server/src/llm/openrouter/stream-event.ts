/** What the upstream sends, as far as it is read; every field may be missing, or be something else. */
import type { Usage } from '@tradistry/protocol';

export interface UpstreamError {
  readonly code?: number | string | null;
  /** As OpenAI and Anthropic name the kind of an error. */
  readonly type?: string | null;
  readonly message?: string;
  readonly metadata?: {
    readonly error_type?: string;
    /** What the provider behind OpenRouter calls it. */
    readonly provider_code?: unknown;
    /** Which one it was; absent where OpenRouter itself refuses. */
    readonly provider_name?: unknown;
    /** What the provider behind OpenRouter said. */
    readonly raw?: unknown;
    /** Why the moderation flagged the input. */
    readonly reasons?: unknown;
    readonly flagged_input?: unknown;
    readonly retry_after?: unknown;
    readonly headers?: Readonly<Record<string, unknown>>;
  };
  /** As Google has them. */
  readonly details?: unknown;
  readonly availability?: {
    readonly code?: string;
    readonly retryable?: unknown;
    readonly retry_after?: unknown;
    readonly retry_after_ms?: unknown;
    readonly fallback_models?: unknown;
  };
}

export interface UpstreamUsage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly total_tokens?: number;
  readonly cost?: number;
}

/** A delta of the stream, or the whole message of a plain call. */
export interface UpstreamMessage {
  readonly role?: string;
  readonly content?: string | readonly unknown[] | null;
  readonly reasoning?: string | null;
  /** As DeepSeek and vLLM call it. */
  readonly reasoning_content?: string | null;
  /** As Copilot's and Ollama's own do. */
  readonly reasoning_text?: string | null;
  readonly thinking?: string | null;
  readonly reasoning_details?: readonly unknown[] | null;
  readonly tool_calls?: readonly unknown[] | null;
  /** As OpenAI called it before there were several. */
  readonly function_call?: unknown;
  /** The model's own words of refusal, beside the content. */
  readonly refusal?: string | null;
}

export interface UpstreamChoice {
  readonly index?: number;
  readonly finish_reason?: string | null;
  readonly native_finish_reason?: string | null;
  readonly delta?: UpstreamMessage | null;
  readonly message?: UpstreamMessage | null;
  readonly error?: UpstreamError | string | null;
}

/** Some servers say so in these fields, and leave `error` out. */
export interface SaidBeside {
  readonly object?: unknown;
  readonly type?: unknown;
  readonly message?: unknown;
  readonly detail?: unknown;
  readonly code?: unknown;
}

export interface StreamEvent extends SaidBeside {
  readonly id?: unknown;
  readonly model?: string;
  readonly provider?: string;
  readonly error?: UpstreamError | string | null;
  readonly usage?: UpstreamUsage | null;
  readonly choices?: readonly UpstreamChoice[] | null;
}

/** Beyond this a number of tokens, or of USD, is none. */
const MOST = 1e9;

/** Our names; a missing number counts as 0. */
export function readUsage(usage: UpstreamUsage): Usage {
  const prompt = toCount(usage.prompt_tokens);
  const completion = toCount(usage.completion_tokens);
  const cost = usage.cost;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: toCount(usage.total_tokens) || prompt + completion,
    ...(typeof cost === 'number' && cost >= 0 && cost <= MOST && { cost_usd: cost }),
  };
}

function toCount(value: number | undefined): number {
  return typeof value === 'number' && value > 0 && value <= MOST ? Math.round(value) : 0;
}

/** `undefined`: not JSON, or not an object. */
export function parseEvent(data: string): StreamEvent | undefined {
  try {
    const event: unknown = JSON.parse(data);
    // Read field by field, each of which may be missing; no schema check on the hot path.
    return typeof event === 'object' && event !== null ? (event as StreamEvent) : undefined;
  } catch {
    return undefined;
  }
}
