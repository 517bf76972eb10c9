/** The metrics of experiments, as one chooses among them. */
import { EXPERIMENT_METRICS, type ExperimentMetric } from '@tradistry/protocol';
import { metricName } from './say-experiments.ts';

// Object.keys forgets which keys it was given.
const NAMES = Object.keys(EXPERIMENT_METRICS) as ExperimentMetric[];

export const METRIC_OPTIONS = NAMES.map(
  (name) => [name, `${metricName(name)}: ${EXPERIMENT_METRICS[name].says}`] as const,
);
