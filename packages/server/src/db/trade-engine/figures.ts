/** From the database's exact sums to metrics: decimal arithmetic, with a reason wherever a figure is not defined. */
import type { Metric } from '@tradistry/protocol';
import { Decimal } from 'decimal.js';
import type { RawRow } from './row-statement.ts';
import { findStreaks } from './streaks.ts';

/** Half away from zero, and wide enough for 18 digits before and 40 after the point. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
/** Digits after the point of what is divided. Sums are exact and keep all of theirs. */
const QUOTIENT_DIGITS = 10;

type Value = string | number | { readonly missing: string };

/** The value of each metric, and why it is null where it is. Money keeps every digit it has, at least two. */
export function figuresOf(
  row: RawRow,
  metrics: Iterable<Metric>,
): {
  metrics: Record<string, string | number | null>;
  reasons: Record<string, string>;
} {
  const values: Record<string, string | number | null> = {};
  const reasons: Record<string, string> = {};
  for (const metric of metrics) {
    const value = FIGURES[metric](row);
    values[metric] = typeof value === 'object' ? null : value;
    if (typeof value === 'object') reasons[metric] = value.missing;
  }
  return { metrics: values, reasons };
}

const NO_WIN = { missing: 'There is no winning trade.' };
const NO_LOSS = { missing: 'There is no losing trade.' };

const FIGURES: Record<Metric, (row: RawRow) => Value> = {
  trades: (row) => row.n,
  wins: (row) => row.wins,
  losses: (row) => row.losses,
  break_evens: (row) => row.n - row.wins - row.losses,
  win_rate: (row) => ratio(row.wins, row.n),
  pnl: (row) => money(row.pnl),
  gross_pnl: (row) => money(sumOf(row, 'gross_pnl')),
  fees: (row) => money(sumOf(row, 'fees')),
  avg_win: (row) => (row.won == null ? NO_WIN : mean(row.won, row.wins)),
  avg_loss: (row) => (row.lost == null ? NO_LOSS : mean(row.lost, row.losses)),
  payoff: (row) => {
    if (row.won == null) return NO_WIN;
    if (row.lost == null) return NO_LOSS;
    // (won / wins) / (|lost| / losses), divided once so that nothing is rounded twice.
    return ratio(new Exact(row.won).times(row.losses), new Exact(row.lost).abs().times(row.wins));
  },
  profit_factor: (row) => (row.lost == null ? NO_LOSS : ratio(row.won ?? 0, new Exact(row.lost).abs())),
  expectancy: (row) => mean(row.pnl, row.n),
  best: (row) => money(sumOf(row, 'best')),
  worst: (row) => money(sumOf(row, 'worst')),
  max_drawdown: (row) => money(sumOf(row, 'drawdown')),
  max_win_streak: (row) => findStreaks(sumOf(row, 'outcomes')).wins,
  max_loss_streak: (row) => findStreaks(sumOf(row, 'outcomes')).losses,
  current_streak: (row) => findStreaks(sumOf(row, 'outcomes')).current,
  avg_holding_seconds: (row) => new Exact(sumOf(row, 'held_seconds')).div(row.n).toDecimalPlaces(3).toNumber(),
  quantity: (row) => new Exact(sumOf(row, 'quantity')).toFixed(),
};

// A figure must never be made of a sum that the statement did not ask for.
function sumOf(
  row: RawRow,
  name: 'gross_pnl' | 'fees' | 'quantity' | 'best' | 'worst' | 'drawdown' | 'held_seconds' | 'outcomes' | 'squares',
): string {
  const sum = row[name];
  if (sum === undefined) throw new Error(`the statement has no ${name}`);
  return sum;
}

/** The standard deviation of a row's P&Ls, as a sample's. */
export function deviationOf(row: RawRow): number {
  if (row.n < 2) return 0;
  const spread = new Exact(sumOf(row, 'squares')).minus(new Exact(row.pnl).pow(2).div(row.n));
  return spread
    .div(row.n - 1)
    .sqrt()
    .toNumber();
}

function money(value: Decimal.Value): string {
  const exact = new Exact(value);
  return exact.toFixed(Math.max(2, exact.decimalPlaces()));
}

function mean(sum: string, count: number): string {
  return money(new Exact(sum).div(count).toDecimalPlaces(QUOTIENT_DIGITS));
}

function ratio(part: Decimal.Value, whole: Decimal.Value): string {
  return new Exact(part).div(whole).toDecimalPlaces(QUOTIENT_DIGITS).toFixed();
}

/** Compares two figures or group values; null sorts last whatever the direction. */
export function compareFigures(
  a: string | number | null,
  b: string | number | null,
  direction: 'asc' | 'desc',
): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = isNumeric(a) && isNumeric(b) ? new Exact(a).comparedTo(b) : compareText(String(a), String(b));
  return direction === 'asc' ? order : -order;
}

function isNumeric(value: string | number): boolean {
  return typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(value);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
