/** The same rows as `rowStatement`'s, from kept sums; days that changed since are added up live, in the same statement. */
import type { Metric, TradeFilters } from '@tradistry/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { RawRow, RowPlan } from './row-statement.ts';
import { FIGURES, JOINED, joinSpans, newestOf, SPAN_KEY, sumDays } from './span-sums.ts';
import { keyOfSum } from './sum-cuts.ts';
import type { SumPlan } from './sum-plan.ts';
import { accountIn, periodBounds, plainSymbol, symbolWanted, type TradeScope, tradeFilter } from './trade-filter.ts';

type Sql = RawBuilder<unknown>;

/** A row, and whether it is what was asked for. */
export interface SummedRow extends Omit<RawRow, 'trade_ids' | 'samples'> {
  readonly newest: string;
  /** It holds trades of other instruments than those asked for, or of several values whose trades took turns. */
  readonly mixed: boolean;
}

interface Wanted extends RowPlan {
  readonly userId: string;
  readonly sums: SumPlan;
}

/** Builds the statement; it is right whatever has changed since anybody looked, and slow where everything has. */
export function summedStatement(wanted: Wanted): RawBuilder<SummedRow> {
  const { groupBy, scope, userId, sums, filters } = wanted;
  const keys = groupBy.map((key, index) => sql`, ${keyOfSum(key)} AS ${sql.ref(`k${index}`)}`);
  const parts = sql`SELECT s.*, ${strange(filters)} AS strange${sql.join(keys, sql``)}
    FROM (${sql.join(partsOf(wanted), sql` UNION ALL `)}) s`;
  const joined = joinSpans({
    parts,
    keys: sql.join([...groupBy.map((_, index) => sql.ref(`k${index}`)), sql.ref('currency')]),
    columns: sql.join([JOINED.n, JOINED.days, newestOf(idsOf(wanted)), ...columnsOf(wanted.metrics), mixed(sums)]),
  });
  return sql<SummedRow>`WITH changed AS MATERIALIZED (${changedDays(userId, scope)}),
    broken AS MATERIALIZED (${brokenMonths(filters)}) SELECT * FROM (${joined}) joined`;
}

/** `{(,)}`, all days: there are no sums of this scope. */
function changedDays(userId: string, { unit, feeBasis, timeZone }: TradeScope): Sql {
  return sql`SELECT summed, CASE WHEN summed THEN coalesce(days, '{}') ELSE '{(,)}' END AS days FROM (SELECT
    EXISTS (SELECT FROM summed_journals j WHERE j.user_id = ${userId} AND j.unit = ${unit} AND j.fee_basis = ${feeBasis}
      AND j.time_zone = ${timeZone}) AS summed,
    (SELECT range_agg(c.days) FROM journal_changes c WHERE c.user_id = ${userId} AND c.days IS NOT NULL) AS days) now`;
}

/** Months that are not taken whole: the period ends in them, or days of them changed. */
function brokenMonths({ period }: TradeFilters): Sql {
  const { from, to } = periodBounds(period);
  const monthOf = (day: Sql) => sql`date_trunc('month', (${day})::timestamp)`;
  const edges = [
    ...(from
      ? [sql`UNION SELECT ${monthOf(sql`${from}::date`)}::date WHERE extract(day FROM ${from}::date) <> 1`]
      : []),
    ...(to ? [sql`UNION SELECT ${monthOf(sql`${to}::date`)}::date WHERE extract(day FROM ${to}::date + 1) <> 1`] : []),
  ];
  return sql`SELECT DISTINCT m::date AS month FROM changed, unnest(changed.days) d,
      generate_series(${monthOf(sql`lower(d)`)}, (upper(d) - 1)::timestamp, interval '1 month') m ${sql.join(edges, sql` `)}`;
}

/** Of kept sums they are looked up where they are wanted: carried along, they made rows so wide that sorting them took twice as long. */
function idsOf({ userId, sums }: Wanted): Sql {
  return sql`CASE WHEN level = 'live' THEN newest ELSE (SELECT k.newest FROM trade_sums k WHERE k.user_id = ${userId}
    AND k.cut = ${sums.cut} AND k.level = risen.level AND k.span = risen.span AND k.value = risen.value
    AND k.currency = risen.currency) END`;
}

function partsOf({ filters, scope, userId, sums }: Wanted): Sql[] {
  const columns = sql`${SPAN_KEY}, ${FIGURES}, level, NULL::uuid[] AS newest`;
  const kept = (level: 'day' | 'month') => sql`(SELECT summed FROM changed) AND s.user_id = ${userId}
    AND s.cut = ${sums.cut} AND s.level = ${level} AND ${onSums(filters)}`;
  const unchanged = sql`NOT (SELECT days FROM changed) @> s.span`;
  const live = sql`SELECT ${SPAN_KEY}, ${FIGURES}, 'live' AS level, newest FROM (${sumDays({
    ...{ cut: sums.cut, scope },
    days: sql`(SELECT days FROM changed)`,
    where: tradeFilter(filters, scope),
  })}) live`;
  if (!sums.byMonth) return [sql`SELECT ${columns} FROM trade_sums s WHERE ${kept('day')} AND ${unchanged}`, live];
  return [
    sql`SELECT ${columns} FROM trade_sums s WHERE ${kept('month')} AND s.span NOT IN (SELECT month FROM broken)`,
    // Month after month: nobody can tell the planner how few they are.
    sql`SELECT s.* FROM (SELECT month, (month + interval '1 month')::date AS next FROM broken OFFSET 0) b CROSS JOIN LATERAL
      (SELECT ${columns} FROM trade_sums s WHERE s.span >= b.month AND s.span < b.next AND ${kept('day')} AND ${unchanged} OFFSET 0) s`,
    live,
  ];
}

/** What of the filters rows of sums can meet; of a contract that is named only the statement's `mixed` tells. */
function onSums({ period, weekdays, symbols, hours, sides, asset_classes, accounts }: TradeFilters): Sql {
  const { from, to } = periodBounds(period);
  const conditions: Sql[] = [sql`true`];
  if (from) conditions.push(sql`s.span >= ${from}::date`);
  if (to) conditions.push(sql`s.span <= ${to}::date`);
  if (weekdays) conditions.push(sql`extract(isodow FROM s.span)::int = ANY(${weekdays}::int[])`);
  if (symbols) conditions.push(sql`s.symbols && ${symbols.map(plainSymbol)}::text[]`);
  if (hours) conditions.push(sql`s.value::int = ANY(${hours}::int[])`);
  if (sides) conditions.push(sql`s.value = ANY(${sides}::text[])`);
  if (asset_classes) conditions.push(sql`s.value = ANY(${asset_classes}::text[])`);
  if (accounts) conditions.push(accountIn(accounts, sql`s.value::uuid`));
  return sql.join(conditions, sql` AND `);
}

/** An underlying that was not asked for, of which a contract was. */
function strange({ symbols }: TradeFilters): Sql {
  return symbols ? sql`NOT ${symbolWanted(symbols, sql`s.value COLLATE "default"`)}` : sql`false`;
}

function mixed({ merges, cut }: SumPlan): Sql {
  const takesTurns = merges && cut !== 'hour' ? sql`count(DISTINCT value) > 1` : sql`false`;
  return sql`(bool_or(strange) OR ${takesTurns}) AS mixed`;
}

/** What a metric needs beyond what every row has. */
const EXTRA: Partial<Record<Metric, readonly Sql[]>> = {
  gross_pnl: [JOINED.gross_pnl],
  fees: [JOINED.fees],
  quantity: [JOINED.quantity],
  avg_win: [JOINED.won],
  avg_loss: [JOINED.lost],
  payoff: [JOINED.won, JOINED.lost],
  profit_factor: [JOINED.won, JOINED.lost],
  best: [JOINED.best],
  worst: [JOINED.worst],
  max_drawdown: [JOINED.drawdown],
  max_win_streak: [JOINED.outcomes],
  max_loss_streak: [JOINED.outcomes],
  current_streak: [JOINED.outcomes],
  avg_holding_seconds: [JOINED.held_seconds],
  expectancy: [JOINED.squares],
};

function columnsOf(metrics: ReadonlySet<Metric>): Sql[] {
  return [...new Set([...metrics].flatMap((metric) => EXTRA[metric] ?? []))];
}
