/** What is asked of the trades: metrics, groups, and which groups come first. */
import type { GroupKey, Metric } from '@tradistry/protocol';
import { GROUP_ADJECTIVES, GROUP_WORDS } from './lexicon.ts';
import { METRIC_PHRASES } from './metric-phrases.ts';
import { NUMBER, readNumber } from './numbers.ts';
import type { QuestionText } from './question-text.ts';

/** Takes every metric that is named, in the order of the question. */
export function takeMetrics(text: QuestionText): Metric[] {
  const found: { index: number; metrics: readonly Metric[] }[] = [];
  for (const [pattern, metrics] of METRIC_PHRASES) {
    for (const { index } of text.takeAll(pattern)) found.push({ index, metrics });
  }
  found.sort((a, b) => a.index - b.index);
  return [...new Set(found.flatMap(({ metrics }) => metrics))];
}

/** Groups asked for, and whether the best or the worst of them. */
export interface ReadGroups {
  readonly groupBy: readonly GroupKey[];
  readonly direction: 'asc' | 'desc' | null;
  /** "most traded" ranks by their number. */
  readonly byTrades: boolean;
  readonly count: number | null;
}

const WORDS = GROUP_WORDS.map(([words]) => words).join('|');
const AND_ANOTHER = `(?:(?: and| then|,| x)(?: by| per)? (${WORDS}))?`;
const BY = new RegExp(
  `\\b(?:by|per|for each|for every|each|every|across|(?:broken|split|grouped|group|breakdown|sorted|sort)(?: down| up)? by|breakdown of|ranked by|compare|among) (?:my |the |all |different |individual |calendar )*(${WORDS})${AND_ANOTHER}(?![\\w'])`,
);
const PERFORMANCE = new RegExp(
  `\\b(${WORDS})(?<!\\baccount) (?:performance|breakdown|analysis|distribution|stats|statistics|split|table|chart)\\b`,
);
const OVER_TIME = /\b(day|week|month|quarter|year)[- ](?:by|over|after|on)[- ]\1\b/;
const ADJECTIVE = new RegExp(`\\b(${Object.keys(GROUP_ADJECTIVES).join('|')})\\b`);
const TREND =
  /\b(?:over time|improving|trend(?:s|ing)?|progress(?:ion|ing)?|(?:am i |getting |been |i'm )(?:improving|getting better|getting worse|better|worse)(?: over time)?|getting (?:better|worse)|evol(?:ve|ved|ution))\b/;
const GOOD =
  'best|most profitable|strongest|top|biggest winning|most successful|highest|winning|profitable|favou?rite|greenest|good';
const BAD =
  'worst|least profitable|weakest|bottom|biggest losing|least successful|lowest|losing|unprofitable|most unprofitable|most expensive|reddest|bad';
const RANKED = new RegExp(
  `\\b(?:(${NUMBER}) )?(?:(${BAD})|(${GOOD})|(most traded|most active|most frequent|busiest))(?: (${NUMBER}))?(?: performing| trading| and worst)* (${WORDS})(?![\\w'])`,
);
const WHICH = new RegExp(
  `\\b(?:which|what|on which|on what|in which|at what|at which) (?:of my )?(?:(${NUMBER}) )?(${WORDS})(?![\\w'])`,
);
const BEST_TIME =
  /\b(best|worst) times?(?: to trade| for trading)?\b|\bwhat times?(?: of (?:the )?day)?(?= (?:do|did|am|are|is|was) (?:i|my)\b)/;

/** Takes "by symbol", "per weekday and hour", "worst day", "which symbol", "top 5 symbols", "monthly", "over time". */
export function takeGroups(text: QuestionText): ReadGroups {
  const ranked = takeRanked(text) ?? takeWhich(text);
  if (ranked) return ranked;
  const span = text.take(OVER_TIME)?.groups[1];
  const groupBy = [...text.takeAll(BY), ...text.takeAll(PERFORMANCE)].flatMap(({ groups }) =>
    [groups[1], groups[2]].flatMap(toGroup),
  );
  const adjective = text.take(ADJECTIVE)?.groups[1];
  const trend = groupBy.length === 0 && text.take(TREND) ? ['month' as const] : [];
  const all = [...groupBy, ...toGroup(span), ...(adjective ? toAdjective(adjective) : []), ...trend];
  return { groupBy: [...new Set(all)].slice(0, 3), direction: null, byTrades: false, count: null };
}

function toAdjective(word: string): GroupKey[] {
  const key = GROUP_ADJECTIVES[word];
  return key ? [key] : [];
}

function takeRanked(text: QuestionText): ReadGroups | null {
  const time = text.take(BEST_TIME);
  if (time) {
    const isWorst = time.groups[1] === 'worst' || (time.groups[1] === undefined && LOSING.test(text.rest()));
    const byTrades = TRADED.test(text.rest());
    return { groupBy: ['hour'], direction: isWorst && !byTrades ? 'asc' : 'desc', byTrades, count: null };
  }
  const match = text.take(RANKED);
  if (!match) return null;
  const [, before, bad, , busy, after, word] = match.groups;
  const another = text.take(BY)?.groups[1];
  return {
    groupBy: [...toGroup(word), ...toGroup(another)],
    direction: bad ? 'asc' : 'desc',
    byTrades: busy !== undefined,
    count: before || after ? readNumber(before ?? after) : null,
  };
}

const LOSING =
  /\b(?:los(?:e|es|ing|t|ses)|worst|least|lowest|bad(?:ly)?|bleed(?:ing|s)?|hurt(?:s|ing)?|cost(?:s|ing)?|fewest|smallest|weak(?:est)?|worse|unprofitable|negative|red)\b/;
const TRADED = /\btrade(?:d)? (?:the )?(?:most|more often|most often)\b|\bmost (?:trades|traded|often|active)\b/;

function takeWhich(text: QuestionText): ReadGroups | null {
  const match = text.take(WHICH);
  if (!match) return null;
  const [said = '', count, word] = match.groups;
  const rest = text.rest();
  // "What day do I lose most" asks for a habit, so for weekdays; "what day was my worst" for a date.
  const isHabit = /^days?$/.test(word ?? '') && /\b(?:do|am|does) (?:i|my)\b/.test(rest);
  const byTrades = TRADED.test(rest);
  return {
    groupBy: isHabit ? ['weekday'] : toGroup(word),
    direction: LOSING.test(rest) ? 'asc' : 'desc',
    byTrades,
    count: count && said ? readNumber(count) : null,
  };
}

function toGroup(words: string | undefined): GroupKey[] {
  if (!words) return [];
  const entry = GROUP_WORDS.find(([pattern]) => new RegExp(`^(?:${pattern})$`).test(words));
  return entry ? [entry[1]] : [];
}
