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
    case 'characters':
      return `${count(Math.round(value))} characters`;
    case 'usd':
      return dollars(String(value));
    case 'count':
    case 'score':
      return value.toFixed(2);
  }
}

/** How much, without a sign; shares differ in points: from 50% to 52% is 2 of them. */
export function sayAmount(metric: ExperimentMetric, size: number): string {
  return EXPERIMENT_METRICS[metric].unit === 'share' ? `${(100 * size).toFixed(1)} points` : sayFigure(metric, size);
}

export function sayDifference(metric: ExperimentMetric, value: number | null): string {
  if (value === null) return NONE;
  const said = sayAmount(metric, Math.abs(value));
  if (said === sayAmount(metric, 0)) return said;
  return `${value < 0 ? '−' : '+'}${said}`;
}

/** `−0.4 points to +3.1 points`. */
export function sayRange({ metric, lower, upper }: Pick<VariantComparison, 'metric' | 'lower' | 'upper'>): string {
  if (lower === null || upper === null) return NONE;
  return `${sayDifference(metric, lower)} to ${sayDifference(metric, upper)}`;
}

/** A guardrail in which nothing was found holds. */
export function sayFound({ role, found }: Pick<VariantComparison, 'role' | 'found'>): string {
  return role === 'guardrail' && found === 'nothing' ? 'holds' : FOUND_WORDS[found];
}
