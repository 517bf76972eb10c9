/** Points in time as exports write them, to instants. */
import { type LocalTime, utcOf, type ZoneClock } from './zoned-time.ts';

/** Which of two numbers is the month. */
export type DateOrder = 'mdy' | 'dmy';

const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,:](?<fraction>\d{1,9}))?)?\s*(?<half>[AaPp]\.?[Mm]\.?)?`;
const OFFSET = String.raw`\s*(?<offset>[Zz]|UTC|GMT|[ECMP][SD]T|[+-]\d{2}:?\d{2})?`;
const TAIL = `(?:(?:[T ,;]+)${CLOCK}${OFFSET})?$`;
const YEAR_FIRST = new RegExp(String.raw`^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})${TAIL}`);
const YEAR_LAST = new RegExp(String.raw`^(?<one>\d{1,2})[-/.](?<two>\d{1,2})[-/.](?<year>\d{4}|\d{2})${TAIL}`);
const COMPACT =
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?:[;T, ]?(?<hour>\d{2}):?(?<minute>\d{2}):?(?<second>\d{2}))?$/;
const DAY_NAME = new RegExp(
  String.raw`^(?<day>\d{1,2})[- ](?<name>[A-Za-z]{3})[a-z]*\.?[- ,]+(?<year>\d{4}|\d{2})${TAIL}`,
);
const NAME_DAY = new RegExp(String.raw`^(?<name>[A-Za-z]{3})[a-z]*\.? (?<day>\d{1,2}),? (?<year>\d{4})${TAIL}`);
/** Hours from UTC of the abbreviations that RFC 5322 knows; others mean different zones in different places. */
const US_ZONES: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The instant in milliseconds since 1970, or null. Reads ISO 8601 and its relatives, `01/31/2025 3:04 PM`, `31.01.2025 15:04:05`,
 * `20250131;150405`, `31-Jan-2025`, `Jan 31, 2025` and Unix seconds or milliseconds. A time without an offset is local to
 * the clock's zone; a day without a time is its first moment.
 */
export function readInstant(text: string, clock: ZoneClock, order: DateOrder): number | null {
  const plain = text.trim();
  if (plain.length > 64) return null;
  if (/^\d{10}(\.\d+)?$/.test(plain)) return Math.round(Number(plain) * 1000);
  if (/^\d{13}$/.test(plain)) return Number(plain);
  const parts = partsOf(plain);
  if (!parts) return null;
  const local = localOf(parts, order);
  if (!local) return null;
  const offset = offsetMinutes(parts['offset']);
  if (offset === null) return clock.toInstant(local);
  const asUtc = utcOf(local);
  return asUtc === null ? null : asUtc - offset * 60_000;
}

/** The day that a text names, as `YYYY-MM-DD`, or null. */
export function readDay(text: string, order: DateOrder): string | null {
  const parts = partsOf(text.trim());
  const local = parts && localOf(parts, order);
  const instant = local && utcOf({ ...local, hour: 0, minute: 0, second: 0, millisecond: 0 });
  return instant === null || instant === undefined ? null : new Date(instant).toISOString().slice(0, 10);
}

/**
 * Which number is the month: as the first date has it that leaves no doubt; where none does, as the file runs in one
 * direction, which it seldom does with days read as months; else `otherwise`.
 */
export function dateOrderOf(cells: Iterable<string>, otherwise: DateOrder = 'mdy'): DateOrder {
  const turns = { mdy: new Turns(), dmy: new Turns() };
  for (const cell of cells) {
    const match = /^\s*(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})(?!\d)/.exec(cell);
    if (!match) continue;
    const [one, two, year] = [Number(match[1]), Number(match[3]), Number(match[4])];
    if (match[2] === '.' || one > 12) return 'dmy';
    if (two > 12) return 'mdy';
    turns.mdy.add(year * 10_000 + one * 100 + two);
    turns.dmy.add(year * 10_000 + two * 100 + one);
  }
  if (turns.mdy.count === turns.dmy.count) return otherwise;
  return turns.mdy.count < turns.dmy.count ? 'mdy' : 'dmy';
}

/** How often a row of numbers changes its direction. */
class Turns {
  count = 0;
  #last: number | null = null;
  #direction = 0;

  add(value: number): void {
    const direction = this.#last === null ? 0 : Math.sign(value - this.#last);
    if (direction !== 0 && this.#direction !== 0 && direction !== this.#direction) this.count += 1;
    if (direction !== 0) this.#direction = direction;
    this.#last = value;
  }
}

type Parts = Record<string, string | undefined>;

function partsOf(text: string): Parts | null {
  for (const pattern of [YEAR_FIRST, YEAR_LAST, COMPACT, DAY_NAME, NAME_DAY]) {
    const groups = pattern.exec(text)?.groups;
    if (groups) return groups;
  }
  return null;
}

function localOf(parts: Parts, order: DateOrder): LocalTime | null {
  const number = (name: string) => Number(parts[name] ?? 0);
  const month = monthOf(parts, order);
  const hour = hourOf(number('hour'), parts['half']);
  if (month === null || hour === null) return null;
  return {
    year: parts['year']?.length === 2 ? 2000 + number('year') : number('year'),
    month,
    day: parts['one'] === undefined ? number('day') : number(order === 'mdy' ? 'two' : 'one'),
    hour,
    minute: number('minute'),
    second: number('second'),
    millisecond: Number((parts['fraction'] ?? '').slice(0, 3).padEnd(3, '0')),
  };
}

function monthOf(parts: Parts, order: DateOrder): number | null {
  if (parts['name'] !== undefined) {
    const at = MONTHS.indexOf(parts['name'].toLowerCase());
    return at < 0 ? null : at + 1;
  }
  return Number(parts['one'] === undefined ? parts['month'] : parts[order === 'mdy' ? 'one' : 'two']);
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

function offsetMinutes(offset: string | undefined): number | null {
  if (offset === undefined) return null;
  const zone = US_ZONES[offset];
  if (zone !== undefined) return zone * 60;
  if (!/\d/.test(offset)) return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return offset.startsWith('-') ? -minutes : minutes;
}
