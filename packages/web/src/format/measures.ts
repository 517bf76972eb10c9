/** Says what is counted and measured: times, shares, numbers, costs. */

const LOCALE = 'en-US';
const NONE = '–';

/** Milliseconds as people read them: `340 ms`, `1.25 s`, `2 min 5 s`. */
export function millis(ms: number | null): string {
  if (ms === null) return NONE;
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_995) return `${(ms / 1000).toFixed(ms < 9_995 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1000);
  const rest = seconds % 60;
  return `${count(Math.floor(seconds / 60))} min${rest > 0 ? ` ${rest} s` : ''}`;
}

/** A share between 0 and 1; what is not quite all is never said to be. */
export function share(value: number | null): string {
  if (value === null) return NONE;
  const percents = value * 100;
  const said = value < 1 ? Math.min(percents, 99.99) : percents;
  return `${new Intl.NumberFormat(LOCALE, { maximumFractionDigits: percents > 99 ? 2 : 1 }).format(said)}%`;
}

export function count(value: number): string {
  return new Intl.NumberFormat(LOCALE).format(value);
}

/** US dollars of which some are parts of a cent. */
export function dollars(value: string | null): string {
  if (value === null) return NONE;
  const amount = Number(value);
  const digits = amount !== 0 && amount < 1 ? 4 : 2;
  return new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount);
}
