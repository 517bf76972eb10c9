/** Periods as people say them, to local days: "last month", "since 1 June", "Q1", "from March to May", "past two weeks". */
import type { Period } from '@tradistry/protocol';
import { addDays, addMonths, type DayRange, spanOf } from './calendar.ts';
import { NUMBER, readNumber } from './numbers.ts';
import type { QuestionText } from './question-text.ts';
import { PART } from './read-part-of-span.ts';
import { POINT, readPoint } from './read-point.ts';

/** A period that was read, and what was assumed in reading it. */
export interface ReadPeriod {
  /** Empty: all time, asked for in words. */
  readonly period: Period;
  readonly assumptions: readonly string[];
}

type Groups = readonly (string | undefined)[];
type Rule = readonly [pattern: RegExp, read: (groups: Groups, today: string) => ReadPeriod | null];

/** Takes the period out of the question; null: none was said. `today` is the asker's local day. */
export function takePeriod(text: QuestionText, today: string): ReadPeriod | null {
  for (const [pattern, read] of RULES) {
    const match = pattern.exec(text.rest());
    if (!match) continue;
    const found = read([...match], today);
    if (!found) continue;
    text.take(pattern);
    return found;
  }
  return null;
}

const TO = String.raw`(?: to | and | until | till | through | thru | up to | ?- ?)`;
const UNIT = '(day|week|month|quarter|year)';

const RULES: readonly Rule[] = [
  [
    /\b(?:since|from) (?:the )?(?:start|beginning) of (?:the |this )(week|month|quarter|year)\b/,
    ([, unit], today) => fixed(calendar(unit, today, 0)),
  ],
  [
    new RegExp(
      String.raw`\b(?:(?:in|for|during|of) )?(?<!(?:first|second|third|fourth|last|1st|2nd|3rd|4th|full) )(?:the )?week (?:of|starting|beginning)(?: on)? (${POINT})(?=\W)`,
    ),
    ([, a], today) => weekOf(a, today),
  ],
  [
    new RegExp(String.raw`\b(?:from|between) (${POINT})${TO}(${POINT})(?=\W)`),
    ([, a, b], today) => readRange(a, b, today),
  ],
  [
    new RegExp(String.raw`\b(${POINT})(?: to | until | till | through | thru | ?- ?)(${POINT})(?=\W)`),
    ([, a, b], today) => readRange(a, b, today),
  ],
  [
    new RegExp(String.raw`\bfrom (the (?:start|beginning) of )?(${POINT})( on(?:wards?)?)?(?=\W)`),
    ([, start, a, on], today) =>
      start || on || isExactDay(a) ? openRange(a, today, ({ from }) => ({ from, to: today })) : onPoint(a, today),
  ],
  [
    new RegExp(
      String.raw`\b(?:since|starting(?: from| in| on)?|beginning) (?:the (?:start|beginning) of )?(${POINT})(?: on(?:wards?)?)?(?=\W)`,
    ),
    ([, a], today) => openRange(a, today, ({ from }) => ({ from, to: today })),
  ],
  [
    new RegExp(String.raw`\bafter (?:the end of )?(${POINT})(?=\W)`),
    ([, a], today) => openRange(a, today, ({ to }) => ({ from: addDays(to, 1), to: today })),
  ],
  [
    new RegExp(String.raw`\b(?<!day )(?:before|prior to) (${POINT})(?=\W)`),
    ([, a], today) => openRange(a, today, ({ from }) => ({ to: addDays(from, -1) })),
  ],
  [
    new RegExp(String.raw`\b(?:until|till|up to|through|up until|by the end of) (${POINT})(?=\W)`),
    ([, a], today) => openRange(a, today, ({ to }) => ({ to })),
  ],
  // "February and March" is one period where they touch.
  [
    new RegExp(
      String.raw`\b(?:(?:in|on|during|for|of|at|over|throughout)(?: the)? )?(${POINT})(?: and | & | or )(${POINT})(?=\W)`,
    ),
    ([, a, b], today) => readNeighbours(a, b, today),
  ],
  [
    new RegExp(String.raw`\b(?:(?:in|on|during|for|of|over|throughout) )?(${PART})(?=\W)`),
    ([, a], today) => onPoint(a, today),
  ],
  // "The fall" alone may be that of a price.
  [
    /\b(?:in|over|during) (?:the )?(spring|summer|autumn|fall|winter)\b(?! of)/,
    ([, season], today) => onPoint(season, today),
  ],
  [
    new RegExp(
      String.raw`\b(?:(?:in|over|during|for|within|of) )?(?:the |my )?(?:last|past|previous|trailing|most recent) (${NUMBER}) (?:full )?(?:calendar |trading )?${UNIT}s?\b`,
    ),
    ([, count, unit], today) => fixed(rolling(readNumber(count), unit, today)),
  ],
  [/\bhalf a year ago\b/, (_, today) => fixed(ago(6, 'month', today))],
  [/\b(?:a|one) fortnight ago\b/, (_, today) => fixed(ago(2, 'week', today))],
  [new RegExp(String.raw`\b(?:the )?${UNIT} before last\b`), ([, unit], today) => fixed(calendar(unit, today, -2))],
  [
    new RegExp(String.raw`\b(${NUMBER}) ${UNIT}s? ago\b`),
    ([, count, unit], today) => fixed(ago(readNumber(count), unit, today)),
  ],
  [
    new RegExp(String.raw`\b(?:(?:in|over|during|for|within) )?(?:the |this )?past ${UNIT}\b`),
    ([, unit], today) => fixed(rolling(1, unit, today)),
  ],
  [
    new RegExp(
      String.raw`\b(?:(?:in|over|during|for|within|of) )?(?:the |my )?(?:last|previous|prior) ${UNIT}(?:'s)?\b`,
    ),
    ([, unit], today) => fixed(calendar(unit, today, -1)),
  ],
  [
    new RegExp(
      String.raw`\b(?:(?:in|over|during|for|within|so far) )?(?:this|the current|current) ${UNIT}(?:'s)?(?: so far| to date)?\b`,
    ),
    ([, unit], today) => fixed(calendar(unit, today, 0)),
  ],
  [
    /\bfor the (day|week|month|quarter|year)\b(?! *(?:of|to|before|after|ending|end|and|or|in|\d))/,
    ([, unit], today) => fixed(calendar(unit, today, 0)),
  ],
  // "The best month of the year"; "the best day of the week" is a weekday.
  [
    /(?<!\b(?:hours?|times?|days?|end|start)) of the (month|quarter|year)\b/,
    ([, unit], today) => fixed(calendar(unit, today, 0)),
  ],
  [
    /\b(?:year|month|week|quarter)[- ]to[- ]date\b/,
    (groups, today) => fixed(calendar(groups[0]?.split(/[- ]/)[0], today, 0)),
  ],
  [/\b(ytd|mtd|wtd|qtd)\b/, ([, short], today) => fixed(calendar(TO_DATE[short ?? ''], today, 0))],
  [/\b(?:the )?day before yesterday\b/, (_, today) => fixed(oneDay(addDays(today, -2)))],
  [/\byesterday(?:'s)?\b/, (_, today) => fixed(oneDay(addDays(today, -1)))],
  [/\b(?:today(?:'s)?|so far today)\b/, (_, today) => fixed(oneDay(today))],
  [
    /\b(?:all[- ]time|of all time|ever|overall|lifetime|since i started|since the (?:start|beginning)|so far|to date|in total|in my (?:whole )?(?:life|journal|history))\b/,
    () => fixed({}),
  ],
  [
    new RegExp(
      String.raw`\b(?:(?:in|on|during|for|(?<!quarter |\d(?:st|nd|rd|th) )of|at|over|throughout)(?: the)? )(${POINT})(?=\W)`,
    ),
    ([, a], today) => onPoint(a, today),
  ],
  [
    new RegExp(String.raw`(?<!\$|-|\.|\d|#|\/)\b(${POINT})(?=\W)(?! trades| shares| contracts| percent|%)`),
    ([, a], today) => (isTooVague(a) ? null : onPoint(a, today)),
  ],
];

const TO_DATE: Readonly<Record<string, string>> = { ytd: 'year', mtd: 'month', wtd: 'week', qtd: 'quarter' };

function fixed(period: Period): ReadPeriod {
  return { period, assumptions: [] };
}

function oneDay(day: string): DayRange {
  return { from: day, to: day };
}

// "May I ...", "march on": a bare month that is also a word, a bare weekday, "3/4" and a lone year need a preposition.
function isTooVague(point: string | undefined): boolean {
  return /^(?:may|mar|march|sun|sat|mon|\d{1,2}\/\d{1,2}|the \w+)$|^(?:mon|tue|wed|thu|fri|sat|sun)/.test(point ?? '');
}

// "From June 1" goes on until now; "my trades from last week" does not.
function isExactDay(point: string | undefined): boolean {
  return /\d/.test(point ?? '') && !/^(?:\d{4}|q\d.*|[a-z]+\.?,? \d{4})$| (?:week|half) /.test(point ?? '');
}

function onPoint(point: string | undefined, today: string): ReadPeriod | null {
  return openRange(point, today, ({ from, to }) => ({ from, to }));
}

function openRange(point: string | undefined, today: string, toPeriod: (range: DayRange) => Period): ReadPeriod | null {
  const range = readPoint(point ?? '', today);
  return range && { period: toPeriod(range), assumptions: range.assumption ? [range.assumption] : [] };
}

// "from March to May 2025": the first takes the year of the second, and lies before it.
function readRange(first: string | undefined, second: string | undefined, today: string): ReadPeriod | null {
  const end = readPoint(second ?? '', today);
  if (!end) return null;
  const start = readPoint(first ?? '', end.to < today ? end.to : today);
  if (!start) return null;
  const [from, to] = start.from <= end.to ? [start.from, end.to] : [end.from, start.to];
  return { period: { from, to }, assumptions: [start.assumption, end.assumption].filter((said) => said !== undefined) };
}

// "The week of November 9"; "the week of November" is none.
function weekOf(point: string | undefined, today: string): ReadPeriod | null {
  const day = readPoint(point ?? '', today);
  return day && day.from === day.to ? fixed(spanOf('week', day.from, 0)) : null;
}

function readNeighbours(first: string | undefined, second: string | undefined, today: string): ReadPeriod | null {
  const [a, b] = [readPoint(first ?? '', today), readPoint(second ?? '', today)];
  if (!a || !b || addDays(a.to, 1) !== b.from) return null;
  const assumptions = [a.assumption, b.assumption].filter((said) => said !== undefined);
  return { period: { from: a.from, to: b.to }, assumptions: [...new Set(assumptions)] };
}

function rolling(count: number, unit: string | undefined, today: string): DayRange {
  const from = {
    day: () => addDays(today, 1 - count),
    week: () => addDays(today, 1 - 7 * count),
    month: () => addDays(addMonths(today, -count), 1),
    quarter: () => addDays(addMonths(today, -3 * count), 1),
    year: () => addDays(addMonths(today, -12 * count), 1),
  }[asUnit(unit)]();
  return { from, to: today };
}

function ago(count: number, unit: string | undefined, today: string): DayRange {
  const kind = asUnit(unit);
  return kind === 'day' ? oneDay(addDays(today, -count)) : spanOf(kind, today, -count);
}

// What is not over yet ends today.
function calendar(unit: string | undefined, today: string, offset: number): DayRange {
  const kind = asUnit(unit);
  const span = kind === 'day' ? oneDay(addDays(today, offset)) : spanOf(kind, today, offset);
  return span.to > today ? { from: span.from, to: today } : span;
}

function asUnit(unit: string | undefined): 'day' | 'week' | 'month' | 'quarter' | 'year' {
  if (unit === 'week' || unit === 'month' || unit === 'quarter' || unit === 'year') return unit;
  return 'day';
}
