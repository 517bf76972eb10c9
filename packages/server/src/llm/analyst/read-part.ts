/** Reads one side of a question: filters, metrics, groups, basis, and what is left over. */
import type { FeeBasis, Metric, TradeFilters, TradeUnit } from '@tradistry/protocol';
import type { JournalNames } from '../../journal/trade-ports.ts';
import { WEEKDAYS } from './lexicon.ts';
import { NUMBER, readNumber } from './numbers.ts';
import { openQuestion, type QuestionText } from './question-text.ts';
import { takeHours, takeWeekdays } from './read-clock.ts';
import { type ReadGroups, takeGroups, takeMetrics } from './read-figures.ts';
import { takeHolding } from './read-holding.ts';
import { takeLabels, takeMarkedNames, takeSymbols } from './read-names.ts';
import { takePeriod } from './read-period.ts';
import { takeFeeBasis, takeThings, takeUnit } from './read-things.ts';

/** What words may refer to, and the asker's local day. */
export interface ReadingContext {
  readonly names: JournalNames;
  readonly today: string;
}

/** What one text says. */
export interface Part {
  readonly filters: TradeFilters;
  /** Trades that are to be left out. */
  readonly without: TradeFilters;
  /** The words that say so; null: nothing is left out. */
  readonly excluded: Excluded | null;
  readonly metrics: readonly Metric[];
  readonly groups: ReadGroups;
  readonly feeBasis: FeeBasis | null;
  readonly unit: TradeUnit | null;
  readonly timeOf: 'entry' | 'exit' | null;
  readonly assumptions: readonly string[];
  /** What nobody understood, in lower case. */
  readonly rest: string;
  /** The same as it was written. */
  readonly written: string;
}

/** What was said after "without". */
interface Excluded {
  /** As it was written. */
  readonly said: string;
  /** Nothing in it but what limits trades, and the figure asked for. */
  readonly isWhole: boolean;
  /** What nobody understood of it. */
  readonly left: string;
}

const WITHOUT =
  /\b(?:without|except(?: for)?|excluding|exclude|leaving out|leave out|ignoring|not counting|apart from|other than|minus|but not|w\/o|ex|(?:everything|anything|all(?: [a-z]+){0,2}|every [a-z]+|any [a-z]+) but|(?:and|but) (?:not|never)|not(?= (?:on|in) )|no(?= (?:mon|tues|wednes|thurs|fri|satur|sun)days?\b)|if i (?:had |have |did |would |were to |was to )*(?:not|hadn't|haven't|didn't|never|wouldn't have|skip|skipped|avoid|avoided|stop|stopped|stayed out of|left out|leave out|exclude|excluded|remove|removed|drop|dropped|ignore|ignored|quit)(?: (?:traded?|trading|taken?|took|done|have))*|(?:where|when|that|which) i (?:did not|didn't|do not|don't) trade)(?: (?:trading|trades|on|the|my|in|all|any|of|with))* (.{1,60}?)(?= (?:in|for|during|since|this|last|from|vs|compared|over|what|how|would|my|by) |\s*$)/;
const BARE_WEEKDAY = new RegExp(`(?<!last |this |past )\\b(${Object.keys(WEEKDAYS).join('|')})\\b`, 'gi');
const LAST_N = new RegExp(
  `\\b(?:(?:in|over|for|of|on|across) )?(?:my |the )?(?:last|past|previous|latest|most recent|recent|newest) (${NUMBER})(?= (?:closed |long |short |options? |futures? |stocks? |winning |losing |[a-z]{1,5} )?(?:trades|round trips|pairs|positions|winners|losers|wins|losses)\\b)`,
);
const FIRST_OF_DAY = new RegExp(
  `\\b(?:(?:on|in|of|with|for) )?(?:only )?(?:my |the )?first (?:(${NUMBER}) )?trades? (?:of|on|in|from|each|every|per|a)(?: (?:each|every|the|a|my|any))?(?: trading)? day\\b`,
);
const BY_ENTRY =
  /\b(?:by|at|on|using) (?:the )?(?:entry|open(?:ing)?)(?: times?)?\b|\bentry times?\b|\b(?:i|i've|that i|trades) (?:enter|entered|open|opened)\b/;
const BY_EXIT =
  /\b(?:by|at|on|using) (?:the )?(?:exit|clos(?:e|ing))(?: times?)?\b|\bexit times?\b|\b(?:i|i've|that i|trades) (?:exit|exited|close|closed)\b/;

/** Reads a question, or one side of a comparison. The order of the readers matters: each takes its words away from the next. */
export function readPart(question: string, context: ReadingContext): Part {
  const text = openQuestion(question);
  const marked = takeMarkedNames(text, context.names);
  const feeBasis = takeFeeBasis(text);
  const without = takeWithout(text, context);
  const lastN = text.take(LAST_N)?.groups[1];
  const firstOfDay = takeFirstOfDay(text);
  const labels = takeLabels(text, context.names);
  const unit = takeUnit(text);
  const timeOf = takeTimeOf(text);
  const holding = takeHolding(text);
  const weekdays = takeWeekdays(text);
  const hours = takeHours(text);
  const period = takePeriod(text, context.today);
  const metrics = [...takeMetrics(text), ...(without?.part.metrics ?? [])];
  const groups = takeGroups(text);
  const things = takeThings(text);
  const symbols = [...(marked.symbols ?? []), ...takeSymbols(text, context.names.symbols)];
  return {
    filters: {
      ...(period && { period: period.period }),
      ...things,
      ...labels,
      ...withoutSymbols(marked),
      ...(symbols.length > 0 && { symbols }),
      ...(weekdays.length > 0 && { weekdays }),
      ...(hours && { hours: [...hours.hours] }),
      ...(holding && { holding_seconds: holding }),
      ...(firstOfDay !== null && { first_of_day: firstOfDay }),
      ...(lastN && { last_n: readNumber(lastN) }),
    },
    without: without?.part.filters ?? {},
    excluded: without && toExcluded(without),
    metrics,
    groups,
    feeBasis,
    unit,
    timeOf,
    assumptions: [...(period?.assumptions ?? []), ...(hours?.assumptions ?? [])],
    rest: text.rest(),
    written: text.written(),
  };
}

function withoutSymbols({ symbols: _symbols, ...rest }: TradeFilters): TradeFilters {
  return rest;
}

// "The first two trades of each day".
function takeFirstOfDay(text: QuestionText): number | null {
  const taken = text.take(FIRST_OF_DAY);
  return taken && readNumber(taken.groups[1]);
}

function takeTimeOf(text: QuestionText): 'entry' | 'exit' | null {
  if (text.take(BY_ENTRY)) return 'entry';
  return text.take(BY_EXIT) ? 'exit' : null;
}

interface Without {
  readonly said: string;
  readonly part: Part;
}

// What follows "without" may run into the rest of the question, so what it says of figures is kept.
function takeWithout(text: QuestionText, context: ReadingContext): Without | null {
  const taken = text.take(WITHOUT);
  if (!taken) return null;
  const named = taken.groups[1] ?? '';
  // As it was written: capitals tell a symbol from a word.
  const said = taken.written.slice(taken.written.toLowerCase().lastIndexOf(named));
  // "Other than Friday": all of them, not the most recent.
  return { said: taken.written.trim(), part: readPart(said.replace(BARE_WEEKDAY, '$1s'), context) };
}

function toExcluded({ said, part }: Without): Excluded {
  const isWhole =
    part.metrics.every((metric) => metric !== 'best' && metric !== 'worst') &&
    part.groups.groupBy.length === 0 &&
    part.excluded === null;
  return { said, isWhole, left: part.written };
}
