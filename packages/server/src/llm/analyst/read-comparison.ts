/** Finds the two sides of a comparison: "Mondays vs Fridays", "longs or shorts", "this month vs last month", "than on other days". */

import { isDeepStrictEqual } from 'node:util';
import type { TradeFilters } from '@tradistry/protocol';
import { spanOf } from './calendar.ts';
import { type Dimension, dimensionsOf, otherTrades } from './other-trades.ts';
import { type Part, type ReadingContext, readPart } from './read-part.ts';

/** Both sides, all that is not compared being the same in both; `part` is where the metrics were said. */
export interface Comparison {
  readonly left: TradeFilters;
  readonly right: TradeFilters;
  readonly parts: readonly Part[];
}

const BETWEEN_SIDES =
  /\s(?:vs\.?|versus|v\.?|compared? (?:to|with|against)|relative to|as opposed to|rather than|against|than(?: it was| they were| i did)?|or)\s/i;
const COMPARED = /\b(?:compare|comparison|difference|differ|better|worse)\b/i;
const AND = /\s(?:and|with|to)\s/i;
const ALL_OTHERS =
  /^\s*(?:(?:on|in|with|for|during|at|the|my|all|of|any) )*(?:others?|rest|remaining|everything else|everyone else|anything else|all else|else)\b/i;
const ON_THE_WHOLE =
  /^\s*(?:(?:my|the|on|in|all|an?) )*(?:overall|average|usual|everything|normal|all(?: (?:my )?trades)?|total|whole|total average)\b/i;

/** Places where a question may be cut in two; each costs two readings. */
const MOST_CUTS = 4;

/** The comparison in a question, or null where there is none. */
export function readComparison(question: string, context: ReadingContext): Comparison | null {
  for (const cut of cutsOf(question).slice(0, MOST_CUTS)) {
    const compared = compare(question.slice(0, cut.at), question.slice(cut.end), context);
    if (compared) return compared;
  }
  return null;
}

function cutsOf(question: string): { at: number; end: number }[] {
  const patterns = COMPARED.test(question) ? [BETWEEN_SIDES, AND] : [BETWEEN_SIDES];
  return patterns.flatMap((pattern) =>
    [...question.matchAll(new RegExp(pattern, 'gi'))].map((match) => ({
      at: match.index,
      end: match.index + match[0].length,
    })),
  );
}

function compare(before: string, after: string, context: ReadingContext): Comparison | null {
  const left = readPart(before, context);
  if (ALL_OTHERS.test(after)) return withOthers(left, after, context);
  if (ON_THE_WHOLE.test(after) && dimensionsOf(left.filters).length > 0) return withAll(left, readPart(after, context));
  const right = readPart(after, context);
  const isPeriodOnly = right.filters.period && !left.filters.period && dimensionsOf(right.filters).length === 1;
  const leftFilters = isPeriodOnly ? { ...left.filters, period: present(after, context.today) } : left.filters;
  if (isPeriodOnly && leftFilters.period === undefined) return null;
  return sides(left, right, withoutUndefined(leftFilters));
}

function sides(left: Part, right: Part, leftFilters: TradeFilters): Comparison | null {
  const common = dimensionsOf(leftFilters).filter((dimension) => dimensionsOf(right.filters).includes(dimension));
  const differing = common.filter((dimension) => !isDeepStrictEqual(leftFilters[dimension], right.filters[dimension]));
  if (differing.length === 0) return null;
  return {
    left: { ...right.filters, ...leftFilters },
    right: { ...leftFilters, ...right.filters },
    parts: [left, right],
  };
}

function withOthers(left: Part, after: string, context: ReadingContext): Comparison | null {
  const others = otherTrades(left.filters, context.names);
  if (!others) return null;
  const right = readPart(after.replace(ALL_OTHERS, ''), context);
  const shared = { ...omit(left.filters, dimensionsOf(left.filters).slice(0, 1)), ...right.filters };
  return { left: { ...right.filters, ...left.filters }, right: { ...shared, ...others }, parts: [left, right] };
}

function withAll(left: Part, right: Part): Comparison {
  const compared = dimensionsOf(left.filters).filter((dimension) => dimension !== 'period');
  const dropped = compared.length > 0 ? compared : (['period'] as const);
  return { left: left.filters, right: omit(left.filters, dropped), parts: [left, right] };
}

// "P&L vs last month" compares with this month.
function present(after: string, today: string): TradeFilters['period'] {
  const unit = /\b(?:last|previous|prior) (week|month|quarter|year)\b/i.exec(after)?.[1]?.toLowerCase();
  if (unit === 'week' || unit === 'month' || unit === 'quarter' || unit === 'year')
    return { from: spanOf(unit, today, 0).from, to: today };
  return /\byesterday\b/i.test(after) ? { from: today, to: today } : undefined;
}

function withoutUndefined({
  period,
  ...rest
}: { [K in keyof TradeFilters]: TradeFilters[K] | undefined }): TradeFilters {
  // Every other key comes from a reader, which leaves out what it has not read.
  return (period ? { ...rest, period } : rest) as TradeFilters;
}

/** The filters without some dimensions. */
export function omit(filters: TradeFilters, dimensions: readonly Dimension[]): TradeFilters {
  return Object.fromEntries(
    Object.entries(filters).filter(([key]) => !dimensions.some((dimension) => dimension === key)),
  );
}
