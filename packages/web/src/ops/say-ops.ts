/** Says the operators' figures for people. */
import type { KpiDimension, TurnOutcome } from '@tradistry/protocol';

const LOCALE = 'en-US';

/** When something recent was, to the second: `Nov 25, 3:05:12 PM`. */
export function moment(iso: string, timeZone: string): string {
  const date = { month: 'short', day: 'numeric' } as const;
  const clock = { hour: 'numeric', minute: '2-digit', second: '2-digit' } as const;
  return new Intl.DateTimeFormat(LOCALE, { ...date, ...clock, timeZone }).format(new Date(iso));
}

export const DIMENSION_NAMES: Record<KpiDimension, string> = {
  model: 'Model',
  prompt_version: 'Prompt version',
  instance: 'Instance',
  streaming: 'Streaming or not',
};

/** A value of a dimension; `null` is what had none. */
export function dimensionValue(dimension: KpiDimension, value: string | boolean | null): string {
  if (dimension === 'streaming') return String(value) === 'true' ? 'streaming' : 'not streaming';
  return value === null ? 'none' : String(value);
}

export const OUTCOME_WORDS: Record<TurnOutcome, string> = {
  completed: 'completed',
  degraded: 'degraded: the analyst answered',
  stopped: 'stopped by its user',
  partial: 'partial: broke off with an error',
  failed: 'failed',
};
