/** What a query's figures leave out: units still open, and what waits in review: executions, and rows that could not be read. */
import type { TradeFilters } from '@tradistry/protocol';
import { sql } from 'kysely';
import type { Tx } from '../database.ts';
import { executionFilter, importFilter, type TradeScope, tradeFilter } from './trade-filter.ts';

/**
 * Counts what is open and in review, by those filters that it can meet: an open trade has no exit, an execution no tags, a row
 * that could not be read nothing but its account.
 */
export async function countLeftOut(
  tx: Tx,
  filters: TradeFilters,
  scope: TradeScope,
): Promise<{ open: number; in_review: number }> {
  const { rows } = await sql<{ open: number; in_review: number }>`SELECT
    (SELECT count(*)::int FROM trades t WHERE t.status = 'open' AND ${openFilter(filters, scope)}) AS open,
    (SELECT count(*)::int FROM executions t WHERE t.review IS NOT NULL AND ${executionFilter(filters, scope)})
      + ${unreadRows(filters)} AS in_review`.execute(tx);
  return rows[0] ?? { open: 0, in_review: 0 };
}

// A file that is imported again has the same rows again: they are counted once.
function unreadRows(filters: TradeFilters) {
  return sql`(SELECT coalesce(sum(i.unread), 0)::int FROM (
    SELECT DISTINCT t.account_id, t.file_name, t.unread, t.report #> '{rows,read}', t.report #> '{problems,0}' FROM imports t
    WHERE t.unread > 0 AND t.status = 'done' AND NOT t.dry_run AND ${importFilter(filters)}) i)`;
}

// What was opened after the period's end does not belong to it; pairs are of closed lots only, so their trades are counted.
function openFilter(filters: TradeFilters, scope: TradeScope) {
  const {
    period,
    weekdays,
    hours,
    outcomes: _outcomes,
    min_pnl: _min,
    max_pnl: _max,
    holding_seconds: _held,
    last_n: _last,
    ...rest
  } = filters;
  const entered =
    scope.timeOf === 'entry' ? { period, weekdays, hours } : { period: period?.to ? { to: period.to } : undefined };
  return tradeFilter(
    { ...rest, ...entered },
    { ...scope, unit: scope.unit === 'pair' ? 'trade' : scope.unit, timeOf: 'entry' },
  );
}
