/** How well rankings answer questions: Hit@1, Hit@5 and MRR, each with the interval that chance alone would explain. */
import type { EvalQuestion } from './read-questions.ts';

/** Ids of notes, best first. */
export type Ranking = readonly string[];

export interface Interval {
  readonly value: number;
  /** 95 %, by bootstrap over the questions. */
  readonly low: number;
  readonly high: number;
}

export interface Score {
  readonly n: number;
  readonly hit1: Interval;
  readonly hit5: Interval;
  /** Mean of 1 / rank of the first right note among the first ten. */
  readonly mrr: Interval;
}

const RESAMPLES = 4000;
const DEPTH = 10;

/** `rankings` in the order of `questions`. */
export function scoreOf(questions: readonly EvalQuestion[], rankings: readonly Ranking[]): Score {
  const ranks = questions.map(({ gold }, at) => (rankings[at] ?? []).findIndex((id) => gold.has(id)) + 1);
  return {
    n: ranks.length,
    hit1: intervalOf(ranks.map((rank) => (rank === 1 ? 1 : 0))),
    hit5: intervalOf(ranks.map((rank) => (rank > 0 && rank <= 5 ? 1 : 0))),
    mrr: intervalOf(ranks.map((rank) => (rank > 0 && rank <= DEPTH ? 1 / rank : 0))),
  };
}

function intervalOf(values: readonly number[]): Interval {
  const random = seeded(20251219);
  const means = Array.from({ length: RESAMPLES }, () =>
    mean(values.map(() => values[Math.floor(random() * values.length)] ?? 0)),
  ).sort((a, b) => a - b);
  const at = (share: number) => means[Math.floor(share * (RESAMPLES - 1))] ?? 0;
  return { value: mean(values), low: at(0.025), high: at(0.975) };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The same interval each time: Mulberry32, https://github.com/bryc/code/blob/master/jshash/PRNGs.md. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
