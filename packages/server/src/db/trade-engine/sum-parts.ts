/** What statements over kept sums are put together of: which sums are read, and the rows that they are joined to. */
import type { Metric, TradeFilters } from '@tradistry/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { RawRow, RowPlan } from './row-statement.ts';
import { FIGURES, JOINED, joinSpans, newestOf, SPAN_KEY } from './span-sums.ts';
import { keyOfSum } from './sum-cuts.ts';
import type { SumPlan } from './sum-plan.ts';
import { accountIn, periodBounds, plainSymbol, symbolWanted, type TradeScope } from './trade-filter.ts';

type Sql = RawBuilder<unknown>;

/** A row, and whether it is what was asked for. */
export interface SummedRow extends Omit<RawRow, 'trade_ids' | 'samples'> {
  readonly newest: string;
  /** It holds trades of other instruments than those asked for, or of several values whose trades took turns. */
  readonly mixed: boolean;
  /** Of `settledStatement`: the sums held the whole journal while it was read. */
  readonly settled?: boolean;
}

export interface Wanted extends RowPlan {
  readonly userId: string;
  readonly sums: SumPlan;
}

/** Whether there are sums of this scope. */
export function isSummed(userId: string, { unit, feeBasis, timeZone }: TradeScope): Sql {
  return sql`EXISTS (SELECT FROM summed_journals j WHERE j.user_id = ${userId} AND j.unit = ${unit} AND j.fee_basis = ${feeBasis}
    AND j.time_zone = ${timeZone})`;
}

/** The columns of a part: its ids are looked up in the end. */
export const PART = sql`${SPAN_KEY}, ${FIGURES}, level, NULL::uuid[] AS newest`;

/** Of which days or months, of those that the filters leave. */
export function keptOf({ filters, userId, sums }: Wanted, level: 'day' | 'month'): Sql {
  return sql`s.user_id = ${userId} AND s.cut = ${sums.cut} AND s.level = ${level} AND ${onSums(filters, userId)}`;
}

/** The first days of the months that a period begins or ends within. */
export function edgesOf(period: TradeFilters['period']): string[] {
  const { from, to } = periodBounds(period);
  const within = [...(from && !isFirst(from) ? [from] : []), ...(to && !isFirst(dayAfter(to)) ? [to] : [])];
  return [...new Set(within.map((day) => `${day.slice(0, 7)}-01`))];
}

function isFirst(day: string): boolean {
  return day.endsWith('-01');
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

/** Rows of the parts, as a plan groups them; `more`: columns beyond those of its metrics. */
export function joinParts(
  { groupBy, filters, metrics, ...wanted }: Wanted,
  parts: readonly Sql[],
  ...more: Sql[]
): Sql {
  const keys = groupBy.map((key, index) => sql`, ${keyOfSum(key)} AS ${sql.ref(`k${index}`)}`);
  return joinSpans({
    parts: sql`SELECT s.*, ${strange(filters)} AS strange${sql.join(keys, sql``)} FROM (${sql.join(parts, sql` UNION ALL `)}) s`,
    keys: sql.join([...groupBy.map((_, index) => sql.ref(`k${index}`)), sql.ref('currency')]),
    columns: sql.join([
      ...[JOINED.n, JOINED.days, newestOf(idsOf(wanted)), ...columnsOf(metrics), mixed(wanted.sums), ...more],
    ]),
  });
}

/** Of kept sums they are looked up where they are wanted: carried along, they made rows so wide that sorting them took twice as long. */
function idsOf({ userId, sums }: Pick<Wanted, 'userId' | 'sums'>): Sql {
  return sql`CASE WHEN level = 'live' THEN newest ELSE (SELECT k.newest FROM trade_sums k WHERE k.user_id = ${userId}
    AND k.cut = ${sums.cut} AND k.level = risen.level AND k.span = risen.span AND k.value = risen.value
    AND k.currency = risen.currency) END`;
}

/** What of the filters rows of sums can meet; of a contract that is named only the statement's `mixed` tells. */
function onSums(filters: TradeFilters, userId: string): Sql {
  const { period, weekdays, symbols, hours, sides, asset_classes, accounts } = filters;
  const { from, to } = periodBounds(period);
  const conditions: Sql[] = [sql`true`];
  if (from) conditions.push(sql`s.span >= ${from}::date`);
  if (to) conditions.push(sql`s.span <= ${to}::date`);
  if (weekdays) conditions.push(sql`extract(isodow FROM s.span)::int = ANY(${weekdays}::int[])`);
  if (symbols) {
    const values = sql`SELECT k.value FROM summed_symbols k WHERE k.user_id = ${userId} AND k.symbol = ANY(${symbols.map(plainSymbol)}::text[])`;
    conditions.push(sql`s.value = ANY(ARRAY(${values}))`);
  }
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
