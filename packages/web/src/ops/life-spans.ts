/** The life of a stream as rows of a waterfall. */
import type { StreamLife } from '@tradistry/protocol';
import { count, millis } from '../format/measures.ts';

export interface LifeSpan {
  readonly name: string;
  readonly kind: 'step' | 'answering' | 'failing' | 'pause';
  /** Since the turn began. */
  readonly startedMs: number;
  readonly durationMs: number;
  /** Of an attempt that spoke: how much of it was waiting. */
  readonly waitedMs: number | null;
  readonly note: string;
}

const STEP_NAMES: Record<StreamLife['steps'][number]['name'], string> = {
  start: 'Question stored',
  context: 'Context gathered',
  retrieval: 'Passages found',
  tools: 'Tools called',
};

/** In order of their beginning. */
export function lifeSpans({ steps, attempt_list: attempts, gaps }: StreamLife): LifeSpan[] {
  const spans: LifeSpan[] = [
    ...steps.map(
      ({ name, ...times }): LifeSpan => ({
        ...{ name: STEP_NAMES[name], kind: 'step', note: '', waitedMs: null },
        ...timesOf(times),
      }),
    ),
    ...attempts.map(toAttempt),
    ...gaps.map((times): LifeSpan => ({ name: 'Pause', kind: 'pause', note: '', waitedMs: null, ...timesOf(times) })),
  ];
  return spans.sort((a, b) => a.startedMs - b.startedMs);
}

function timesOf({ started_ms: startedMs, duration_ms: durationMs }: { started_ms: number; duration_ms: number }) {
  return { startedMs, durationMs };
}

function toAttempt({
  n,
  model,
  layer,
  outcome,
  first_token_ms,
  characters,
  ...times
}: StreamLife['attempt_list'][number]): LifeSpan {
  const well = outcome === 'completed';
  const spoke = first_token_ms === null ? 'no token' : `first token after ${millis(first_token_ms)}`;
  const parts = [
    layer.replaceAll('_', ' '),
    well ? '' : outcome.replaceAll('_', ' '),
    spoke,
    characters > 0 ? `${count(characters)} characters` : '',
  ];
  return {
    name: `${n}. ${model}`,
    kind: well ? 'answering' : 'failing',
    waitedMs: first_token_ms,
    note: parts.filter((part) => part !== '').join(', '),
    ...timesOf(times),
  };
}

/** Where the waterfall ends: nothing of it may stick out. */
export function lifeLength(spans: readonly LifeSpan[], processingMs: number): number {
  return Math.max(1, processingMs, ...spans.map(({ startedMs, durationMs }) => startedMs + durationMs));
}
