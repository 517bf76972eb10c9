/** What experiments measure: one table, without schemas, so that a page can have it alone. */

/** What is measured of each answer. */
interface MetricEntry {
  /** True: each answer counts 0 or 1, and the figure is a share. */
  readonly rate: boolean;
  readonly better: 'higher' | 'lower';
  readonly unit: 'share' | 'ms' | 'tokens' | 'usd' | 'count' | 'score';
  readonly says: string;
}

/** Every metric. Where an answer has none of it (nobody rated it), it does not count in that figure. */
export const EXPERIMENT_METRICS = {
  success: {
    rate: true,
    better: 'higher',
    unit: 'share',
    says: 'answers that a model completed, of all but stopped ones',
  },
  error: {
    rate: true,
    better: 'lower',
    unit: 'share',
    says: 'answers that failed, broke off or came from the last layer',
  },
  fallback: { rate: true, better: 'lower', unit: 'share', says: 'answers by another layer than streaming' },
  stopped: { rate: true, better: 'lower', unit: 'share', says: 'answers that their user stopped' },
  regenerated: { rate: true, better: 'lower', unit: 'share', says: 'answers whose question was asked again as it was' },
  follow_up: { rate: true, better: 'higher', unit: 'share', says: 'answers that another question followed' },
  helpful: { rate: true, better: 'higher', unit: 'share', says: 'rated answers that were rated up' },
  reading: { rate: false, better: 'higher', unit: 'ms', says: 'time an answer was in view' },
  confidence: {
    rate: false,
    better: 'higher',
    unit: 'score',
    says: 'confidence from 0 to 1 as the judge model has it',
  },
  confidence_heuristic: {
    rate: false,
    better: 'higher',
    unit: 'score',
    says: 'the same by rules, where no judge has read it',
  },
  first_token: { rate: false, better: 'lower', unit: 'ms', says: 'time to the first token' },
  duration: { rate: false, better: 'lower', unit: 'ms', says: 'time to the end of the answer' },
  tokens: { rate: false, better: 'lower', unit: 'tokens', says: 'tokens used, all attempts' },
  cost: { rate: false, better: 'lower', unit: 'usd', says: 'cost, where the provider tells it' },
  warnings: { rate: false, better: 'lower', unit: 'count', says: 'warnings shown with an answer' },
} as const satisfies Record<string, MetricEntry>;

export type ExperimentMetricName = keyof typeof EXPERIMENT_METRICS;
