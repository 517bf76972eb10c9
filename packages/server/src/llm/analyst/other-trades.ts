/** The other trades: filters that hold everything but what given filters hold, for "without Fridays" and "than on other days". */
import type { HoldingSeconds, TradeFilters } from '@tradistry/protocol';
import type { JournalNames } from '../../journal/trade-ports.ts';

/** The dimensions that a filter limits; money, days and numbers of trades have no opposite here. */
const DIMENSIONS = [
  'weekdays',
  'hours',
  'symbols',
  'sides',
  'asset_classes',
  'accounts',
  'tags',
  'setups',
  'outcomes',
  'period',
  'last_n',
  'min_pnl',
  'max_pnl',
  'holding_seconds',
  'first_of_day',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What is limited by these filters. */
export function dimensionsOf(filters: TradeFilters): Dimension[] {
  return DIMENSIONS.filter((dimension) => filters[dimension] !== undefined);
}

/** Everything but the trades of the first limited dimension that has an opposite; null where none has one. */
export function otherTrades(filters: TradeFilters, names: JournalNames): TradeFilters | null {
  const weekdays = opposite([1, 2, 3, 4, 5, 6, 7], filters.weekdays);
  if (weekdays) return { weekdays };
  const hours = opposite(
    Array.from({ length: 24 }, (_, hour) => hour),
    filters.hours,
  );
  if (hours) return { hours };
  if (filters.symbols) return { exclude_symbols: filters.symbols };
  const sides = opposite(['long', 'short'] as const, filters.sides);
  if (sides) return { sides };
  const classes = opposite(['stock', 'option', 'future', 'crypto', 'forex'] as const, filters.asset_classes);
  if (classes) return { asset_classes: classes };
  const outcomes = opposite(['win', 'loss', 'break_even'] as const, filters.outcomes);
  if (outcomes) return { outcomes };
  const accounts = opposite(names.accounts, filters.accounts);
  if (accounts) return { accounts };
  const held = filters.holding_seconds && otherHolding(filters.holding_seconds);
  return held ? { holding_seconds: held } : null;
}

/** What is longer than the longest begins a moment later; what lies between bounds has others on both sides. */
function otherHolding({ min, max }: HoldingSeconds): HoldingSeconds | null {
  if (min !== undefined && max !== undefined) return null;
  if (min !== undefined) return { max: later(min, -1) };
  return max === undefined ? null : { min: later(max, 1) };
}

/** Times are kept to the millisecond. */
function later(seconds: number, milliseconds: number): number {
  return Math.round(seconds * 1000 + milliseconds) / 1000;
}

function opposite<T>(all: readonly T[], some: readonly T[] | undefined): T[] | null {
  if (!some) return null;
  const others = all.filter((value) => !some.includes(value));
  return others.length > 0 ? others : null;
}
