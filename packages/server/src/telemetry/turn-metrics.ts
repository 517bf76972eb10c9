/** What is counted of turns: by outcome, by time, by fallback. Every label is from a closed list. */
import { TurnOutcome } from '@tradistry/protocol';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Fallback, TurnStep } from '../chat/telemetry-ports.ts';
import type { TurnEnd } from '../chat/turn-end-ports.ts';
import type { ConfiguredModel } from '../model-list.ts';
import { FINE, LONG, SHORT } from './buckets.ts';
import { createCountedHistogram } from './counted-histogram.ts';

export interface TurnMetrics {
  ended(end: TurnEnd): void;
  fellBack(fallback: Fallback): void;
  step(name: TurnStep | 'checkpoint', ms: number): void;
}

export function createTurnMetrics(registry: Registry, models: readonly ConfiguredModel[]): TurnMetrics {
  const registers = [registry];
  const streams = new Counter({
    name: 'tradistry_streams_total',
    help: 'Turns that ended, by outcome, layer, tier of the model and class of the error.',
    labelNames: ['outcome', 'layer', 'tier', 'error_class'],
    registers,
  });
  const fallbacks = new Counter({
    name: 'tradistry_fallbacks_total',
    help: 'Times another model or layer took an answer over.',
    labelNames: ['from', 'to', 'reason', 'phase'],
    registers,
  });
  const duration = new Histogram({
    name: 'tradistry_stream_duration_seconds',
    help: 'From the request to the end of its turn, by outcome and by whether a fallback was used.',
    labelNames: ['outcome', 'fallback'],
    buckets: LONG,
    registers,
  });
  // A series whose first sample is 1 has not risen for Prometheus.
  for (const outcome of TurnOutcome.options)
    for (const fallback of ['true', 'false']) duration.zero({ outcome, fallback });
  const malformed = new Counter({
    name: 'tradistry_malformed_events_total',
    help: 'Events of models that could not be read and were skipped.',
    registers,
  });
  const steps = new Histogram({
    name: 'tradistry_step_seconds',
    help: "The steps of a message's life.",
    labelNames: ['step'],
    buckets: FINE,
    registers,
  });
  const times = createTimes(registry);
  return {
    ended(end) {
      const { outcome, layer, errorClass, fallbackUsed, processingTimeMs } = end;
      const tier = tierOf(models, end);
      streams.inc({ outcome, layer: layer ?? 'none', tier, error_class: errorClass ?? 'none' });
      duration.observe({ outcome, fallback: String(fallbackUsed) }, processingTimeMs / 1000);
      malformed.inc(end.attempts.reduce((sum, { skippedEvents }) => sum + skippedEvents, 0));
      times(end);
    },
    fellBack: ({ from, to, reason, phase }) => fallbacks.inc({ from, to, reason, phase }),
    step: (step, ms) => steps.observe({ step }, ms / 1000),
  };
}

/** Those without labels. */
function createTimes(registry: Registry): (end: TurnEnd) => void {
  const registers = [registry];
  const firstToken = new Histogram({
    name: 'tradistry_stream_time_to_first_token_seconds',
    help: 'From the request to the first token of a stream.',
    buckets: SHORT,
    registers,
  });
  const longestGap = new Histogram({
    name: 'tradistry_stream_longest_gap_seconds',
    help: 'The longest pause between two tokens of a stream.',
    buckets: SHORT,
    registers,
  });
  const overhead = new Histogram({
    name: 'tradistry_overhead_seconds',
    help: 'What is ours of the time to the first token: request to upstream call, first upstream content to its write.',
    buckets: FINE,
    registers,
  });
  const gaps = createCountedHistogram(registry, {
    name: 'tradistry_stream_chunk_gap_seconds',
    help: 'Each pause between two tokens of a stream.',
    buckets: SHORT,
  });
  return ({ streaming, timeToFirstTokenMs, pace, overheadMs }) => {
    if (overheadMs !== null) overhead.observe(overheadMs / 1000);
    if (!streaming) return;
    if (timeToFirstTokenMs !== null) firstToken.observe(timeToFirstTokenMs / 1000);
    if (pace.longestMs !== null) longestGap.observe(pace.longestMs / 1000);
    gaps.add(pace.counts, pace.sumMs / 1000);
  };
}

/** The tier of the model that answered, or was asked last. */
function tierOf(models: readonly ConfiguredModel[], { layer, attempts, modelUsed }: TurnEnd): string {
  if (layer === 'fallback_message') return 'analyst';
  const asked = attempts.at(-1)?.model ?? modelUsed;
  if (asked === null) return 'none';
  const tier = models.find(({ id }) => id === asked)?.tier;
  if (tier !== undefined) return String(tier);
  return attempts.length === 0 ? 'analyst' : 'other';
}
