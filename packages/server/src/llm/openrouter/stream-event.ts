/** One event of the upstream's stream, as far as it is read; every field may be missing. */
import type { Usage } from '@tradistry/protocol';

export interface UpstreamError {
  readonly code?: number | string;
  readonly message?: string;
  readonly metadata?: { readonly error_type?: string };
}

export interface UpstreamUsage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly total_tokens?: number;
  readonly cost?: number;
}

export interface StreamEvent {
  readonly model?: string;
  readonly provider?: string;
  readonly error?: UpstreamError;
  readonly usage?: UpstreamUsage | null;
  readonly choices?: readonly {
    readonly finish_reason?: string | null;
    readonly delta?: {
      readonly content?: string | null;
      readonly reasoning?: string | null;
      readonly tool_calls?: readonly unknown[] | null;
    } | null;
  }[];
}

/** Our names; a missing number counts as 0. */
export function readUsage(usage: UpstreamUsage): Usage {
  const prompt = toCount(usage.prompt_tokens);
  const completion = toCount(usage.completion_tokens);
  const cost = usage.cost;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: toCount(usage.total_tokens) || prompt + completion,
    ...(typeof cost === 'number' && cost >= 0 && { cost_usd: cost }),
  };
}

function toCount(value: number | undefined): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.round(value) : 0;
}
