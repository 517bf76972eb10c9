/** What the journal's address says: a named period, any filters of the list of trades, and an open trade. */
import { PERIODS, type PeriodName } from '../format/dates.ts';

/** The filters of `GET /api/trades` that an address may carry; lists are comma-separated. */
export const FILTER_KEYS = [
  'from',
  'to',
  'symbols',
  'exclude_symbols',
  'sides',
  'tags',
  'setups',
  'accounts',
  'asset_classes',
  'weekdays',
  'hours',
  'outcomes',
  'min_pnl',
  'max_pnl',
  'min_holding_seconds',
  'max_holding_seconds',
  'first_of_day',
  'last_n',
  'unit',
  'status',
] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];

export type JournalFilters = { readonly [key in FilterKey]?: string };

export interface JournalSearch extends JournalFilters {
  readonly period?: PeriodName;
  /** The trade that is open. */
  readonly trade?: string;
}

/** Reads an address; what is not known is left out. */
export function readSearch(search: Record<string, unknown>): JournalSearch {
  const period = PERIODS.find((name) => name === search['period']);
  const trade = search['trade'];
  return {
    ...filtersOf(search),
    ...(period ? { period } : {}),
    ...(typeof trade === 'string' && trade !== '' ? { trade } : {}),
  };
}

/** Only the filters. The router reads `2026` as a number: a filter is text again. */
export function filtersOf(search: { readonly [key in FilterKey]?: unknown }): JournalFilters {
  return Object.fromEntries(
    FILTER_KEYS.flatMap((key) => {
      const value = search[key];
      const given = (typeof value === 'string' && value !== '') || typeof value === 'number';
      return given ? [[key, String(value)]] : [];
    }),
  );
}
