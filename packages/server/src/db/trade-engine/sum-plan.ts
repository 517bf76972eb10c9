/** Which questions sums can answer: those about all trades, or along one cut, in any period and on any weekdays. */
import type { GroupKey, TradeFilters } from '@tradistry/protocol';
import { CUTS, type Cut } from './sum-cuts.ts';
import type { TradeScope } from './trade-filter.ts';

export interface SumPlan {
  readonly cut: Cut;
  /** Some values of the cut become one row. */
  readonly merges: boolean;
  /** Whole months will do where the period holds them. */
  readonly byMonth: boolean;
}

interface Asked {
  readonly filters: TradeFilters;
  readonly groupBy: readonly GroupKey[];
  readonly scope: TradeScope;
}

/** Filters to the cut that they choose values of; what is not here, and no time, cannot be told from sums. */
const CUT_FILTERS: Partial<Record<keyof TradeFilters, Cut>> = {
  ...{ symbols: 'symbol', hours: 'hour', sides: 'side', asset_classes: 'asset_class', accounts: 'account' },
};
const TIME_FILTERS: readonly string[] = ['period', 'weekdays'];
const TIME_KEYS: readonly GroupKey[] = ['weekday', 'day', 'week', 'month', 'quarter', 'year'];
const WITHIN_MONTHS: readonly GroupKey[] = ['weekday', 'day', 'week'];

/** `null`: only the trades themselves can tell. */
export function planSums({ filters, groupBy, scope }: Asked): SumPlan | null {
  if (scope.timeOf !== 'exit') return null;
  const filtered = filtersOf(filters).map((name) => CUT_FILTERS[name]);
  const grouped = groupBy.filter((key) => !TIME_KEYS.includes(key)).map((key) => CUTS.find((cut) => cut === key));
  const cuts = new Set([...filtered, ...grouped]);
  if (cuts.size > 1) return null;
  const [cut = cuts.size > 0 ? null : 'all'] = cuts;
  if (cut === null) return null;
  const merges = cut !== 'all' && grouped.length === 0;
  // Hours follow each other within a day; of other values that are merged nobody knows which trade came first.
  const severalHours = cut === 'hour' && merges && (filters.hours?.length ?? 0) > 1;
  const inMonths = !filters.weekdays && !groupBy.some((key) => WITHIN_MONTHS.includes(key)) && !severalHours;
  return { cut, merges, byMonth: inMonths };
}

function filtersOf(filters: TradeFilters): (keyof TradeFilters)[] {
  // Keys of an object are strings to the compiler; these are the schema's.
  const names = Object.keys(filters) as (keyof TradeFilters)[];
  return names.filter((name) => filters[name] !== undefined && !TIME_FILTERS.includes(name));
}
