/** The version that surely does best: by the lower bound of its figure, never by the figure itself. */
import { EXPERIMENT_METRICS, type PromptStrategy, type PromptType } from '@tradistry/protocol';
import type { ArmMoments, Labels } from './ports.ts';
import { boundArm } from './statistics/compare-arms.ts';

const ALPHA = 0.05;

interface Candidates {
  readonly type: PromptType;
  readonly strategy: PromptStrategy;
  /** Only versions that one of them names are in question. */
  readonly labels: Labels;
  readonly performance: readonly ArmMoments[];
}

/** `null`: the strategy does not ask, or no labelled version has users enough. */
export function bestVersion({ type, strategy, labels, performance }: Candidates): number | null {
  if (strategy.strategy !== 'BEST_PERFORMANCE') return null;
  const { metric, min_users: narrowestAt } = strategy;
  let best: { version: number; lower: number } | null = null;
  for (const version of new Set(labels.values())) {
    const of = performance.find((each) => each.arm === `${type}@${version}` && each.metric === metric);
    if (!of || of.moments.users < narrowestAt) continue;
    const bounded = boundArm(
      { moments: of.moments, isBounded: EXPERIMENT_METRICS[metric].bounded },
      { alpha: ALPHA, narrowestAt },
    );
    if (bounded && (!best || bounded.lower > best.lower)) best = { version, lower: bounded.lower };
  }
  return best?.version ?? null;
}
