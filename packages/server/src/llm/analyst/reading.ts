/** What a question was understood to ask, before any figure is known. */
import type { FeeBasis, GroupKey, Metric, TradeFilters, TradeUnit } from '@tradistry/protocol';

/** What kind of answer is wanted. */
export type Intent =
  | 'figures'
  | 'overview'
  | 'why'
  | 'weak_spots'
  | 'positions'
  | 'trades'
  | 'notes'
  | 'advice'
  | 'help'
  | 'unknown';

/** Which groups come first, for "which symbol makes most" and "worst day". */
export interface Ranking {
  readonly metric: Metric;
  readonly direction: 'asc' | 'desc';
}

/** A question as read. */
export interface Reading {
  readonly intent: Intent;
  readonly metrics: readonly Metric[];
  readonly filters: TradeFilters;
  /** The other side of a comparison. */
  readonly compareWith: TradeFilters | null;
  readonly groupBy: readonly GroupKey[];
  readonly ranking: Ranking | null;
  /** How many groups or trades were asked for. */
  readonly count: number | null;
  readonly unit: TradeUnit | null;
  readonly feeBasis: FeeBasis | null;
  readonly timeOf: 'entry' | 'exit' | null;
  /** What the notes should be about; null: whatever is newest. */
  readonly noteWords: string | null;
  /** The meaning of the metrics was asked for too. */
  readonly define: boolean;
  /** Readings that were chosen among several, as sentences to be said. */
  readonly assumptions: readonly string[];
  /** Set: a figure might be another than the one that was asked for, so none is given. */
  readonly doubt: Doubt | null;
}

/** Why there is no figure, as a sentence, and questions to ask instead; none: those that the reading suggests. */
export interface Doubt {
  readonly said: string;
  readonly instead: readonly string[];
}

/** Nothing read yet. */
export const NOTHING_READ: Reading = {
  intent: 'unknown',
  metrics: [],
  filters: {},
  compareWith: null,
  groupBy: [],
  ranking: null,
  count: null,
  unit: null,
  feeBasis: null,
  timeOf: null,
  noteWords: null,
  define: false,
  assumptions: [],
  doubt: null,
};
