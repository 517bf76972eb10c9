/** The metrics that can decide an experiment, as one chooses among them. */
import { decidingMetrics, EXPERIMENT_METRICS, type ExperimentMetric, type PromptType } from '@tradistry/protocol';
import { metricName } from './say-experiments.ts';

export function metricOptions(type: PromptType): readonly (readonly [ExperimentMetric, string])[] {
  return decidingMetrics(type).map((name) => [name, `${metricName(name)}: ${EXPERIMENT_METRICS[name].says}`] as const);
}
