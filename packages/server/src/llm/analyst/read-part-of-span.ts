/** Parts of a year or month: "first half of 2025", "H2", "last week of September 2025", "summer 2025", "last winter". */

import { addDays, type DayRange, spanOf, toDay } from './calendar.ts';
import { type DateRule, readByRules } from './date-rules.ts';
import { MONTHS } from './lexicon.ts';

interface PartOfSpan extends DayRange {
  readonly assumption?: string;
}

const MONTH = `(?:${Object.keys(MONTHS)
  .sort((a, b) => b.length - a.length)
  .join('|')})\\b\\.?`;
const YEAR = '(?:(?:19|20)\\d{2}|(?:the |this |the current )year|last year)';
const MONTH_AND_YEAR = `(?:(?:the |this )month|last month|${MONTH}(?:(?: ,|,)? (?:of )?(?:(?:19|20)\\d{2}|(?:last|this) year))?)`;
const HALF = '(?:first|second|last|1st|2nd) half';
const SEASON = '(?:spring|summer|autumn|fall|winter)';
const ORDINALS = ['first', 'second', 'third', 'fourth'];
const ORDINAL = '(?:first|second|third|fourth|last|1st|2nd|3rd|4th)';

/** What such a part looks like, for use inside a pattern; it has no groups of its own. */
export const PART = [
  `(?:the )?${HALF} (?:of |in )?${MONTH_AND_YEAR}`,
  `(?:the )?${HALF}(?: of| in)? ${YEAR}`,
  `h[12](?: ,|,)?(?: of)?(?: ${YEAR})?`,
  `(?:the )?${ORDINAL} (?:full )?week (?:of |in )${MONTH_AND_YEAR}`,
  `(?:the )?${SEASON}(?: of)? ${YEAR}`,
  `(?:this|last|past) ${SEASON}`,
  'the (?:spring|summer|autumn|winter)',
  '(?:year to date|ytd) (?:in )?(?:19|20)\\d{2}',
].join('|');

/** The days of such a part; null where the text is none. */
export function readPartOf(plain: string, today: string): PartOfSpan | null {
  return readByRules(RULES, plain, today);
}

const RULES: readonly DateRule<PartOfSpan>[] = [
  [
    new RegExp(
      `^(?:the )?(first|second|last|1st|2nd) half (?:of |in )?(${MONTH}|(?:the|this|last) month)(?: (?:of )?(.+))?$`,
    ),
    ([which = '', name = '', year = ''], today) => halfOfMonth(which, monthOf(name, year, today)),
  ],
  [
    new RegExp(`^(?:the )?(first|second|last|1st|2nd) half(?: of| in)? (${YEAR})$`),
    ([which = '', year = ''], today) => halfOfYear(isFirst(which), yearOf(year, today)),
  ],
  [
    new RegExp(`^h([12])(?: of)?(?: (${YEAR}))?$`),
    ([which = '', year = ''], today) => halfOfYear(which === '1', yearOf(year, today)),
  ],
  [
    new RegExp(
      `^(?:the )?(${ORDINAL}) (?:full )?week (?:of |in )(${MONTH}|(?:the|this|last) month)(?: (?:of )?(.+))?$`,
    ),
    ([which = '', name = '', year = ''], today) => weekOfMonth(which, monthOf(name, year, today)),
  ],
  [
    new RegExp(`^(?:the |this )?(${SEASON})(?: of)?(?: (${YEAR}))?$`),
    ([season = '', year = ''], today) => seasonOf(season, year, today),
  ],
  [new RegExp(`^(?:last|past) (${SEASON})$`), ([season = ''], today) => lastSeason(season, today)],
  [/^(?:year to date|ytd) (?:in )?(\d{4})$/, ([year = ''], today) => yearToDate(year, today)],
];

function isFirst(which: string): boolean {
  return which === 'first' || which === '1st';
}

function yearOf(said: string, today: string): number {
  if (/^\d{4}$/.test(said)) return Number(said);
  return Number(today.slice(0, 4)) - (said === 'last year' ? 1 : 0);
}

// Without a year the most recent such month that has begun.
function monthOf(name: string, year: string, today: string): DayRange {
  if (/month$/.test(name)) return spanOf('month', today, name === 'last month' ? -1 : 0);
  const month = MONTHS[name.replace('.', '').trim()] ?? 1;
  const first = toDay(yearOf(year, today), month, 1);
  return spanOf('month', year === '' && first > today ? toDay(yearOf('last year', today), month, 1) : first, 0);
}

function halfOfMonth(which: string, month: DayRange): PartOfSpan {
  const assumption = 'The halves of a month are read as its days 1 to 15 and the days from the 16th on.';
  return isFirst(which)
    ? { from: month.from, to: addDays(month.from, 14), assumption }
    : { from: addDays(month.from, 15), to: month.to, assumption };
}

function halfOfYear(isFirstHalf: boolean, year: number): PartOfSpan {
  return isFirstHalf
    ? { from: toDay(year, 1, 1), to: toDay(year, 6, 30) }
    : { from: toDay(year, 7, 1), to: toDay(year, 12, 31) };
}

function weekOfMonth(which: string, month: DayRange): PartOfSpan {
  if (which === 'last')
    return {
      from: addDays(month.to, -6),
      to: month.to,
      assumption: 'The last week of a month is read as its last seven days.',
    };
  const index = Math.max(ORDINALS.indexOf(which), Number(which.charAt(0)) - 1 || 0);
  const from = addDays(month.from, 7 * index);
  const assumption = 'The weeks of a month are read as its days 1 to 7, 8 to 14, 15 to 21 and 22 to 28.';
  return { from, to: addDays(from, 6), assumption };
}

const SEASONS: Readonly<Record<string, readonly [months: string, first: number]>> = {
  spring: ['March to May', 3],
  summer: ['June to August', 6],
  autumn: ['September to November', 9],
  fall: ['September to November', 9],
  winter: ['December to February', 12],
};

function seasonOf(season: string, year: string, today: string): PartOfSpan | null {
  const [months, first] = SEASONS[season] ?? ['', 1];
  const said = yearOf(year, today);
  const start = toDay(said, first, 1);
  const named = year === '' && start > today ? said - 1 : said;
  const name = `${season.charAt(0).toUpperCase()}${season.slice(1)}`;
  return { from: toDay(named, first, 1), to: toDay(named, first + 3, 0), assumption: `${name} is read as ${months}.` };
}

/** The last one that is over. */
function lastSeason(season: string, today: string): PartOfSpan | null {
  const latest = seasonOf(season, '', today);
  return latest && latest.to >= today ? seasonOf(season, String(Number(latest.from.slice(0, 4)) - 1), today) : latest;
}

function yearToDate(year: string, today: string): PartOfSpan {
  const to = `${year}${today.slice(4)}`;
  if (today.startsWith(year)) return { from: `${year}-01-01`, to: today };
  const end = today.endsWith('-02-29') ? `${year}-02-28` : to;
  return {
    from: `${year}-01-01`,
    to: end,
    assumption: `Year to date ${year} is read as January 1 to the same day of that year.`,
  };
}
