/** Turns a figure's query and one of its rows into the journal's own filters. */
import type { TradeQuery, TradeResult } from '@tradistry/protocol';
import { monthEnd } from '../format/dates.ts';
import type { JournalSearch } from '../journal/journal-search.ts';

type Group = Readonly<Record<string, string | number>>;

/** The journal's filters that show a row's trades; what it cannot filter by is left out. */
export function journalSearch(query: TradeQuery, result: TradeResult, group: Group): JournalSearch {
  const { filters } = query;
  const joined = (values: readonly (string | number)[] | undefined) => values?.join(',');
  return defined({
    ...days(result, group),
    symbols: text(group['symbol']) ?? joined(filters.symbols),
    exclude_symbols: joined(filters.exclude_symbols),
    sides: text(group['side']) ?? joined(filters.sides),
    tags: text(group['tag']) ?? joined(filters.tags),
    setups: text(group['setup']) ?? joined(filters.setups),
    accounts: text(group['account']) ?? joined(filters.accounts),
    asset_classes: text(group['asset_class']) ?? joined(filters.asset_classes),
    weekdays: text(group['weekday']) ?? joined(filters.weekdays),
    hours: text(group['hour']) ?? joined(filters.hours),
    outcomes: text(group['outcome']) ?? joined(filters.outcomes),
    min_pnl: filters.min_pnl,
    max_pnl: filters.max_pnl,
    min_holding_seconds: text(filters.holding_seconds?.min),
    max_holding_seconds: text(filters.holding_seconds?.max),
    first_of_day: text(filters.first_of_day),
    last_n: text(filters.last_n),
    unit: result.unit,
    status: 'closed',
  });
}

function days(result: TradeResult, group: Group): { from: string | undefined; to: string | undefined } {
  const day = text(group['day']);
  if (day) return { from: day, to: day };
  const month = text(group['month']);
  if (month && /^\d{4}-\d{2}$/.test(month)) return { from: `${month}-01`, to: monthEnd(month) };
  const [, of, quarter] = /^(\d{4})-Q(\d)$/.exec(text(group['quarter']) ?? '') ?? [];
  if (quarter) {
    const months = [3 * Number(quarter) - 2, 3 * Number(quarter)].map(
      (month) => `${of}-${String(month).padStart(2, '0')}`,
    );
    return { from: `${months[0]}-01`, to: monthEnd(months[1] ?? '') };
  }
  const year = text(group['year']);
  if (year) return { from: `${year}-01-01`, to: `${year}-12-31` };
  return { from: result.period.from ?? undefined, to: result.period.to ?? undefined };
}

function text(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function defined(fields: Record<string, string | undefined>): JournalSearch {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
