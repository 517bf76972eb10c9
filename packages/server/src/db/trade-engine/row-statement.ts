/** The one statement behind a set of rows: filter, newest n, labels, equity curve, sums. */
import type { GroupKey, Metric, TradeFilters } from '@tradistry/protocol';
import { type RawBuilder, sql } from 'kysely';
import { isLabelKey, labelsOf, labelValue, plainKeyOf } from './group-keys.ts';
import { pnlOf, type TradeScope, timeOf, tradeFilter } from './trade-filter.ts';

/** Rows carry at most so many ids of the trades behind them. */
export const IDS_PER_ROW = 100;
/** The mean of fewer units gets no interval; of more than the second, none from samples. */
export const MIN_SAMPLE = 5;
export const MAX_SAMPLE = 3000;

/** What the statement is to compute. */
export interface RowPlan {
  readonly filters: TradeFilters;
  readonly groupBy: readonly GroupKey[];
  readonly scope: TradeScope;
  /** Only these may cost: drawdown, streaks and samples are computed where they are asked for. */
  readonly metrics: ReadonlySet<Metric>;
}

/** One row as the database gives it. Numerics are exact strings; `k0`.. are the group's values; what no metric needs is absent. */
export interface RawRow {
  readonly k0?: string | number;
  readonly k1?: string | number;
  readonly k2?: string | number;
  readonly currency: string;
  readonly n: number;
  readonly wins: number;
  readonly losses: number;
  readonly pnl: string;
  readonly gross_pnl?: string;
  readonly fees?: string;
  readonly quantity?: string;
  readonly won?: string | null;
  readonly lost?: string | null;
  readonly best?: string;
  readonly worst?: string;
  readonly held_seconds?: string;
  readonly trade_ids: string[];
  /** First and last local day of the row. */
  readonly first_day: string;
  readonly last_day: string;
  /** Of all rows together: units after `last_n` where a unit may be in several rows, and before it where there is one. */
  readonly total?: number;
  readonly matching?: number;
  readonly drawdown?: string;
  /** One of `w`, `l`, `b` a unit, by exit time, oldest first. */
  readonly outcomes?: string;
  /** P&L of every unit, or null where there are too few or too many. */
  readonly samples?: number[] | null;
  /** Of P&Ls, added up. */
  readonly squares?: string;
}

// By exit, then entry; the ids only make the order the same every time.
const OLDEST_FIRST = sql`exit_time, entry_time, id DESC`;

/** Builds the statement for `Database.asUser`; its rows come in no particular order. */
export function rowStatement(plan: RowPlan): RawBuilder<RawRow> {
  const keys = plan.groupBy.map((_, index) => sql.ref(`k${index}`));
  const group = sql.join([...keys, sql.ref('currency')]);
  const withDrawdown = plan.metrics.has('max_drawdown');
  const source = withDrawdown ? sql`curve` : keys.length > 0 ? sql`placed` : sql`keyed`;
  return sql<RawRow>`WITH units AS ${materialized(plan)} (${unitsOf(plan)}), ${labelTables(plan)} keyed AS (${keyed(plan)})
    ${keys.length > 0 ? placeIn(group) : sql``} ${withDrawdown ? curveOver(group, keys.length > 0) : sql``}
    SELECT ${group}, ${SUMS}, ${keys.length > 0 ? NEWEST_OF_GROUP : newestOf(source)},
      ${sql.join([days(plan.scope), ...totals(plan), ...extraSums(plan.metrics)])}
    FROM ${source} GROUP BY ${group}`;
}

// What is not grouped is read twice, for its sums and, along the index, for the newest: sorting all of it for these took as long
// as all the rest. The newest `last_n` are found once.
function materialized({ filters, groupBy }: RowPlan): RawBuilder<unknown> {
  if (groupBy.length > 0) return sql``;
  return filters.last_n ? sql`MATERIALIZED` : sql`NOT MATERIALIZED`;
}

function unitsOf({ filters, groupBy, scope }: RowPlan): RawBuilder<unknown> {
  const time = timeOf(scope);
  const plainKeys = groupBy.flatMap((key, index) =>
    isLabelKey(key) ? [] : [sql`, ${plainKeyOf(key, scope)} AS ${sql.ref(`k${index}`)}`],
  );
  const accounts = groupBy.includes('account')
    ? sql`JOIN accounts a ON a.user_id = t.user_id AND a.id = t.account_id`
    : sql``;
  const newest = filters.last_n ? sql`ORDER BY ${time} DESC, t.id LIMIT ${filters.last_n}` : sql``;
  const matching = filters.last_n ? sql`, count(*) OVER () AS matching` : sql``;
  return sql`SELECT t.id, t.currency, t.quantity, t.gross_pnl, t.fees, ${pnlOf(scope)} AS pnl, t.entry_time, t.exit_time,
      ${time} AS time${matching}${sql.join(plainKeys, sql``)}
    FROM trades t ${accounts} WHERE t.status = 'closed' AND ${tradeFilter(filters, scope)} ${newest}`;
}

function labelTables({ groupBy, scope }: RowPlan): RawBuilder<unknown> {
  const tables = groupBy
    .filter(isLabelKey)
    .map((key) => sql`${sql.ref(`${key}_labels`)} (trade_id, label) AS (${labelsOf(key, scope.unit)}),`);
  return tables.length > 0 ? sql.join(tables, sql` `) : sql``;
}

function keyed({ groupBy }: RowPlan): RawBuilder<unknown> {
  const labels = groupBy.flatMap((key, index) =>
    isLabelKey(key) ? [{ table: `${key}_labels`, column: `k${index}` }] : [],
  );
  const columns = labels.map(
    ({ table, column }) => sql`, ${labelValue(sql.ref(`${table}.label`))} AS ${sql.ref(column)}`,
  );
  const joins = labels.map(
    ({ table }) => sql` LEFT JOIN ${sql.table(table)} ON ${sql.ref(`${table}.trade_id`)} = u.id`,
  );
  return sql`SELECT u.*${sql.join(columns, sql``)} FROM units u${sql.join(joins, sql``)}`;
}

// The equity curve of each row begins at 0; a fall is what is missing to its highest point so far.
function curveOver(group: RawBuilder<unknown>, isGrouped: boolean): RawBuilder<unknown> {
  const sofar = sql`OVER (PARTITION BY ${group} ORDER BY ${OLDEST_FIRST} ROWS UNBOUNDED PRECEDING)`;
  return sql`, equity AS (SELECT *, sum(pnl) ${sofar} AS equity FROM ${isGrouped ? sql`placed` : sql`keyed`}),
    curve AS (SELECT *, greatest(max(equity) ${sofar}, 0) - equity AS fall FROM equity)`;
}

const SUMS = sql`count(*)::int AS n,
  (count(*) FILTER (WHERE pnl > 0))::int AS wins, (count(*) FILTER (WHERE pnl < 0))::int AS losses, sum(pnl) AS pnl`;
const NEWEST_OF_GROUP = sql`(array_agg(id ORDER BY place) FILTER (WHERE place <= ${sql.lit(IDS_PER_ROW)}))::text[] AS trade_ids`;

function placeIn(group: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`, placed AS (SELECT *, row_number() OVER (PARTITION BY ${group} ORDER BY time DESC, id) AS place FROM keyed)`;
}

function newestOf(source: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`ARRAY(SELECT u.id FROM units u WHERE u.currency = ${source}.currency
    ORDER BY u.time DESC, u.id LIMIT ${sql.lit(IDS_PER_ROW)})::text[] AS trade_ids`;
}

const HAS_SAMPLES = sql`count(*) BETWEEN ${sql.lit(MIN_SAMPLE)} AND ${sql.lit(MAX_SAMPLE)}`;
const WON = sql`sum(pnl) FILTER (WHERE pnl > 0) AS won`;
const LOST = sql`sum(pnl) FILTER (WHERE pnl < 0) AS lost`;
const OUTCOMES = sql`string_agg(CASE WHEN pnl > 0 THEN 'w' WHEN pnl < 0 THEN 'l' ELSE 'b' END, '' ORDER BY ${OLDEST_FIRST}) AS outcomes`;

/** What a metric needs beyond `SUMS`. */
const EXTRA: Partial<Record<Metric, readonly RawBuilder<unknown>[]>> = {
  gross_pnl: [sql`sum(gross_pnl) AS gross_pnl`],
  fees: [sql`sum(fees) AS fees`],
  quantity: [sql`sum(quantity) AS quantity`],
  avg_win: [WON],
  avg_loss: [LOST],
  payoff: [WON, LOST],
  profit_factor: [WON, LOST],
  best: [sql`max(pnl) AS best`],
  worst: [sql`min(pnl) AS worst`],
  max_drawdown: [sql`max(fall) AS drawdown`],
  max_win_streak: [OUTCOMES],
  max_loss_streak: [OUTCOMES],
  current_streak: [OUTCOMES],
  avg_holding_seconds: [sql`extract(epoch FROM sum(exit_time - entry_time)) AS held_seconds`],
  expectancy: [
    sql`CASE WHEN ${HAS_SAMPLES} THEN array_agg(pnl::float8 ORDER BY pnl) END AS samples`,
    sql`sum(pnl * pnl) AS squares`,
  ],
};

function extraSums(metrics: ReadonlySet<Metric>): RawBuilder<unknown>[] {
  return [...new Set([...metrics].flatMap((metric) => EXTRA[metric] ?? []))];
}

function days(scope: TradeScope): RawBuilder<unknown> {
  const local = sql`AT TIME ZONE ${scope.timeZone}::text`;
  return sql`(min(time) ${local})::date AS first_day, (max(time) ${local})::date AS last_day`;
}

// Only where they cannot be told from the rows themselves: reading `units` twice makes the database keep a copy of it.
function totals({ filters, groupBy }: RowPlan): RawBuilder<unknown>[] {
  const total = groupBy.some(isLabelKey) ? [sql`(SELECT count(*)::int FROM units) AS total`] : [];
  return filters.last_n ? [...total, sql`max(matching)::int AS matching`] : total;
}
