/** The same rows as `rowStatement`'s, from kept sums; where days have changed since, they are added up live in the same statement. */
import type { TradeFilters } from '@tradistry/protocol';
import { type RawBuilder, sql } from 'kysely';
import { FIGURES, SPAN_KEY, sumDays } from './span-sums.ts';
import { edgesOf, isSummed, joinParts, keptOf, PART, type SummedRow, type Wanted } from './sum-parts.ts';
import { type TradeScope, tradeFilter } from './trade-filter.ts';

type Sql = RawBuilder<unknown>;

/** Builds the statement; it is right whatever has changed since anybody looked, and slow where everything has. */
export function summedStatement(wanted: Wanted): RawBuilder<SummedRow> {
  const { userId, scope, filters } = wanted;
  return sql<SummedRow>`WITH changed AS MATERIALIZED (${changedDays(userId, scope)}),
    broken AS MATERIALIZED (${brokenMonths(filters)}) SELECT * FROM (${joinParts(wanted, partsOf(wanted))}) joined`;
}

/** `{(,)}`, all days: there are no sums of this scope. */
function changedDays(userId: string, scope: TradeScope): Sql {
  return sql`SELECT summed, CASE WHEN summed THEN coalesce(days, '{}') ELSE '{(,)}' END AS days FROM (SELECT
    ${isSummed(userId, scope)} AS summed,
    (SELECT range_agg(c.days) FROM journal_changes c WHERE c.user_id = ${userId} AND c.days IS NOT NULL) AS days) now`;
}

/** Months that are not taken whole: the period ends in them, or days of them changed. */
function brokenMonths({ period }: TradeFilters): Sql {
  const monthOf = (day: Sql) => sql`date_trunc('month', (${day})::timestamp)`;
  return sql`SELECT DISTINCT m::date AS month FROM changed, unnest(changed.days) d,
      generate_series(${monthOf(sql`lower(d)`)}, (upper(d) - 1)::timestamp, interval '1 month') m
    UNION SELECT unnest(${edgesOf(period)}::date[])`;
}

function partsOf(wanted: Wanted): Sql[] {
  const { filters, scope, sums } = wanted;
  const kept = (level: 'day' | 'month') => sql`(SELECT summed FROM changed) AND ${keptOf(wanted, level)}`;
  const unchanged = sql`NOT (SELECT days FROM changed) @> s.span`;
  const live = sql`SELECT ${SPAN_KEY}, ${FIGURES}, 'live' AS level, newest FROM (${sumDays({
    ...{ cut: sums.cut, scope },
    days: sql`(SELECT days FROM changed)`,
    where: tradeFilter(filters, scope),
  })}) live`;
  if (!sums.byMonth) return [sql`SELECT ${PART} FROM trade_sums s WHERE ${kept('day')} AND ${unchanged}`, live];
  return [
    sql`SELECT ${PART} FROM trade_sums s WHERE ${kept('month')} AND s.span NOT IN (SELECT month FROM broken)`,
    // Month after month: nobody can tell the planner how few they are.
    sql`SELECT s.* FROM (SELECT month, (month + interval '1 month')::date AS next FROM broken OFFSET 0) b CROSS JOIN LATERAL
      (SELECT ${PART} FROM trade_sums s WHERE s.span >= b.month AND s.span < b.next AND ${kept('day')} AND ${unchanged} OFFSET 0) s`,
    live,
  ];
}
