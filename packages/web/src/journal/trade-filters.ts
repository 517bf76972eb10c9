/** What the journal's address asks for, as the filters of figures and of the list of trades. */
import type { TradeFilters } from '@tradistry/protocol';
import { type Days, periodDays } from '../format/dates.ts';
import { filtersOf, type JournalFilters, type JournalSearch } from './journal-search.ts';

/** The flat filters, with a named period as its days; days of their own go before the name. */
export function listFilters(search: JournalSearch, now: Date, timeZone: string): JournalFilters {
  const days: Days = search.period ? periodDays(search.period, now, timeZone) : {};
  return { ...days, ...filtersOf(search) };
}

/** The same filters as figures take them. */
export function figureFilters(flat: JournalFilters): Partial<TradeFilters> {
  const { from, to, min_pnl, max_pnl, min_holding_seconds: least, max_holding_seconds: most } = flat;
  const lists = (
    ['symbols', 'exclude_symbols', 'sides', 'tags', 'setups', 'accounts', 'asset_classes', 'outcomes'] as const
  ).flatMap((key) => (flat[key] ? [[key, flat[key].split(',')] as const] : []));
  const numbers = (['weekdays', 'hours'] as const).flatMap((key) =>
    flat[key] ? [[key, flat[key].split(',').map(Number)] as const] : [],
  );
  const amounts = (['first_of_day', 'last_n'] as const).flatMap((key) =>
    flat[key] ? [[key, Number(flat[key])] as const] : [],
  );
  // The address is the user's own text: the server checks it and says what is wrong with it.
  return {
    ...(from || to ? { period: { ...(from ? { from } : {}), ...(to ? { to } : {}) } } : {}),
    ...Object.fromEntries([...lists, ...numbers, ...amounts]),
    ...(least || most
      ? { holding_seconds: { ...(least ? { min: Number(least) } : {}), ...(most ? { max: Number(most) } : {}) } }
      : {}),
    ...(min_pnl ? { min_pnl } : {}),
    ...(max_pnl ? { max_pnl } : {}),
  } as Partial<TradeFilters>;
}
