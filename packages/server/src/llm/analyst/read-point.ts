/** One date, month, quarter, year or weekday as people write it, to the local days that it spans. */

import { addDays, type DayRange, isDay, spanOf, toDay, weekdayOf } from './calendar.ts';
import { type DateRule, readByRules } from './date-rules.ts';
import { MONTHS, WEEKDAY_NAMES, WEEKDAYS } from './lexicon.ts';
import { PART, readPartOf } from './read-part-of-span.ts';

/** The days, and what was assumed to find them. */
export interface PointRange extends DayRange {
  readonly assumption?: string;
}

const MONTH = `(?:${Object.keys(MONTHS)
  .sort((a, b) => b.length - a.length)
  .join('|')})\\.?`;
const WEEKDAY = `(?:${Object.keys(WEEKDAYS)
  .sort((a, b) => b.length - a.length)
  .join('|')})`;
const ORDINAL_QUARTERS = ['first', 'second', 'third', 'fourth'];

/** What a point looks like, for use inside a pattern; it has no groups of its own. */
export const POINT = [
  PART,
  String.raw`\d{4}-\d{1,2}-\d{1,2}`,
  String.raw`\d{1,2}\/\d{1,2}\/(?:\d{4}|\d{2})`,
  String.raw`\d{1,2}\/\d{1,2}(?!\d|\/)`,
  String.raw`(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}(?:(?: ,|,)? (?:19|20)\d{2})?`,
  String.raw`${MONTH} (?:the )?\d{1,2}(?:st|nd|rd|th)?(?!\d)(?:(?: ,|,)? (?:19|20)\d{2})?`,
  String.raw`${MONTH}(?:(?: ,|,)? (?:of )?(?:(?:19|20)\d{2}|(?:last|this) year))?`,
  String.raw`q[1-4](?: ,|,)?(?: of)?(?: (?:(?:19|20)\d{2}|(?:last|this) year))?`,
  String.raw`(?:the )?(?:${ORDINAL_QUARTERS.join('|')}) quarter(?: of)?(?: (?:(?:19|20)\d{2}|(?:last|this) year))?`,
  String.raw`(?:19|20)\d{2}(?!-)`,
  String.raw`(?:the day before )?yesterday|today`,
  String.raw`(?:the )?(?:last|this|past|previous) (?:${WEEKDAY}|week|month|quarter|year)`,
  String.raw`${WEEKDAY}(?!s)`,
  String.raw`the \d{1,2}(?:st|nd|rd|th)`,
].join('|');

/** The days of a point, the most recent where it names no year; null where the calendar has no such day. */
export function readPoint(point: string, today: string): PointRange | null {
  const plain = point.replace(/[,.]/g, ' ').replace(/\s+/g, ' ').trim();
  return readPartOf(plain, today) ?? readByRules(RULES, plain, today);
}

const NAMED_YEAR = String.raw`(?: (?:of )?(\d{4}|(?:last|this) year))?`;

const RULES: readonly DateRule<PointRange>[] = [
  [/^(\d{4})-(\d{1,2})-(\d{1,2})$/, ([year, month, date]) => exactDay(Number(year), Number(month), Number(date))],
  [/^(\d{1,2})\/(\d{1,2})\/(\d{2,4})$/, ([month, date, year]) => usDay(Number(month), Number(date), Number(year))],
  [/^(\d{1,2})\/(\d{1,2})$/, ([month, date], today) => recentDay(Number(month), Number(date), today)],
  [
    new RegExp(String.raw`^(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH})(?: (\d{4}))?$`),
    ([date, month, year], today) => namedDay({ date, month, year }, today),
  ],
  [
    new RegExp(String.raw`^(${MONTH}) (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$`),
    ([month, date, year], today) => namedDay({ date, month, year }, today),
  ],
  [new RegExp(String.raw`^(${MONTH})${NAMED_YEAR}$`), ([month, year], today) => namedMonth(month, year, today)],
  [
    new RegExp(String.raw`^q([1-4])${NAMED_YEAR}$`),
    ([quarter, year], today) => namedQuarter(Number(quarter), year, today),
  ],
  [
    new RegExp(String.raw`^(?:the )?(${ORDINAL_QUARTERS.join('|')}) quarter(?: of)?${NAMED_YEAR}$`),
    ([word, year], today) => namedQuarter(ORDINAL_QUARTERS.indexOf(word ?? '') + 1, year, today),
  ],
  [/^(\d{4})$/, ([year]) => spanOf('year', `${year}-01-01`, 0)],
  [/^the day before yesterday$/, (_, today) => oneDay(addDays(today, -2))],
  [/^yesterday$/, (_, today) => oneDay(addDays(today, -1))],
  [/^today$/, (_, today) => oneDay(today)],
  [
    /^(?:the )?(last|this|past|previous) (week|month|quarter|year)$/,
    ([which, unit], today) => spanOf(unit as 'week', today, which === 'this' ? 0 : -1),
  ], // the pattern allows no other unit
  [
    new RegExp(`^(?:the )?(last|this|past|previous) (${WEEKDAY})$`),
    ([which, name], today) => oneDay(recentWeekday(name, today, which === 'this')),
  ],
  [new RegExp(`^(${WEEKDAY})$`), ([name], today) => saidWeekday(name, today)],
  [/^the (\d{1,2})(?:st|nd|rd|th)$/, ([date], today) => recentDate(Number(date), today)],
];

function oneDay(day: string): DayRange {
  return { from: day, to: day };
}

function exactDay(year: number, month: number, date: number): DayRange | null {
  return isDay(year, month, date) ? oneDay(toDay(year, month, date)) : null;
}

// 3/4/2026 is March 4, as in the United States; 25/4/2026 can only be meant the other way round.
function usDay(month: number, date: number, year: number): PointRange | null {
  const fullYear = year < 100 ? 2000 + year : year;
  const day = exactDay(fullYear, month, date) ?? exactDay(fullYear, date, month);
  if (!day || month > 12 || date > 12 || month === date) return day;
  return { ...day, assumption: 'Dates with slashes are read as month/day/year.' };
}

function recentDay(month: number, date: number, today: string): PointRange | null {
  const year = Number(today.slice(0, 4));
  const day = usDay(month, date, year);
  return day && day.from > today ? usDay(month, date, year - 1) : day;
}

function namedDay(
  said: { date: string | undefined; month: string | undefined; year: string | undefined },
  today: string,
): DayRange | null {
  const month = MONTHS[said.month ?? ''] ?? 0;
  const date = Number(said.date);
  if (said.year) return exactDay(Number(said.year), month, date);
  const year = Number(today.slice(0, 4));
  const day = exactDay(year, month, date);
  return day && day.from <= today ? day : exactDay(year - 1, month, date);
}

function namedMonth(name: string | undefined, year: string | undefined, today: string): DayRange {
  const month = MONTHS[name ?? ''] ?? 1;
  return cutAt(
    spanOf('month', toDay(yearOf(year, today, toDay(Number(today.slice(0, 4)), month, 1)), month, 1), 0),
    today,
  );
}

function namedQuarter(quarter: number, year: string | undefined, today: string): DayRange {
  const month = quarter * 3 - 2;
  return cutAt(
    spanOf('quarter', toDay(yearOf(year, today, toDay(Number(today.slice(0, 4)), month, 1)), month, 1), 0),
    today,
  );
}

// Without a year: this year's where it has begun, else last year's.
function yearOf(said: string | undefined, today: string, startThisYear: string): number {
  const thisYear = Number(today.slice(0, 4));
  if (said === 'last year') return thisYear - 1;
  if (said === 'this year') return thisYear;
  if (said) return Number(said);
  return startThisYear <= today ? thisYear : thisYear - 1;
}

function cutAt(range: DayRange, today: string): DayRange {
  return range.from <= today && range.to > today ? { from: range.from, to: today } : range;
}

function recentWeekday(name: string | undefined, today: string, orToday: boolean): string {
  const back = (weekdayOf(today) - (WEEKDAYS[name ?? ''] ?? 1) + 7) % 7;
  return addDays(today, -(back === 0 && !orToday ? 7 : back));
}

function saidWeekday(name: string | undefined, today: string): PointRange {
  const day = recentWeekday(name, today, true);
  return {
    ...oneDay(day),
    assumption: `"${WEEKDAY_NAMES[WEEKDAYS[name ?? ''] ?? 1]}" is read as the most recent one; say the plural for all of them.`,
  };
}

function recentDate(date: number, today: string): DayRange | null {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const day = exactDay(year, month, date);
  if (day && day.from <= today) return day;
  const before = spanOf('month', today, -1).from.split('-').map(Number);
  return exactDay(before[0] ?? 0, before[1] ?? 1, date);
}
