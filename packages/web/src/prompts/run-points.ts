/** How a variant's interval ran, as places in a box: users to the right, the difference upwards. */
import type { ExperimentLook, ExperimentResults } from '@tradistry/protocol';

export interface RunPoint {
  readonly users: number;
  /** `null`: this is now. */
  readonly at: string | null;
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
}

/** The variant's part of each look, and what is known now. */
export function runPoints({ looks, comparisons, verdict }: ExperimentResults, variant: string): RunPoint[] {
  const kept = looks.flatMap((look) => pointOf(look, variant));
  const now = comparisons.find((each) => each.variant === variant && each.role === 'primary');
  if (!now || now.difference === null || now.lower === null || now.upper === null) return kept;
  const { difference, lower, upper } = now;
  const before = kept.filter(({ users }) => users < verdict.users);
  return [...before, { users: verdict.users, at: null, difference, lower, upper }];
}

function pointOf({ users, at, differences }: ExperimentLook, variant: string): RunPoint[] {
  const found = differences.find((each) => each.variant === variant);
  return found ? [{ users, at, difference: found.difference, lower: found.lower, upper: found.upper }] : [];
}

export interface Box {
  /** From 0 to 100, from the left and from above. */
  readonly x: (users: number) => number;
  readonly y: (difference: number) => number;
  readonly low: number;
  readonly high: number;
}

/** First intervals are as wide as anything can be: they may leave the box, for what matters is how it goes on. */
const FROM_PART = 0.2;

/** Zero is always in it. */
export function boxOf(points: readonly RunPoint[]): Box {
  const most = points.at(-1)?.users ?? 1;
  const least = points[0]?.users ?? 0;
  const later = points.filter(({ users }) => users >= FROM_PART * most);
  const low = Math.min(0, ...later.map(({ lower }) => lower));
  const high = Math.max(0, ...later.map(({ upper }) => upper));
  const span = high - low || 1;
  const clamp = (value: number) => Math.min(100, Math.max(0, value));
  return {
    low,
    high,
    x: (users) => clamp((100 * (users - least)) / (most - least || 1)),
    y: (difference) => clamp((100 * (high - difference)) / span),
  };
}
