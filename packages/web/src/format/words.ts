/** The names that people read for metrics, groups and the basis of a figure. */
import type { GroupKey, Metric, TradeResult } from '@tradistry/protocol';
import { day } from './dates.ts';

const METRICS: Record<Metric, string> = {
  trades: 'Trades',
  wins: 'Wins',
  losses: 'Losses',
  break_evens: 'Break-even',
  win_rate: 'Win rate',
  pnl: 'P&L',
  gross_pnl: 'Gross P&L',
  fees: 'Fees',
  avg_win: 'Average win',
  avg_loss: 'Average loss',
  payoff: 'Payoff',
  profit_factor: 'Profit factor',
  expectancy: 'Expectancy',
  best: 'Best',
  worst: 'Worst',
  max_drawdown: 'Max drawdown',
  max_win_streak: 'Longest win streak',
  max_loss_streak: 'Longest loss streak',
  current_streak: 'Current streak',
  avg_holding_seconds: 'Average holding time',
  quantity: 'Quantity',
};

const GROUPS: Record<GroupKey, string> = {
  symbol: 'Symbol',
  weekday: 'Weekday',
  hour: 'Hour',
  side: 'Side',
  day: 'Day',
  week: 'Week',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
  account: 'Account',
  tag: 'Tag',
  setup: 'Setup',
  asset_class: 'Asset class',
  outcome: 'Outcome',
};

const UNITS: Record<TradeResult['unit'], string> = {
  trade: 'by trade, flat to flat',
  pair: 'by matched pair',
  strategy: 'by strategy',
};

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** A metric's or group's name; one that this page does not know is said as it is. */
export function nameOf(key: string): string {
  const names: Record<string, string> = { ...METRICS, ...GROUPS };
  return names[key] ?? key.replaceAll('_', ' ');
}

/** A group's value: weekdays by name, hours as times, the rest as it is. */
export function groupValue(key: string, value: string | number): string {
  if (key === 'weekday') return WEEKDAYS[Number(value) - 1] ?? String(value);
  if (key === 'hour') return `${String(value).padStart(2, '0')}:00`;
  return String(value).replaceAll('_', ' ');
}

/** What a result rests on: how many trades, which unit, net or gross, zone and period. */
export function basisOf(result: TradeResult): string {
  const { included, matching, open, in_review: review } = result.completeness;
  const parts = [
    `${included} of ${matching} ${matching === 1 ? 'trade' : 'trades'}`,
    UNITS[result.unit],
    result.fee_basis === 'net' ? 'net of fees' : 'before fees',
    `${result.time_of} time, ${result.time_zone}`,
    periodOf(result.period),
  ];
  if (open > 0) parts.push(`${open} still open`);
  if (review > 0) parts.push(`${review} in review`);
  return parts.filter((part) => part !== '').join(' · ');
}

function periodOf({ from, to }: TradeResult['period']): string {
  if (from === null && to === null) return 'all time';
  if (from === null) return `until ${day(to ?? '', 'UTC')}`;
  return to === null ? `since ${day(from, 'UTC')}` : `${day(from, 'UTC')} to ${day(to, 'UTC')}`;
}
