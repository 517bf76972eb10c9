/** Whether a question may be answered as it was read: not where words were left that may limit it, nor where the figure does not exist. */
import type { Metric } from '@tradistry/protocol';
import { escapeLine } from './compose.ts';
import { findImpossible } from './impossible-phrases.ts';
import { type Leftover, readLeftover } from './leftover.ts';
import { MONTHS } from './lexicon.ts';
import { WEAK_PNL } from './metric-phrases.ts';
import { numberPattern } from './numbers.ts';
import { dimensionsOf } from './other-trades.ts';
import type { Comparison } from './read-comparison.ts';
import type { Part } from './read-part.ts';
import type { Doubt, Reading } from './reading.ts';

/** A question with what was read of it. */
export interface Reviewed {
  readonly question: string;
  readonly whole: Part;
  readonly comparison: Comparison | null;
  readonly intent: Reading['intent'];
  readonly metrics: readonly Metric[];
  readonly count: number | null;
}

/** Why there is no answer, or null; and plain words that the answer says it left out. */
export interface Review {
  readonly doubt: Doubt | null;
  readonly notes: readonly string[];
}

const SETTLED: Review = { doubt: null, notes: [] };
const REVIEWED: readonly Reading['intent'][] = ['figures', 'overview', 'why', 'weak_spots', 'positions', 'trades'];
const DATE = /^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\/\d{1,2}(?:\/\d{2,4})?)$/;
const NOT_TO_BE_LEFT_OUT = ['period', 'last_n', 'min_pnl', 'max_pnl', 'first_of_day'] as const;
/** Which trades a list shows first. */
const LISTED = /\b(?:(?:most )?recent|last|latest|newest|previous|past|biggest|largest|top|best|worst|bottom)(?= |$)/gi;
const MAKE_OR_LOSE =
  /\b(?:make|made|win|won|gain|lose|lost|up|good|better) or (?:make|made|win|won|gain|lose|lost|down|bad|worse|not)\b/;
const SHOWN_WORDS = 8;

/** Looks at what nobody took. */
export function reviewReading(reviewed: Reviewed): Review {
  const { question, whole, comparison, intent, metrics } = reviewed;
  const isOwn = /\b(?:i|my|me)\b/i.test(question);
  if (intent !== 'unknown' && !REVIEWED.includes(intent)) return SETTLED;
  const asked = { metrics, groups: whole.groups.groupBy };
  const impossible = findImpossible(question, asked, intent === 'unknown' && !isOwn);
  if (impossible) return { doubt: impossible, notes: [] };
  if (intent === 'unknown') return SETTLED;
  const parts = comparison ? comparison.parts : [whole];
  const left = parts.map((part) => readLeftover(leftOf(part, reviewed)));
  const excluded = parts.flatMap(({ without, excluded: part }) => (part ? [{ without, part }] : []));
  const isLost = excluded.some(({ without, part }) => comparison !== null || !isUnderstood(without, part));
  const lost = [
    ...(comparison ? [] : eitherOr(whole)),
    ...(isLost ? excluded.map(({ part }) => part.said) : []),
    ...parts.flatMap(otherEnd),
  ];
  return conclude(left, lost);
}

/** What a follow-up says that nobody read and that would make another question of it ("and the month before?"), or null. */
export function reviewFollowUp(written: string): Doubt | null {
  const left = readLeftover(written);
  return left.isCondition ? conclude([left], []).doubt : null;
}

function conclude(left: readonly Leftover[], lost: readonly string[]): Review {
  const words = [...lost, ...left.flatMap((one) => one.words)].slice(0, SHOWN_WORDS);
  if (words.length === 0) return SETTLED;
  const quoted = escapeLine(words.join(' '));
  if (lost.length === 0 && !left.some((one) => one.isCondition))
    return { doubt: null, notes: [`Not taken into account: “${quoted}”.`] };
  const date = words.find((word) => DATE.test(word)) ?? (/\b(?:29|30|31)\b/.test(quoted) ? dayOf(words) : undefined);
  const said = date
    ? `There is no such day as ${escapeLine(date)}, so I give no figure for it.`
    : `I do not know what to make of “${quoted}” here, and will not give a figure that leaves it out.`;
  return { doubt: { said, instead: [] }, notes: [] };
}

// "February 30", "31 June".
function dayOf(words: readonly string[]): string | undefined {
  const day = words.join(' ');
  const isDay = /^(?:[a-z]+ \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)? [a-z]+)(?: \d{4})?$/i.test(day);
  return isDay && words.some((word) => Object.hasOwn(MONTHS, word.toLowerCase())) ? day : undefined;
}

// "Without Fridays": one thing, and no word beside it.
function isUnderstood(without: Part['without'], part: NonNullable<Part['excluded']>): boolean {
  const isPossible = NOT_TO_BE_LEFT_OUT.every((dimension) => without[dimension] === undefined);
  return isPossible && dimensionsOf(without).length === 1 && part.isWhole && readLeftover(part.left).words.length === 0;
}

// "Opened before ten but closed after": only one of the two was read.
function otherEnd({ timeOf, rest }: Part): string[] {
  const other = timeOf && /\b(?:opened|opens?|closed|closes?|entered|enters?|exited|exits?)\b/.exec(rest)?.[0];
  return other ? [other] : [];
}

// "Longs or NVDA": filters all hold at once, so a trade that fits only one would be lost.
function eitherOr({ filters, rest }: Part): string[] {
  const limits = dimensionsOf(filters).filter((dimension) => dimension !== 'period' && dimension !== 'last_n');
  const isEither = /\bor\b/.test(rest.replace(MAKE_OR_LOSE, ' ').replace(WEAK_PNL, ' '));
  return limits.length > 1 && isEither ? ['or'] : [];
}

// The number of trades or groups that were asked for has been read, though it stands among what is left.
function leftOf({ written, groups }: Part, { intent, count, comparison }: Reviewed): string {
  const kept = count === null ? written : written.replace(numberPattern(count), ' ');
  const group = groups.groupBy[0];
  // "My best hour and my worst hour": both are in the table.
  const ends = group ? kept.replace(new RegExp(`\\b(?:best|worst) ${group}s?\\b`, 'i'), ' ') : kept;
  const listed = intent === 'trades' ? ends.replace(LISTED, ' ') : ends;
  return comparison ? listed.replace(/\b(?:than|vs\.?|versus|or)\b/gi, ' ') : listed;
}
