/** Weekdays and hours as filters: "on Fridays", "in the morning", "before 10am", "between 9 and 11". */
import { WEEKDAYS } from './lexicon.ts';
import type { QuestionText } from './question-text.ts';

/** Hours of the local clock, each from :00 to :59, and what was assumed. */
export interface ReadHours {
  readonly hours: readonly number[];
  readonly assumptions: readonly string[];
}

const NAMES = Object.keys(WEEKDAYS)
  .sort((a, b) => b.length - a.length)
  .join('|');
const PLURAL = new RegExp(`\\b(?:(?:only|just|on|all|any|every|my|the) )*(${NAMES})s\\b`);
const EVERY = new RegExp(`\\b(?:every|each|on an?|any|all|only|just) (${NAMES})\\b`);
const TRADES_OF = new RegExp(`\\b(?:on )?(${NAMES}) (?=(?:trades?|trading|sessions?|mornings?|afternoons?)\\b)`);
const ON_ONE = new RegExp(`\\bon (${NAMES})\\b`);
const OF_THE_PAST = /\b(?:did|was|were|happened|went|traded|had|have i)\b/;

/** Takes weekdays that mean all such days; "on Friday" with a past tense is left for the period. */
export function takeWeekdays(text: QuestionText): number[] {
  const patterns = OF_THE_PAST.test(text.rest()) ? [PLURAL, EVERY, TRADES_OF] : [PLURAL, EVERY, TRADES_OF, ON_ONE];
  const days = patterns.flatMap((pattern) => text.takeAll(pattern).map(({ groups }) => WEEKDAYS[groups[1] ?? ''] ?? 1));
  if (text.take(/\b(?:on |at |over )?(?:the )?weekends?\b/)) days.push(6, 7);
  if (text.take(/\b(?:on|during) weekdays\b/)) days.push(1, 2, 3, 4, 5);
  return [...new Set(days)].sort();
}

const TIME = String.raw`(\d{1,2})(?::(\d{2}))? ?(am|pm|a\.m\.?|p\.m\.?|o'clock)?|(noon|midday|midnight)`;
// A bare number is a time of day only beside another time.
const SURE_TIME = String.raw`(\d{1,2})(?::(\d{2})()|(?::(\d{2}))? ?(am|pm|a\.m\.?|p\.m\.?|o'clock))|(noon|midday|midnight)`;

type Groups = readonly (string | undefined)[];
interface Time {
  readonly hour: number;
  readonly minute: number;
}

/** Takes the hours that the question is limited to; null: none. */
export function takeHours(text: QuestionText): ReadHours | null {
  const between = text.take(
    new RegExp(String.raw`\b(?:between|from) (?:${TIME}) (?:and|to|until|till|-) (?:${TIME})(?![\d/])`),
  );
  if (between) return readBetween(between.groups);
  const before = text.take(new RegExp(String.raw`\b(?:before|until|by|earlier than|prior to) (?:${SURE_TIME})`));
  if (before) return toHours({ hour: 0, minute: 0 }, sureTime(before.groups));
  const after = text.take(new RegExp(String.raw`\b(?:after|since|from|later than|past) (?:${SURE_TIME})(?: on)?`));
  if (after) return toHours(sureTime(after.groups), { hour: 24, minute: 0 });
  const at = text.take(
    new RegExp(
      String.raw`\b(?:(?:at|around|in|of|during|for|on) )?(?:the )?(?:${SURE_TIME})(?: (?:hour|trades?)| candle| bar)?(?![\w:])`,
    ),
  );
  if (at) return atHour(sureTime(at.groups));
  return takePartOfDay(text);
}

const PARTS: readonly (readonly [RegExp, number, number, string])[] = [
  [/\b(?:in the |during the |this |the |my )?mornings?\b/, 0, 12, 'The morning is read as the hours before 12:00.'],
  [/\b(?:in the |during the |this |the |my )?afternoons?\b/, 12, 18, 'The afternoon is read as 12:00 to 17:59.'],
  [/\b(?:in the |during the |this |the |my )?evenings?\b/, 18, 24, 'The evening is read as 18:00 to 23:59.'],
  [/\b(?:over|around|at|during) (?:the )?lunch(?:time| time| hour)?\b/, 12, 13, 'Lunchtime is read as 12:00 to 12:59.'],
];

function takePartOfDay(text: QuestionText): ReadHours | null {
  for (const [pattern, from, to, said] of PARTS) {
    if (text.take(pattern)) return { hours: range(from, to), assumptions: [said] };
  }
  return null;
}

function atHour({ hour, minute }: Time): ReadHours {
  const assumptions = minute > 0 ? ['Hours are counted whole, from :00 to :59.'] : [];
  return { hours: [hour % 24], assumptions };
}

function readBetween(groups: Groups): ReadHours | null {
  const [, hourA, minuteA, halfA, wordA, hourB, minuteB, halfB, wordB] = groups;
  const end = readTime(hourB, minuteB, halfB ?? wordB);
  // "from 9 to 11am": both in the morning; "from 11 to 2pm": not.
  const sameHalf = readTime(hourA, minuteA, halfA ?? wordA ?? halfB);
  const start = halfA || wordA || sameHalf.hour <= end.hour ? sameHalf : readTime(hourA, minuteA, undefined);
  return toHours(start, end);
}

function sureTime(groups: Groups): Time {
  const [, hour, minuteA, , minuteB, half, word] = groups;
  return readTime(hour, minuteA ?? minuteB, half ?? word);
}

function readTime(hour: string | undefined, minute: string | undefined, half: string | undefined): Time {
  if (half === 'noon' || half === 'midday') return { hour: 12, minute: 0 };
  if (half === 'midnight') return { hour: 0, minute: 0 };
  const clock = Math.min(Number(hour), 24);
  const isPm = half?.startsWith('p') ?? false;
  const isAm = half?.startsWith('a') ?? false;
  if (isPm && clock < 12) return { hour: clock + 12, minute: Number(minute ?? 0) };
  return { hour: isAm && clock === 12 ? 0 : clock, minute: Number(minute ?? 0) };
}

function toHours(from: Time, to: Time): ReadHours | null {
  const end = to.minute > 0 ? to.hour + 1 : to.hour;
  const hours = range(from.hour, Math.min(end, 24));
  if (hours.length === 0) return null;
  const isCut = from.minute > 0 || to.minute > 0;
  return { hours, assumptions: isCut ? ['Hours are counted whole, from :00 to :59.'] : [] };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
