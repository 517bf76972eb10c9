/** Filters in words: "on NVDA, long trades, on Fridays, in March 2026". */
import type { FeeBasis, HoldingSeconds, TradeFilters, TradeUnit } from '@tradistry/protocol';
import { spanOf } from './calendar.ts';
import { escapeLine } from './compose.ts';
import { WEEKDAY_NAMES } from './lexicon.ts';
import { writeDay, writeDays, writeDuration, writeGroup, writeMoney } from './write-figure.ts';

/** Whose day it is, for "this month" and "today"; and the currency of limits. */
export interface Clock {
  readonly today: string;
  readonly currency: string;
}

/** Everything that limits the trades, without the period; empty where nothing does. Begins with a blank. */
function sayTrades(filters: TradeFilters, clock: Clock): string {
  const said = [
    filters.last_n && `over your last ${filters.last_n === 1 ? 'trade' : `${filters.last_n} trades`}`,
    filters.symbols && `on ${allOf(filters.symbols.map(escapeLine))}`,
    filters.exclude_symbols && `without ${allOf(filters.exclude_symbols.map(escapeLine))}`,
    filters.asset_classes &&
      `in ${allOf(filters.asset_classes.map((kind) => writeGroup('asset_class', kind).toLowerCase()))}`,
    filters.sides && `on the ${allOf(filters.sides)} side`,
    filters.outcomes &&
      `among ${allOf(filters.outcomes.map((outcome) => writeGroup('outcome', outcome).toLowerCase()))}`,
    filters.tags && `tagged ${allOf(filters.tags.map(quoted))}`,
    filters.setups && `with the setup ${allOf(filters.setups.map(quoted))}`,
    filters.accounts && `in the account ${allOf(filters.accounts.map(quoted))}`,
    filters.min_pnl && `with a P&L of at least ${writeMoney(filters.min_pnl, clock.currency)}`,
    filters.max_pnl && `with a P&L of at most ${writeMoney(filters.max_pnl, clock.currency)}`,
    filters.holding_seconds && sayHolding(filters.holding_seconds),
    filters.first_of_day && sayFirst(filters.first_of_day),
    filters.weekdays && sayWeekdays(filters.weekdays),
    filters.hours && sayHours(filters.hours),
  ].filter((part): part is string => typeof part === 'string');
  return said.map((part) => ` ${part}`).join('');
}

/** The same with the period: " on NVDA this month". */
export function sayScope(filters: TradeFilters, clock: Clock): string {
  return sayTrades(filters, clock) + sayPeriod(filters.period, clock.today);
}

/** What is a moment beyond a whole second is beyond, not at, the bound that was asked for. */
function sayHolding({ min, max }: HoldingSeconds): string {
  const from = min !== undefined && `${Number.isInteger(min) ? 'of at least' : 'over'} ${writeDuration(min)}`;
  const to = max !== undefined && `${Number.isInteger(max) ? 'of at most' : 'under'} ${writeDuration(max)}`;
  return `with a holding time ${[from, to].filter((part) => part !== false).join(' and ')}`;
}

function sayFirst(count: number): string {
  return `among the first ${count === 1 ? '' : `${count} `}opened on each day`;
}

function quoted(name: string): string {
  return `“${escapeLine(name)}”`;
}

function allOf(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function sayWeekdays(days: readonly number[]): string {
  const missing = [1, 2, 3, 4, 5, 6, 7].filter((day) => !days.includes(day));
  const names = (list: readonly number[]) => allOf(list.map((day) => `${WEEKDAY_NAMES[day]}s`));
  if (days.length > 3 && missing.length > 0) return `on days other than ${names(missing)}`;
  return `on ${names(days)}`;
}

function sayHours(hours: readonly number[]): string {
  const first = hours[0] ?? 0;
  const last = hours.at(-1) ?? 23;
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  if (last - first + 1 !== hours.length) return `in the hours from ${hours.map(clock).join(', ')}`;
  if (first === 0) return `before ${clock(last + 1)}`;
  return last === 23 ? `from ${clock(first)} on` : `between ${clock(first)} and ${clock(last + 1)}`;
}

/** " this month", " in March 2026", " since Jun 1, 2026"; empty for all time. */
export function sayPeriod(period: TradeFilters['period'], today: string): string {
  const { from, to } = period ?? {};
  if (from && to) return ` ${sayRange(from, to, today)}`;
  if (from) return ` since ${writeDay(from)}`;
  return to ? ` up to ${writeDay(to)}` : '';
}

function sayRange(from: string, to: string, today: string): string {
  if (from === to) return from === today ? 'today' : `on ${writeDay(from)}`;
  for (const unit of ['week', 'month', 'quarter', 'year'] as const) {
    const now = spanOf(unit, today, 0);
    if (from === now.from && (to === now.to || to === today)) return `this ${unit}`;
  }
  return (
    sayCalendar(from, to) ?? (to === today ? `since ${writeDay(from)}` : `from ${writeDay(from)} to ${writeDay(to)}`)
  );
}

function sayCalendar(from: string, to: string): string | null {
  const year = spanOf('year', from, 0);
  if (year.from === from && year.to === to) return `in ${from.slice(0, 4)}`;
  const month = spanOf('month', from, 0);
  if (month.from === from && month.to === to) return `in ${writeGroup('month', from.slice(0, 7))}`;
  const quarter = spanOf('quarter', from, 0);
  if (quarter.from === from && quarter.to === to)
    return `in Q${Math.ceil(Number(from.slice(5, 7)) / 3)} ${from.slice(0, 4)}`;
  return null;
}

/** "by trade, from flat to flat". */
export const UNIT_WORDS: Record<TradeUnit, string> = {
  trade: 'by trade (flat to flat)',
  pair: 'by pair (matched lot)',
  strategy: 'by strategy (legs opened together)',
};
/** One and several of a unit. */
export const UNIT_NAMES: Record<TradeUnit, readonly [string, string]> = {
  trade: ['trade', 'trades'],
  pair: ['pair', 'pairs'],
  strategy: ['strategy', 'strategies'],
};
/** At the head of a column. */
export const UNIT_TITLES: Record<TradeUnit, string> = { trade: 'Trades', pair: 'Pairs', strategy: 'Strategies' };
export const BASIS_WORDS: Record<FeeBasis, string> = { net: 'net of fees', gross: 'before fees' };

/** The first and last day that a figure covers. */
export function sayDays(period: { from: string | null; to: string | null }): string {
  if (period.from && period.to) return writeDays(period.from, period.to);
  if (period.from) return `since ${writeDay(period.from)}`;
  return period.to ? `up to ${writeDay(period.to)}` : 'all time';
}
