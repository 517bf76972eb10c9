/** How figures, days and names are written: en-US, the minus sign on the figure, two decimals for money. */
import type { GroupKey, Metric } from '@tradistry/protocol';
import { WEEKDAY_NAMES } from './lexicon.ts';

type Kind = 'money' | 'ratio' | 'percent' | 'count' | 'duration' | 'amount';

interface Wording {
  /** At the head of a column. */
  readonly title: string;
  /** In a sentence: "your ... is". */
  readonly name: string;
  readonly kind: Kind;
}

/** What each metric is called, and how it is written. */
export const WORDING: Record<Metric, Wording> = {
  trades: { title: 'Trades', name: 'number of trades', kind: 'count' },
  wins: { title: 'Wins', name: 'number of winning trades', kind: 'count' },
  losses: { title: 'Losses', name: 'number of losing trades', kind: 'count' },
  break_evens: { title: 'Break-evens', name: 'number of break-even trades', kind: 'count' },
  win_rate: { title: 'Win rate', name: 'win rate', kind: 'percent' },
  pnl: { title: 'P&L', name: 'P&L', kind: 'money' },
  gross_pnl: { title: 'Gross P&L', name: 'gross P&L', kind: 'money' },
  fees: { title: 'Fees', name: 'commissions and fees', kind: 'money' },
  avg_win: { title: 'Average win', name: 'average win', kind: 'money' },
  avg_loss: { title: 'Average loss', name: 'average loss', kind: 'money' },
  payoff: { title: 'Payoff', name: 'payoff ratio', kind: 'ratio' },
  profit_factor: { title: 'Profit factor', name: 'profit factor', kind: 'ratio' },
  expectancy: { title: 'Expectancy', name: 'expectancy', kind: 'money' },
  best: { title: 'Best trade', name: 'best trade', kind: 'money' },
  worst: { title: 'Worst trade', name: 'worst trade', kind: 'money' },
  max_drawdown: { title: 'Max drawdown', name: 'maximum drawdown', kind: 'money' },
  max_win_streak: { title: 'Longest win streak', name: 'longest winning streak', kind: 'count' },
  max_loss_streak: { title: 'Longest loss streak', name: 'longest losing streak', kind: 'count' },
  current_streak: { title: 'Current streak', name: 'current streak', kind: 'count' },
  avg_holding_seconds: { title: 'Holding time', name: 'average holding time', kind: 'duration' },
  quantity: { title: 'Quantity', name: 'quantity traded', kind: 'amount' },
};

/** A metric's value for people. */
export function writeMetric(metric: Metric, value: string | number, currency: string): string {
  switch (WORDING[metric].kind) {
    case 'money':
      return writeMoney(String(value), currency);
    case 'percent':
      return writePercent(String(value));
    case 'ratio':
      return writeNumber(String(value), 2);
    case 'duration':
      return writeDuration(Number(value));
    case 'count':
    case 'amount':
      return writeNumber(String(value), 0, 8);
  }
}

/** The unit of a metric's value, as a figure carries it. */
export function unitOf(metric: Metric, currency: string): string {
  const { kind } = WORDING[metric];
  if (kind === 'money') return currency;
  if (kind === 'duration') return 'seconds';
  return kind === 'count' || kind === 'amount' ? 'count' : 'ratio';
}

/** `-$41.25`. Decimal strings are rounded exactly, half away from zero. */
export function writeMoney(value: string, currency: string): string {
  // Intl takes decimal strings digit by digit; its type knows only the literal ones.
  const exact = value as `${number}`;
  return new Intl.NumberFormat('en-US', { style: 'currency', currency, signDisplay: 'negative' }).format(exact);
}

/** `58.5%` of a ratio. */
export function writePercent(ratio: string): string {
  const exact = ratio as `${number}`; // as above
  return new Intl.NumberFormat('en-US', {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(exact);
}

/** A number with at least `least` and at most `most` decimals. */
export function writeNumber(value: string, least: number, most = least): string {
  const exact = value as `${number}`; // as above
  return new Intl.NumberFormat('en-US', { minimumFractionDigits: least, maximumFractionDigits: most }).format(exact);
}

/** The two largest units: `3 d 4 h`, `2 h 14 min`, `45 s`. */
export function writeDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60)
    return whole < 600 ? joinUnits([Math.floor(whole / 60), 'min'], [whole % 60, 's']) : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return joinUnits([hours, 'h'], [minutes % 60, 'min']);
  const allHours = Math.round(seconds / 3600);
  return joinUnits([Math.floor(allHours / 24), 'd'], [allHours % 24, 'h']);
}

function joinUnits(large: [number, string], small: [number, string]): string {
  return small[0] === 0 ? large.join(' ') : `${large.join(' ')} ${small.join(' ')}`;
}

/** `Mar 4, 2026` for a local day. */
export function writeDay(day: string): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** `Mar 4, 2026, 9:31 AM` of an instant in a zone. */
export function writeTime(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone })
    .format(new Date(instant))
    .replace(/\u202f/g, ' ');
}

/** `Mar 1 – Mar 31, 2026`, or one day. */
export function writeDays(from: string, to: string): string {
  return from === to ? writeDay(from) : `${writeDay(from)} – ${writeDay(to)}`;
}

/** What a group is called: `weekday`, `time of day`... */
export const GROUP_TITLES: Record<GroupKey, string> = {
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

const OUTCOMES: Readonly<Record<string, string>> = { win: 'Wins', loss: 'Losses', break_even: 'Break-evens' };
const CLASSES: Readonly<Record<string, string>> = {
  stock: 'Stocks',
  option: 'Options',
  future: 'Futures',
  crypto: 'Crypto',
  forex: 'Forex',
};

/** A group's value for people; the user's own names as they are, to be escaped. */
export function writeGroup(key: GroupKey, value: string | number): string {
  if (key === 'weekday') return WEEKDAY_NAMES[Number(value)] ?? String(value);
  if (key === 'hour') return `${String(value).padStart(2, '0')}:00–${String(value).padStart(2, '0')}:59`;
  if (key === 'day') return writeDay(String(value));
  if (key === 'month')
    return new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${value}-01T00:00:00Z`),
    );
  if (key === 'quarter') return String(value).replace(/^(\d+)-(Q\d)$/, '$2 $1');
  if (key === 'side') return value === 'long' ? 'Long' : 'Short';
  if (key === 'outcome') return OUTCOMES[value] ?? String(value);
  if (key === 'asset_class') return CLASSES[value] ?? String(value);
  return value === '(none)' ? `no ${key}` : String(value);
}
