/** What experiments measure, and of which prompts: tables without schemas, so that a page can have them alone. */
import type { PromptType } from './prompts.ts';

/** What is measured of each execution of a prompt: an answer, or a title, summary or judgement. */
interface MetricEntry {
  /** True: each answer counts from 0 to 1, and so does the figure. */
  readonly bounded: boolean;
  readonly better: 'higher' | 'lower';
  readonly unit: 'share' | 'ms' | 'tokens' | 'usd' | 'count' | 'characters' | 'score';
  readonly says: string;
}

/** Every metric. Where an answer has none of it (nobody rated it), it does not count in that figure. */
export const EXPERIMENT_METRICS = {
  success: {
    bounded: true,
    better: 'higher',
    unit: 'share',
    says: 'what a model completed and can be used, of all but stopped answers',
  },
  error: {
    bounded: true,
    better: 'lower',
    unit: 'share',
    says: 'what failed, broke off, came from the last layer or cannot be used',
  },
  fallback: { bounded: true, better: 'lower', unit: 'share', says: 'answers by another layer than streaming' },
  stopped: { bounded: true, better: 'lower', unit: 'share', says: 'answers that their user stopped' },
  regenerated: {
    bounded: true,
    better: 'lower',
    unit: 'share',
    says: 'answers whose question was asked again as it was',
  },
  follow_up: { bounded: true, better: 'higher', unit: 'share', says: 'answers that another question followed' },
  helpful: { bounded: true, better: 'higher', unit: 'share', says: 'rated answers that were rated up' },
  reading: { bounded: false, better: 'higher', unit: 'ms', says: 'time an answer was in view' },
  confidence: {
    bounded: true,
    better: 'higher',
    unit: 'score',
    says: 'confidence from 0 to 1 as the judge model has it',
  },
  confidence_heuristic: {
    bounded: true,
    better: 'higher',
    unit: 'score',
    says: 'the same by rules, where no judge has read it',
  },
  first_token: { bounded: false, better: 'lower', unit: 'ms', says: 'time to the first token' },
  duration: { bounded: false, better: 'lower', unit: 'ms', says: 'time to the end of the answer' },
  tokens: { bounded: false, better: 'lower', unit: 'tokens', says: 'tokens used, all attempts' },
  cost: { bounded: false, better: 'lower', unit: 'usd', says: 'cost, where the provider tells it' },
  warnings: { bounded: false, better: 'lower', unit: 'count', says: 'warnings shown with an answer' },
  length: { bounded: false, better: 'lower', unit: 'characters', says: 'length of a title or a summary' },
  agreement: {
    bounded: true,
    better: 'higher',
    unit: 'score',
    says: 'how near a judgement is to its answer’s rating: 1 is at one, 0 the opposite',
  },
} as const satisfies Record<string, MetricEntry>;

export type ExperimentMetricName = keyof typeof EXPERIMENT_METRICS;

// Its keys are the names, as the type says.
const NAMES = Object.keys(EXPERIMENT_METRICS) as ExperimentMetricName[];
const OF_CALLS = ['success', 'error', 'duration', 'tokens', 'cost'] as const;

function allBut(...left: ExperimentMetricName[]): readonly ExperimentMetricName[] {
  return NAMES.filter((name) => !left.includes(name));
}

/** What is known of each type: of a turn's prompts what became of the turn, of a call beside the turns what it came to. */
export const METRICS_OF: Readonly<Record<PromptType, readonly ExperimentMetricName[]>> = {
  chat: allBut('length', 'agreement'),
  // Its layer is always the same one.
  legacy: allBut('length', 'agreement', 'fallback'),
  // The first token was there before it.
  continuation: allBut('length', 'agreement', 'first_token'),
  title: [...OF_CALLS, 'length'],
  summary: [...OF_CALLS, 'length'],
  confidence: [...OF_CALLS, 'confidence', 'agreement'],
};

/** Those by which versions of a type can be told better from worse: a judge that gives higher scores is no better judge. */
export function decidingMetrics(type: PromptType): readonly ExperimentMetricName[] {
  return METRICS_OF[type].filter((name) => type !== 'confidence' || name !== 'confidence');
}

/** Why a metric cannot decide between versions of a type, as the end of a sentence about it; `null`: it can. */
export function whyNotDecide(type: PromptType, metric: ExperimentMetricName): string | null {
  const deciding = decidingMetrics(type);
  if (deciding.includes(metric)) return null;
  const why = METRICS_OF[type].includes(metric)
    ? 'a judge that gives higher scores is no better judge'
    : `${metric} says nothing of prompts of type ${type}`;
  return `must be one of ${deciding.join(', ')}: ${why}`;
}
