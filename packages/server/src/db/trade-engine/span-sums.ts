/** Sums of spans of time: made of trades, a day each, and put together to those of longer ones. */
import { type RawBuilder, sql } from 'kysely';
import { IDS_PER_ROW } from './row-statement.ts';
import { type Cut, cutValue } from './sum-cuts.ts';
import { localTimeOf, plainSymbolOf, pnlOf, type TradeScope } from './trade-filter.ts';

type Sql = RawBuilder<unknown>;

/** The columns of `trade_sums` that say of which trades a row is. */
export const SPAN_KEY = sql`span, value, currency`;
export const FIGURES = sql`n, wins, losses, pnl, squares, gross_pnl, fees, quantity, won, lost, best, worst, peak, trough, fall,
  held_seconds, first_day, last_day, outcomes`;
/** All others, in the order in which both statements here give them. */
export const SUM_COLUMNS = sql`${FIGURES}, newest, symbols`;

interface DaySums {
  readonly cut: Cut;
  readonly scope: TradeScope;
  /** A datemultirange of local days. */
  readonly days: Sql;
  /** Of trades `t`. */
  readonly where: Sql;
}

/**
 * A row for each day, value and currency of closed trades that ended on `days`. Days are turned into instants, a day wider than any
 * zone is from UTC, one stretch after the other beneath a fence: under row-level security only so the index is used.
 */
export function sumDays({ cut, scope, days, where }: DaySums): Sql {
  const day = sql`${localTimeOf(scope)}::date`;
  const group = sql`PARTITION BY span, value, currency`;
  const sofar = sql`(${group} ORDER BY exit_time, entry_time, id DESC ROWS UNBOUNDED PRECEDING)`;
  return sql`WITH stretches AS MATERIALIZED (SELECT d AS days,
      (coalesce(lower(d), '-infinity')::timestamp AT TIME ZONE 'UTC') - interval '1 day' AS since,
      (coalesce(upper(d), 'infinity')::timestamp AT TIME ZONE 'UTC') + interval '1 day' AS until FROM unnest(${days}) d),
    placed AS (SELECT t.id, t.currency, t.quantity, t.gross_pnl, t.fees, ${pnlOf(scope)} AS pnl, t.entry_time, t.exit_time,
        ${day} AS span, ${cutValue(cut, scope)} COLLATE "C" AS value, t.symbol
      FROM stretches x CROSS JOIN LATERAL (SELECT * FROM trades t WHERE t.status = 'closed'
        AND t.exit_time >= x.since AND t.exit_time < x.until AND ${where} OFFSET 0) t WHERE x.days @> ${day}),
    equity AS (SELECT *, sum(pnl) OVER ${sofar} AS equity,
      row_number() OVER (${group} ORDER BY exit_time DESC, id) AS place FROM placed),
    curve AS (SELECT *, greatest(max(equity) OVER ${sofar}, 0) - equity AS fall FROM equity)
    SELECT ${SPAN_KEY}, count(*)::int AS n, (count(*) FILTER (WHERE pnl > 0))::int AS wins,
      (count(*) FILTER (WHERE pnl < 0))::int AS losses, sum(pnl) AS pnl, sum(pnl * pnl) AS squares, sum(gross_pnl) AS gross_pnl,
      sum(fees) AS fees, sum(quantity) AS quantity, sum(pnl) FILTER (WHERE pnl > 0) AS won,
      sum(pnl) FILTER (WHERE pnl < 0) AS lost, max(pnl) AS best, min(pnl) AS worst, max(equity) AS peak, min(equity) AS trough,
      max(fall) AS fall, extract(epoch FROM sum(exit_time - entry_time)) AS held_seconds, span AS first_day, span AS last_day,
      string_agg(CASE WHEN pnl > 0 THEN 'w' WHEN pnl < 0 THEN 'l' ELSE 'b' END, '' ORDER BY exit_time, entry_time, id DESC) AS outcomes,
      array_agg(id ORDER BY place) FILTER (WHERE place <= ${sql.lit(IDS_PER_ROW)}) AS newest,
      ${cut === 'symbol' ? SYMBOLS : sql`NULL::text[]`} AS symbols
    FROM curve GROUP BY ${SPAN_KEY}`;
}

// A filter may name a contract: whether it does, the underlyings alone do not tell.
const SYMBOLS = sql`array_agg(DISTINCT ${plainSymbolOf(sql`symbol`)}) || ${plainSymbolOf(sql`value COLLATE "default"`)}`;

interface Joined {
  /** Rows of sums, with the columns of `trade_sums`; those that fall into one row follow each other in time. */
  readonly parts: Sql;
  /** The columns of `parts` that rows are told apart by, `currency` among them. */
  readonly keys: Sql;
  /** What is wanted beside the keys: aggregates over `parts` with the equity `before` and the highest point `high` of it so far. */
  readonly columns: Sql;
}

/** A row for each of `keys`. */
export function joinSpans({ parts, keys, columns }: Joined): Sql {
  const inTime = sql`PARTITION BY ${keys} ORDER BY span, value`;
  return sql`WITH parts AS (${parts}),
    run AS (SELECT *, sum(pnl) OVER (${inTime} ROWS UNBOUNDED PRECEDING) - pnl AS before,
      sum(n) OVER (PARTITION BY ${keys} ORDER BY span DESC, value DESC ROWS UNBOUNDED PRECEDING) - n AS later FROM parts),
    risen AS (SELECT *, greatest(max(before + peak) OVER (${inTime} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS high FROM run)
    SELECT ${keys}, ${columns} FROM risen GROUP BY ${keys}`;
}

/** The columns that `joinSpans` can give; what no figure needs is not computed. */
export const JOINED = {
  n: sql`sum(n)::int AS n, sum(wins)::int AS wins, sum(losses)::int AS losses, sum(pnl) AS pnl`,
  days: sql`min(first_day) AS first_day, max(last_day) AS last_day`,
  squares: sql`sum(squares) AS squares`,
  gross_pnl: sql`sum(gross_pnl) AS gross_pnl`,
  fees: sql`sum(fees) AS fees`,
  quantity: sql`sum(quantity) AS quantity`,
  won: sql`sum(won) AS won`,
  lost: sql`sum(lost) AS lost`,
  best: sql`max(best) AS best`,
  worst: sql`min(worst) AS worst`,
  peak: sql`max(before + peak) AS peak`,
  trough: sql`min(before + trough) AS trough`,
  drawdown: sql`max(greatest(fall, high - (before + trough))) AS drawdown`,
  held_seconds: sql`sum(held_seconds) AS held_seconds`,
  outcomes: sql`string_agg(outcomes, '' ORDER BY span, value) AS outcomes`,
} as const;

/** Ids of the newest trades, joined by commas: at least `IDS_PER_ROW` of them where there are as many. `ids`: those of a part, an array. */
export function newestOf(ids: Sql): Sql {
  return sql`string_agg(CASE WHEN later < ${sql.lit(IDS_PER_ROW)} THEN array_to_string(${ids}, ',') END, ','
    ORDER BY span DESC, value DESC) AS newest`;
}
