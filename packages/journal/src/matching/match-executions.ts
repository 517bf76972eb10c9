/** Executions of one account to trades, pairs and strategies, and what could not be placed. */
import type { Matched, MatchedTrade, ReviewItem, StoredExecution } from '../types.ts';
import { instants } from './execution-order.ts';
import { Matcher, type TradeOfMatch } from './matcher.ts';
import type { Method } from './position.ts';
import { strategiesOf } from './strategies.ts';

/** How lots are chosen: the oldest first, or all at their average cost. */
export interface MatchOptions {
  readonly method: Method;
}

/**
 * Matches all executions of one account (or of a set of its instruments that no split or symbol change leaves); their order
 * in the array does not matter. Every amount is exact. Throws `RangeError` for numbers finer than 18 decimals.
 *
 * - Lots are kept by symbol and currency; a trade lasts from flat to flat; a fill that crosses zero closes one and opens the next.
 * - Money and fees go pro rata to the matched quantity; the last part takes what rounding leaves, so that they add up.
 * - A price that was cut off at 12 decimals stands for the money it was divided from.
 * - `effect: 'close'` never opens: its excess is reviewed. `open` and `auto` first close what is open on the other side.
 */
export function matchExecutions(executions: readonly StoredExecution[], options: MatchOptions): Matched {
  const carriesIn = endsThatTakeOver(executions);
  const matcher = new Matcher(options.method, carriesIn);
  for (const instant of instants(executions)) matcher.placeInstant(instant);
  matcher.finish();
  return {
    trades: withStrategies(matcher.trades),
    review: [...matcher.review, ...unpairedEnds(executions, carriesIn)],
  };
}

function withStrategies(trades: readonly TradeOfMatch[]): MatchedTrade[] {
  const { rows, parents } = strategiesOf(trades);
  const all: MatchedTrade[] = [];
  for (const { trade, pairs } of trades) {
    const parentId = parents.get(trade.id);
    all.push(parentId === undefined ? trade : { ...trade, parentId });
    for (const pair of pairs) all.push(pair);
  }
  for (const row of rows) all.push(row);
  return all;
}

function endsThatTakeOver(executions: readonly StoredExecution[]): Map<string, StoredExecution> {
  const ends = new Map<string, StoredExecution>();
  for (const execution of executions) {
    if (execution.kind === 'carry_in' && execution.carryKey !== null) ends.set(execution.carryKey, execution);
  }
  return ends;
}

/** Ends that take a position over which nobody gives up. */
function unpairedEnds(
  executions: readonly StoredExecution[],
  carriesIn: ReadonlyMap<string, StoredExecution>,
): ReviewItem[] {
  const givenUp = new Set(
    executions.flatMap(({ kind, carryKey }) => (kind === 'carry_out' && carryKey !== null ? [carryKey] : [])),
  );
  return executions
    .filter(
      (one) =>
        one.kind === 'carry_in' &&
        (one.carryKey === null || !givenUp.has(one.carryKey) || carriesIn.get(one.carryKey) !== one),
    )
    .map(({ id, row }) => ({
      executionId: id,
      row,
      code: 'carry_unpaired',
      message: 'The row that gives this position up is missing.',
    }));
}
