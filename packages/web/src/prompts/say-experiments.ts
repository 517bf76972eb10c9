/** Says what experiments measure and come to, each figure in its metric's own unit. */
import {
  EXPERIMENT_METRICS,
  type Experiment,
  type ExperimentMetric,
  type ExperimentStatus,
  type VariantComparison,
} from '@tradistry/protocol';
import { count, dollars, millis, share } from '../format/measures.ts';

const NONE = '–';

export const STATUS_WORDS: Record<ExperimentStatus, string> = {
  draft: 'draft',
  running: 'running',
  stopped: 'ended',
  rolled_back: 'rolled back',
};

const FOUND_WORDS: Record<VariantComparison['found'], string> = {
  too_few: 'too few users to say',
  nothing: 'no difference so far',
  better: 'surely better',
  worse: 'surely worse',
  broken: 'broken',
};

export const ALLOCATION_WORDS: Record<Experiment['allocation'], string> = {
  fixed: 'Fixed weights',
  adaptive: 'Adaptive: weights follow what is seen',
};

/** `first_token` as people read it. */
export function metricName(metric: ExperimentMetric): string {
  return metric.replaceAll('_', ' ');
}

export function sayFigure(metric: ExperimentMetric, value: number | null): string {
  if (value === null) return NONE;
  switch (EXPERIMENT_METRICS[metric].unit) {
    case 'share':
      return share(value);
    case 'ms':
      return millis(value);
    case 'tokens':
      return `${count(Math.round(value))} tokens`;
    case 'usd':
      return dollars(String(value));
    case 'count':
    case 'score':
      return value.toFixed(2);
  }
}

/** With its sign; of a share in points: from 50% to 52% is +2 points. */
export function sayDifference(metric: ExperimentMetric, value: number | null): string {
  if (value === null) return NONE;
  const sign = value < 0 ? '−' : '+';
  const size = Math.abs(value);
  const said =
    EXPERIMENT_METRICS[metric].unit === 'share' ? `${(100 * size).toFixed(1)} points` : sayFigure(metric, size);
  return `${sign}${said}`;
}

/** `from −0.4 to +3.1 points`. */
export function sayRange({ metric, lower, upper }: Pick<VariantComparison, 'metric' | 'lower' | 'upper'>): string {
  if (lower === null || upper === null) return NONE;
  return `${sayDifference(metric, lower)} to ${sayDifference(metric, upper)}`;
}

/** A guardrail in which nothing was found holds. */
export function sayFound({ role, found }: Pick<VariantComparison, 'role' | 'found'>): string {
  return role === 'guardrail' && found === 'nothing' ? 'holds' : FOUND_WORDS[found];
}
