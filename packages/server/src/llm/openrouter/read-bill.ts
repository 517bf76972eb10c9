/** Reads what `GET /generation` says of a call that is over. */
import type { Usage } from '@tradistry/protocol';
import { readUsage, type UpstreamUsage } from './stream-event.ts';

/** As far as it is read; each field may be missing, or be something else. */
interface Generation {
  readonly total_cost?: unknown;
  /** By the model's own tokens, as in the stream's usage. */
  readonly native_tokens_prompt?: unknown;
  readonly native_tokens_completion?: unknown;
  readonly tokens_prompt?: unknown;
  readonly tokens_completion?: unknown;
}

/** `null`: there is no bill so far. */
export function readBill(body: unknown): Usage | null {
  const data = typeof body === 'object' && body !== null && 'data' in body ? body.data : null;
  if (typeof data !== 'object' || data === null) return null;
  const bill: Generation = data;
  const usage: UpstreamUsage = {
    ...numberAs('prompt_tokens', [bill.native_tokens_prompt, bill.tokens_prompt]),
    ...numberAs('completion_tokens', [bill.native_tokens_completion, bill.tokens_completion]),
    ...numberAs('cost', [bill.total_cost]),
  };
  return Object.keys(usage).length === 0 ? null : readUsage(usage);
}

function numberAs(name: keyof UpstreamUsage, said: readonly unknown[]): UpstreamUsage {
  const number = said.find((each) => typeof each === 'number' && Number.isFinite(each));
  return typeof number === 'number' ? { [name]: number } : {};
}
