/** Turns P&L by day or week into the points of an equity curve. */
import type { TradeRow } from '@tradistry/protocol';
import { runningSums } from '../format/decimal.ts';

/** A day and the P&L of all trades up to it, exact. */
export interface EquityPoint {
  readonly day: string;
  readonly total: string;
}

/** Points in order of time; `key` is what the rows are grouped by. */
export function equityPoints(rows: readonly TradeRow[], key: 'day' | 'week'): EquityPoint[] {
  const days = rows
    .map((row) => ({ day: dayOf(String(row.group[key] ?? '')), pnl: String(row.metrics['pnl'] ?? '0') }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
  const sums = runningSums(days.map(({ pnl }) => pnl));
  return days.map(({ day }, at) => ({ day, total: sums[at] ?? '0' }));
}

/** A day as it is; a week, `2026-W12`, by its Monday. */
function dayOf(group: string): string {
  const week = /^(\d{4})-W(\d{2})$/.exec(group);
  if (!week) return group;
  // ISO 8601: the week with 4 January in it is the first.
  const fourth = new Date(Date.UTC(Number(week[1]), 0, 4));
  const weekday = fourth.getUTCDay() || 7;
  return new Date(fourth.getTime() + ((Number(week[2]) - 1) * 7 + 1 - weekday) * 86_400_000).toISOString().slice(0, 10);
}
