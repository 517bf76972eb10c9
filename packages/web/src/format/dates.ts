/** Says dates and times in the user's time zone, and names periods as local days. */
const LOCALE = 'en-US';

/** A period of local days, both inclusive; an empty one is all time. */
export interface Days {
  readonly from?: string;
  readonly to?: string;
}

export const PERIODS = ['all', 'month', 'quarter', 'ytd', 'year'] as const;
export type PeriodName = (typeof PERIODS)[number];

export const PERIOD_LABELS: Record<PeriodName, string> = {
  all: 'All',
  month: 'Month',
  quarter: '3 months',
  ytd: 'YTD',
  year: '1 year',
};

/** For example `Mar 4, 2026, 3:05 PM`. */
export function dateTime(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(iso));
}

/** For example `Mar 4, 2026`. */
export function day(iso: string, timeZone: string): string {
  // A plain date has no zone: noon UTC keeps it the same day anywhere it is said.
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return day(`${iso}T12:00:00Z`, 'UTC');
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone }).format(new Date(iso));
}

/** Today's local date, `YYYY-MM-DD`. */
function today(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

/** The local days that a named period covers, today included. */
export function periodDays(name: PeriodName, now: Date, timeZone: string): Days {
  const to = today(now, timeZone);
  switch (name) {
    case 'all':
      return {};
    case 'month':
      return { from: `${to.slice(0, 8)}01`, to };
    case 'quarter':
      return { from: monthsBefore(to, 3), to };
    case 'ytd':
      return { from: `${to.slice(0, 5)}01-01`, to };
    case 'year':
      return { from: monthsBefore(to, 12), to };
  }
}

/** The day so many months earlier; the last of that month where it has no such day. */
export function monthsBefore(date: string, months: number): string {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(dayOfMonth, last))).toISOString().slice(0, 10);
}

/** The last day of a month given as `YYYY-MM`. */
export function monthEnd(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
