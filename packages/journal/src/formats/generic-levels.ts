/** Rows of a statement that tell the same fills again: of orders beside executions, of closed lots, of sums. */
import { RowProblem } from './row-ledger.ts';

const EXECUTIONS = /^(?:execution|trade)s?$/i;
const ORDERS = /^orders?$/i;

/** Makes the check of a row's level of detail: it throws a `RowProblem` for rows that other rows of the file already tell. */
export function levelGuard(levels: Iterable<string>): (level: string) => void {
  let hasExecutions = false;
  for (const level of levels) hasExecutions ||= EXECUTIONS.test(level);
  return (level) => {
    if (level === '' || EXECUTIONS.test(level) || (ORDERS.test(level) && !hasExecutions)) return;
    const message = `A row of the level "${level}" sums up what other rows of the file say.`;
    throw new RowProblem('other_level', message, true);
  };
}
