/** How far an answer can be trusted, by rules alone: from what is known of how it was made, not from what it says. */
import type { WarningChunk } from '@tradistry/protocol';
import type { Turn } from './turn.ts';

/** What each kind of warning takes; once, however often it was given. */
const COSTS: Readonly<Record<WarningChunk['code'], number>> = {
  fallback: 0.1,
  continued: 0.05,
  retrieval_degraded: 0.1,
  unverified_figures: 0.4,
  context_trimmed: 0.1,
  model_unavailable: 0,
  tool_failed: 0.1,
  limit_near: 0,
};
const CUT = 0.2;
const LEGACY = 0.3;
/** The engine computed figures for the question, and the answer has none. */
const NO_FIGURE = 0.2;

/** From 0 to 1, of an answer that a model completed. */
export function ruleConfidence({ progress, log }: Turn): number {
  const codes = new Set(progress.warnings.map(({ code }) => code));
  const costs = [
    ...[...codes].map((code) => COSTS[code]),
    progress.finishReason === 'length' ? CUT : 0,
    progress.layer === 'legacy_prompt' ? LEGACY : 0,
    progress.figures.length > 0 && !/\d/.test(log.answer) ? NO_FIGURE : 0,
  ];
  return Math.max(0, 1 - costs.reduce((sum, cost) => sum + cost, 0));
}
