/** The other trades: filters that hold everything but what given filters hold, for "without Fridays" and "than on other days". */
import type { TradeFilters } from '@tradistry/protocol';
import type { JournalNames } from '../../journal/trade-ports.ts';

/** The dimensions that a filter limits; money and `last_n` have no opposite here. */
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
  return accounts ? { accounts } : null;
}

function opposite<T>(all: readonly T[], some: readonly T[] | undefined): T[] | null {
  if (!some) return null;
  const others = all.filter((value) => !some.includes(value));
  return others.length > 0 ? others : null;
}
