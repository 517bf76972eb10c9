/** Says the server's figures for people: decimal strings stay strings until `Intl` writes them. */
import type { Metric, TradeRow } from '@tradistry/protocol';
import { isDecimal } from './decimal.ts';

const LOCALE = 'en-US';
const NONE = '–';
const MONEY: ReadonlySet<string> = new Set<Metric>([
  'pnl',
  'gross_pnl',
  'fees',
  'avg_win',
  'avg_loss',
  'expectancy',
  'best',
  'worst',
  'max_drawdown',
]);

/** Money with two decimals and its currency; what rounds to nothing has no sign. */
export function money(value: string | null, currency: string): string {
  if (value === null) return NONE;
  if (!isDecimal(value)) return value;
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat(LOCALE, { style: 'currency', currency, signDisplay: 'negative', ...digits }).format(
    value,
  );
}

/** A price or a quantity: as many decimals as it has, thousands grouped. */
export function plain(value: string | null): string {
  if (value === null) return NONE;
  return isDecimal(value) ? new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 12 }).format(value) : value;
}

/** A ratio with two decimals. */
function ratio(value: string | null): string {
  if (value === null) return NONE;
  if (!isDecimal(value)) return value;
  return new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
}

/** A share of one as a percentage with one decimal. */
export function percent(value: string | null): string {
  if (value === null) return NONE;
  if (!isDecimal(value)) return value;
  return new Intl.NumberFormat(LOCALE, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    value,
  );
}

/** Seconds as the two largest units that say something, for example `2 d 3 h`. */
export function duration(seconds: number | null): string {
  if (seconds === null) return NONE;
  const units = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const;
  const first = units.findIndex(([size]) => seconds >= size);
  if (first === -1) return '0 s';
  let rest = Math.round(seconds);
  const said: string[] = [];
  for (const [size, name] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) said.push(`${count} ${name}`);
  }
  return said.join(' ');
}

/** One metric of a row as people read it. */
export function metric(row: TradeRow, name: string): string {
  const value = row.metrics[name] ?? null;
  if (value === null) return NONE;
  if (name === 'avg_holding_seconds') return duration(Number(value));
  const text = String(value);
  if (name === 'win_rate') return percent(text);
  if (MONEY.has(name)) return money(text, row.currency);
  return typeof value === 'number' ? plain(text) : ratio(text);
}

/** True for metrics that are money, and so may be a gain or a loss. */
export function isMoney(name: string): boolean {
  return MONEY.has(name);
}
