/** For how long trades were held, as a filter: "held longer than an hour", "trades under 5 minutes", "between 10 and 30 minutes". */
import type { HoldingSeconds } from '@tradistry/protocol';
import { POSITIONS } from './intent-phrases.ts';
import { NUMBER, readNumber } from './numbers.ts';
import type { QuestionText } from './question-text.ts';

const SECONDS: readonly (readonly [RegExp, number])[] = [
  [/^s/, 1],
  [/^m/, 60],
  [/^h/, 3600],
  [/^d/, 86_400],
  [/^w/, 604_800],
];
/** Times are kept to the millisecond: by so much what is longer differs from what is at least as long. */
const MOMENT = 0.001;

const SHORT_UNITS = 'seconds?|secs?|minutes?|mins?|hours?|hrs?';
const UNIT = `(${SHORT_UNITS}|days?|weeks?)`;
const COUNT = String.raw`(\d{1,6}(?:\.\d{1,3})?|half an|an|${NUMBER})`;
const HELD =
  '(?:that |which )?(?:i |were |was |are |is )*(?:held|hold|holding|kept|lasting|lasted|last)(?: (?:them|it|on|to|onto))*(?: for)?';
/** "Trades over 30 minutes"; those over two weeks are those of two weeks. */
const OF_TRADES = `(?<=trades )(?:of|that took|that take)?(?=[a-z ]* (?:[\\d.]+|[a-z]+)(?: and [\\d.]+)? (?:${SHORT_UNITS})\\b)`;
const BEFORE = String.raw`(?:${HELD}|${OF_TRADES}) ?`;
const LONG = 'longer than|more than|over|above|at least|no less than|not less than|a minimum of';
const SHORT =
  'less than|shorter than|fewer than|under|below|at most|no longer than|no more than|not more than|not longer than|up to|a maximum of';
const BETWEEN = new RegExp(
  String.raw`\b${BEFORE}(?:between |from )?${COUNT}(?: ${UNIT})? ?(?:and|to|-) ?${COUNT} ${UNIT}\b`,
);
const LONGER = new RegExp(String.raw`\b${BEFORE}(${LONG}) ${COUNT} ${UNIT}\b`);
const SHORTER = new RegExp(String.raw`\b${BEFORE}(${SHORT}) ${COUNT} ${UNIT}\b`);
const OR_MORE = new RegExp(String.raw`\b${BEFORE}${COUNT} ${UNIT} or (longer|more|less|shorter)\b`);
const INCLUSIVE = /least|minimum|no |not |most|maximum|up to/;

/** Takes how long they were held, in seconds; null: any time. */
export function takeHolding(text: QuestionText): HoldingSeconds | null {
  // What is still open was held for nobody knows how long.
  if (text.has(POSITIONS)) return null;
  const between = text.take(BETWEEN)?.groups;
  if (between) {
    const [, least, unit = between[4], most, last] = between;
    return { min: toSeconds(least, unit), max: toSeconds(most, last) };
  }
  const [, count, unit, more] = text.take(OR_MORE)?.groups ?? [];
  if (more) return { [/longer|more/.test(more) ? 'min' : 'max']: toSeconds(count, unit) };
  const longer = text.take(LONGER)?.groups;
  if (longer) return { min: bound(longer, MOMENT) };
  const shorter = text.take(SHORTER)?.groups;
  return shorter ? { max: bound(shorter, -MOMENT) } : null;
}

function bound([, how = '', count, unit]: readonly (string | undefined)[], beyond: number): number {
  const seconds = toSeconds(count, unit);
  return INCLUSIVE.test(how) ? seconds : seconds + beyond;
}

function toSeconds(count: string | undefined, unit = ''): number {
  const each = SECONDS.find(([pattern]) => pattern.test(unit))?.[1] ?? 1;
  return each * toCount(count ?? '');
}

function toCount(words: string): number {
  if (words === 'half an') return 0.5;
  return /^\d/.test(words) ? Number(words) : readNumber(words);
}
