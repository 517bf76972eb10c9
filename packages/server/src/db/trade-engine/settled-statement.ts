/** Rows from the kept sums of a journal that they hold whole: a third of `summedStatement` to plan. */
import { type RawBuilder, sql } from 'kysely';
import { edgesOf, isSummed, joinParts, keptOf, PART, type SummedRow, type Wanted } from './sum-parts.ts';

/** Its rows are right if they say that they are `settled`. */
export function settledStatement(wanted: Wanted): RawBuilder<SummedRow> {
  const settled = sql`(${isSummed(wanted.userId, wanted.scope)} AND NOT EXISTS (SELECT FROM journal_changes c
    WHERE c.user_id = ${wanted.userId} AND c.days IS NOT NULL)) AS settled`;
  return sql<SummedRow>`${joinParts(wanted, settledParts(wanted), settled)}`;
}

function settledParts(wanted: Wanted): RawBuilder<unknown>[] {
  const kept = (level: 'day' | 'month') => sql`SELECT ${PART} FROM trade_sums s WHERE ${keptOf(wanted, level)}`;
  if (!wanted.sums.byMonth) return [kept('day')];
  const edges = edgesOf(wanted.filters.period);
  return [
    sql`${kept('month')} AND s.span <> ALL(${edges}::date[])`,
    ...edges.map(
      (month) => sql`${kept('day')} AND s.span >= ${month} AND s.span < ${month}::date + interval '1 month'`,
    ),
  ];
}
