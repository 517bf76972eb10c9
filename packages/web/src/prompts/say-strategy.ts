/** How a type's versions are chosen, in a sentence. */
import type { PromptOverview, PromptStrategy } from '@tradistry/protocol';

export const STRATEGY_NAMES: Record<PromptStrategy['strategy'], string> = {
  LATEST_VERSION: 'The version of a label',
  BEST_PERFORMANCE: 'The best by its figures',
};

export const METRIC_NAMES: Record<Extract<PromptStrategy, { strategy: 'BEST_PERFORMANCE' }>['metric'], string> = {
  helpful: 'rated up',
  success: 'completed',
  confidence: 'confidence',
  agreement: 'agreement with ratings',
};

export function sayStrategy({ strategy, version }: Pick<PromptOverview, 'strategy' | 'version'>): string {
  const users = `Users get version ${version}`;
  if (strategy.strategy === 'LATEST_VERSION') return `${users}: the one labelled ${strategy.label}.`;
  const { metric, min_users, label } = strategy;
  return `${users}: of the labelled versions with ${min_users} users or more the one that is surely best (${METRIC_NAMES[metric]}); while there is none, the one labelled ${label}.`;
}
