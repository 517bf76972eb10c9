/** A question in English to a reading: which kind of answer, which figures, of which trades. */
import type { Metric, TradeFilters } from '@tradistry/protocol';
import * as intents from './intent-phrases.ts';
import { FILLER } from './lexicon.ts';
import { WEAK_PNL } from './metric-phrases.ts';
import { dimensionsOf, otherTrades } from './other-trades.ts';
import { plainWording } from './plain-wording.ts';
import { openQuestion } from './question-text.ts';
import { type Comparison, omit, readComparison } from './read-comparison.ts';
import { reviewFollowUp, reviewReading } from './read-doubt.ts';
import { readNoteWords } from './read-note-words.ts';
import { type Part, type ReadingContext, readPart } from './read-part.ts';
import { readRankedTrades } from './read-ranked-trades.ts';
import { NOTHING_READ, type Reading } from './reading.ts';
import { repeatYear } from './repeat-year.ts';

export type { ReadingContext } from './read-part.ts';

const FOLLOW_UP = /^ *(?:and|what about|how about|but|only|just|now|same|ok(?:ay)?|then|also|or|or just|instead)\b/;
const MOST_EARLIER = 6;
/** Nobody asks for figures in more; reading costs time for every word, and the process has others to serve. */
const MOST_CHARACTERS = 500;
/** Kinds of answers that a follow-up may change to: "why?", "show the trades". */
const STANDS_ALONE: readonly Reading['intent'][] = ['why', 'notes', 'trades', 'positions', 'weak_spots'];
/** "How many NVDA trades", its symbol taken. */
const HOW_MANY_TRADES = /\bhow many {2,}(?:trades\b|(?:did|do|have|had) i (?:take|took|taken|make|made|have|do|done)?)/;
const WHEN_HABIT = /\bwhen (?:do|am) i\b/;
/** "What is profit factor" wants its meaning too; "what is my profit factor" does not. */
const WHAT_IS =
  /^ *what(?:'s| is| are) (?:an? |the )?(?:profit factor|expectancy|payoff(?: ratio)?|drawdown|win rate|break-?even|max(?:imum)? drawdown) *$/;

/** Reads a question; short ones go on from the earlier ones, oldest first. */
export function readQuestion(question: string, context: ReadingContext, previous: readonly string[] = []): Reading {
  const earlier = previous
    .slice(-MOST_EARLIER)
    .reduce<Reading | null>((before, text) => readAfter(text, context, before), null);
  return readAfter(question, context, earlier);
}

function readAfter(said: string, context: ReadingContext, earlier: Reading | null): Reading {
  const question = plainWording(said.slice(0, MOST_CHARACTERS), context.today);
  const reading = readShort(repeatYear(question), context);
  if (
    !earlier ||
    earlier.intent === 'unknown' ||
    earlier.doubt ||
    reading.intent === 'help' ||
    reading.intent === 'advice'
  )
    return reading;
  const isFollowUp = FOLLOW_UP.test(openQuestion(question).rest());
  const saysLittle = reading.metrics.length === 0 && reading.groupBy.length === 0 && reading.compareWith === null;
  if (!isFollowUp && !(saysLittle && isBare(question, context))) return reading;
  const unread = reading.intent === 'unknown' ? reviewFollowUp(readPart(question, context).written) : null;
  return merge(earlier, unread ? { ...reading, doubt: unread } : reading);
}

// Nothing but filters, basis or unit: no verb, no metric.
function isBare(question: string, context: ReadingContext): boolean {
  const part = readPart(question.slice(0, MOST_CHARACTERS), context);
  return part.rest.trim().split(/\s+/).filter(Boolean).length <= 2 && readIntent(question, part, null) !== 'notes';
}

function merge(earlier: Reading, now: Reading): Reading {
  const asksAnew = now.metrics.length > 0 || now.groupBy.length > 0 || now.compareWith !== null;
  const grouped = earlier.groupBy.filter(
    (key) =>
      !(key === 'weekday' && now.filters.weekdays) &&
      !(key === 'hour' && now.filters.hours) &&
      !(key === 'symbol' && now.filters.symbols),
  );
  return {
    ...earlier,
    intent: asksAnew ? 'figures' : STANDS_ALONE.includes(now.intent) ? now.intent : earlier.intent,
    metrics: now.metrics.length > 0 ? now.metrics : earlier.metrics,
    filters: { ...carried(earlier.filters, now.filters), ...now.filters },
    compareWith: now.compareWith && {
      ...omit(carried(earlier.filters, now.compareWith), dimensionsOf(now.filters)),
      ...now.compareWith,
    },
    groupBy: now.groupBy.length > 0 ? now.groupBy : grouped,
    ranking: now.groupBy.length > 0 ? now.ranking : grouped.length > 0 ? earlier.ranking : null,
    unit: now.unit ?? earlier.unit,
    feeBasis: now.feeBasis ?? earlier.feeBasis,
    timeOf: now.timeOf ?? earlier.timeOf,
    noteWords: now.noteWords ?? earlier.noteWords,
    assumptions: now.assumptions,
    doubt: now.doubt,
  };
}

// A new period stands instead of "my last 20 trades", and the other way round.
function carried(earlier: TradeFilters, now: TradeFilters): TradeFilters {
  const { period, last_n, ...rest } = earlier;
  return { ...rest, ...(period && !now.last_n && { period }), ...(last_n && !now.period && { last_n }) };
}

function readShort(question: string, context: ReadingContext): Reading {
  const comparison = readComparison(question, context);
  const whole = readPart(question, context);
  const intent = readIntent(question, whole, comparison);
  const parts = comparison ? comparison.parts : [whole];
  const excluded = comparison ? null : readExcluded(whole, context);
  const metrics = metricsOf(parts, whole, question);
  const ranked = readRankedTrades(question);
  const count = ranked?.count ?? whole.groups.count ?? countOf(question);
  const review = reviewReading({ question, whole, comparison, intent, metrics, count });
  return {
    ...NOTHING_READ,
    intent,
    metrics,
    filters: comparison?.left ?? excluded?.filters ?? whole.filters,
    compareWith: comparison?.right ?? excluded?.compareWith ?? null,
    groupBy: comparison ? [] : groupsOf(whole),
    ranking: ranked?.ranking ?? rankingOf(whole, metrics),
    count,
    unit: firstOf(parts, 'unit') ?? whole.unit,
    feeBasis: firstOf(parts, 'feeBasis') ?? whole.feeBasis,
    timeOf: firstOf(parts, 'timeOf') ?? whole.timeOf,
    noteWords: intent === 'notes' ? readNoteWords(question, context) : null,
    define:
      openQuestion(question).has(intents.DEFINE) || (metrics.length > 0 && WHAT_IS.test(openQuestion(question).rest())),
    assumptions: [
      ...new Set([...parts.flatMap((part) => part.assumptions), ...(excluded?.assumptions ?? []), ...review.notes]),
    ],
    doubt: review.doubt,
  };
}

function groupsOf(part: Part): Reading['groupBy'] {
  if (part.groups.groupBy.length > 0) return part.groups.groupBy;
  // "NVDA and TSLA": beside their sum, each of them.
  return (part.filters.symbols?.length ?? 0) > 1 ? ['symbol'] : [];
}

function firstOf<K extends 'unit' | 'feeBasis' | 'timeOf'>(parts: readonly Part[], key: K): Part[K] | null {
  return parts.find((part) => part[key] !== null)?.[key] ?? null;
}

function metricsOf(parts: readonly Part[], whole: Part, question: string): Metric[] {
  const named = [...new Set([...parts, whole].flatMap((part) => part.metrics))];
  if (named.length > 0) return named;
  if (HOW_MANY_TRADES.test(whole.rest)) return ['trades'];
  return WEAK_PNL.test(openQuestion(question).rest()) ? ['pnl'] : [];
}

function rankingOf(part: Part, metrics: readonly Metric[]): Reading['ranking'] {
  if (part.groups.direction === null) return null;
  return { metric: part.groups.byTrades ? 'trades' : (metrics[0] ?? 'pnl'), direction: part.groups.direction };
}

interface Excluded {
  readonly filters: TradeFilters;
  readonly compareWith: TradeFilters;
  readonly assumptions: readonly string[];
}

// "Without Fridays": the other trades, beside all of them.
function readExcluded(part: Part, context: ReadingContext): Excluded | null {
  if (dimensionsOf(part.without).length === 0) return null;
  const others = otherTrades(part.without, context.names);
  if (others) return { filters: { ...part.filters, ...others }, compareWith: part.filters, assumptions: [] };
  const said = 'Trades cannot be left out by that in one figure, so here they are beside all trades.';
  return { filters: { ...part.filters, ...part.without }, compareWith: part.filters, assumptions: [said] };
}

function countOf(question: string): number | null {
  const count = /\b(?:top|best|worst|biggest|bottom|show(?: me)?(?: my)?(?: last| latest| recent)?) (\d{1,3})\b/i.exec(
    question,
  )?.[1];
  if (count) return Math.max(1, Number(count));
  return /\b(?:last|latest|most recent|newest) (?:(?:winning|losing|long|short) )?(?:trade|winner|loser)\b/i.test(
    question,
  )
    ? 1
    : null;
}

function readIntent(question: string, part: Part, comparison: Comparison | null): Reading['intent'] {
  const text = openQuestion(question);
  const asks = part.metrics.length > 0;
  const groups = part.groups.groupBy.length > 0;
  if (text.has(intents.HELP) || text.has(intents.IMPORT_HELP)) return 'help';
  if (text.has(intents.ADVICE)) return 'advice';
  if (text.has(intents.NOTES)) return 'notes';
  if (text.has(intents.POSITIONS) && !asks) return 'positions';
  if (text.has(intents.RANKED_TRADES)) return 'trades';
  if (text.has(intents.WHY) && !groups) return 'why';
  if (text.has(intents.TRADE_LIST) && !asks && !groups) return 'trades';
  if (WHEN_HABIT.test(text.rest()) && !groups) return 'weak_spots';
  if (HOW_MANY_TRADES.test(part.rest)) return 'figures';
  const strangers = countStrangers(part);
  const isOwn = /\b(?:i|my|me|i'm|i've|we|our|mine)\b/.test(text.rest());
  if ((asks || groups || comparison) && strangers <= (isOwn ? 8 : 2)) return 'figures';
  if (text.has(intents.WEAK_SPOTS) && (isOwn || strangers <= 1)) return 'weak_spots';
  if (text.has(WEAK_PNL) && !text.has(intents.OVERVIEW) && strangers <= (isOwn ? 2 : 0)) return 'figures';
  if (text.has(intents.OVERVIEW) && strangers <= (isOwn ? 2 : 1)) return 'overview';
  const filtered = dimensionsOf(part.filters).length + dimensionsOf(part.without).length > 0;
  return filtered && strangers <= (isOwn ? 1 : 0) ? 'overview' : 'unknown';
}

// Words that no reader took and that mean something: a sign that the question is about something else.
function countStrangers(part: Part): number {
  const left =
    part.rest
      .replace(WEAK_PNL, ' ')
      .replace(intents.OVERVIEW, ' ')
      .match(/[a-z][a-z'&]+/g) ?? [];
  return left.filter((word) => !FILLER.has(word)).length;
}
