/** Arithmetic on local days written as YYYY-MM-DD: no clock, no zone, but for finding out what day it is. */

/** The local day of an instant in an IANA zone. Making a zone's format costs more than reading a question, so each is made once. */
export function createDayIn(): (timeZone: string, instant: Date) => string {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (timeZone, instant) => {
    let format = formats.get(timeZone);
    if (!format) {
      format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
      formats.set(timeZone, format);
    }
    return format.format(instant);
  };
}

/** The day so many days later, or earlier. */
export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** The same day of the month so many months later; the month's last day where it has no such day. */
export function addMonths(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = toDay(year, month + count, 1);
  return addDays(first, Math.min(date, daysInMonth(first)) - 1);
}

/** A day by its numbers; months and days may run over: month 13 is next January. */
export function toDay(year: number, month: number, date: number): string {
  return new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10);
}

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** Number of days of the month that `day` is in. */
function daysInMonth(day: string): number {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return Number(toDay(year, month + 1, 0).slice(8));
}

/** True for a day that the calendar has. */
export function isDay(year: number, month: number, date: number): boolean {
  if (year < 1970 || year > 2200 || month < 1 || month > 12 || date < 1) return false;
  return date <= daysInMonth(toDay(year, month, 1));
}

/** Both ends inclusive. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** The calendar week (from Monday), month, quarter or year of a day, moved by `offset` of them. */
export function spanOf(kind: 'week' | 'month' | 'quarter' | 'year', day: string, offset: number): DayRange {
  const [year = 0, month = 1] = day.split('-').map(Number);
  if (kind === 'week') {
    const monday = addDays(day, 1 - weekdayOf(day) + 7 * offset);
    return { from: monday, to: addDays(monday, 6) };
  }
  const months = { month: 1, quarter: 3, year: 12 }[kind];
  const first = Math.floor((month - 1) / months) * months + 1 + offset * months;
  return { from: toDay(year, first, 1), to: toDay(year, first + months, 0) };
}
