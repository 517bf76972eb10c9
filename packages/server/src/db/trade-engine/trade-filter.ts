/** The one WHERE builder for `TradeFilters`: every list and every figure over trades filters through it. */
import type { FeeBasis, Period, TradeFilters, TradeQuery, TradeUnit } from '@tradistry/protocol';
import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** How filters are to be read: which rows are units, which P&L counts, and on whose clock. */
export interface TradeScope {
  readonly unit: TradeUnit;
  readonly feeBasis: FeeBasis;
  /** IANA name; checked before it gets here. */
  readonly timeZone: string;
  readonly timeOf: TradeQuery['time_of'];
}

type Condition = RawBuilder<SqlBool>;
type Filters = { readonly [K in keyof TradeFilters]?: TradeFilters[K] | undefined };

/**
 * A condition over the table `trades` under the alias `t`, for use inside `Database.asUser`. It holds the unit and every
 * filter but `last_n`, which is a LIMIT and no condition; it says nothing about `status`: add it. An open trade has no
 * exit, so with `timeOf: 'exit'` any filter on time leaves it out.
 */
export function tradeFilter(filters: Filters, scope: TradeScope): Condition {
  return sql<SqlBool>`(${sql.join([unitIs(scope.unit), ...onTime(filters, scope), ...onThing(filters, scope), ...onResult(filters, scope)], sql` AND `)})`;
}

/** What of the filters an execution can meet: a condition over `executions` under the alias `t`, its review left to say. */
export function executionFilter(filters: Filters, scope: TradeScope): Condition {
  const { symbols, exclude_symbols, accounts, asset_classes, period } = filters;
  const things = onThing({ symbols, exclude_symbols, accounts, asset_classes }, scope);
  const times = period ? inPeriod(period, sql`t.time`, scope) : [];
  return sql<SqlBool>`(${sql.join([sql`true`, ...things, ...times], sql` AND `)})`;
}

/** What of the filters an import can meet whose rows could not be read: a condition over `imports` under the alias `t`. */
export function importFilter({ accounts }: Filters): Condition {
  return accounts ? accountIn(accounts) : sql<SqlBool>`true`;
}

/** The P&L of `t` on the scope's fee basis: numeric. */
export function pnlOf(scope: Pick<TradeScope, 'feeBasis'>): RawBuilder<string> {
  return scope.feeBasis === 'net' ? sql`t.net_pnl` : sql`t.gross_pnl`;
}

/** The end of `t` that the scope looks at: timestamptz. */
export function timeOf(scope: Pick<TradeScope, 'timeOf'>): RawBuilder<Date> {
  return scope.timeOf === 'exit' ? sql`t.exit_time` : sql`t.entry_time`;
}

/** The same on the user's clock: a timestamp without zone, daylight saving time applied. */
export function localTimeOf(scope: TradeScope): RawBuilder<Date> {
  return sql`(${timeOf(scope)} AT TIME ZONE ${scope.timeZone}::text)`;
}

/** Rows of one unit. Every trade is in one strategy, be it of one leg. */
export function unitIs(unit: TradeUnit): Condition {
  return sql`t.unit = ${unit}`;
}

/**
 * `trade` is the one leg of `strategy`. Only a leg of several knows its strategy by `parent_id`; a strategy of one leg
 * is that trade's figures under another id.
 */
export function isOnlyLeg(trade: 'l', strategy: 't' | 's'): Condition {
  const same = ['user_id', 'account_id', 'symbol', 'entry_time', 'side', 'gross_pnl'].map(
    (column) => sql`${sql.ref(`${trade}.${column}`)} = ${sql.ref(`${strategy}.${column}`)}`,
  );
  return sql`${sql.join(same, sql` AND `)} AND ${sql.ref(`${trade}.parent_id`)} IS NULL
    AND ${sql.ref(`${trade}.exit_time`)} IS NOT DISTINCT FROM ${sql.ref(`${strategy}.exit_time`)}`;
}

/** Upper case and without the slash that some brokers put before futures. */
export function plainSymbol(symbol: string): string {
  return symbol
    .trim()
    .toUpperCase()
    .replace(/^[/$]+/, '');
}

function onTime(filters: Filters, scope: TradeScope): Condition[] {
  const conditions: Condition[] = [];
  const local = localTimeOf(scope);
  if (filters.period) conditions.push(...inPeriod(filters.period, timeOf(scope), scope));
  if (filters.weekdays) conditions.push(sql`extract(isodow FROM ${local})::int = ANY(${filters.weekdays}::int[])`);
  if (filters.hours) conditions.push(sql`extract(hour FROM ${local})::int = ANY(${filters.hours}::int[])`);
  if (filters.first_of_day) conditions.push(firstOfDay(filters.first_of_day, scope));
  return conditions;
}

// The local day decides; the instants around it, a day wider than any zone is from UTC, are there for the index.
function inPeriod(period: Period, time: RawBuilder<Date>, scope: TradeScope): Condition[] {
  const conditions: Condition[] = [];
  const day = sql`(${time} AT TIME ZONE ${scope.timeZone}::text)::date`;
  const { from, to } = periodBounds(period);
  if (from) conditions.push(sql`${time} >= ${startOfUtcDay(from, -1)}::timestamptz`, sql`${day} >= ${from}::date`);
  if (to) conditions.push(sql`${time} < ${startOfUtcDay(to, 2)}::timestamptz`, sql`${day} <= ${to}::date`);
  return conditions;
}

/** A period's first and last day as the database can hold them; null where it is open. */
export function periodBounds(period: Period = {}): { from: string | null; to: string | null } {
  const { from, to } = period;
  return { from: from === undefined ? null : toStorableDay(from), to: to === undefined ? null : toStorableDay(to) };
}

// PostgreSQL has no year 0, and JavaScript writes years past 9999 in a form that it does not read.
function toStorableDay(day: string): string {
  if (day < '1000-01-01') return '1000-01-01';
  return day > '9000-01-01' ? '9000-01-01' : day;
}

function startOfUtcDay(day: string, offset: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + offset);
  return date.toISOString();
}

function onThing(filters: Filters, scope: TradeScope): Condition[] {
  const conditions: Condition[] = [];
  if (filters.symbols) conditions.push(symbolIn(filters.symbols));
  if (filters.exclude_symbols) conditions.push(sql`NOT ${symbolIn(filters.exclude_symbols)}`);
  if (filters.sides) conditions.push(sql`t.side = ANY(${filters.sides}::text[])`);
  if (filters.asset_classes) conditions.push(sql`t.asset_class = ANY(${filters.asset_classes}::text[])`);
  if (filters.accounts) conditions.push(accountIn(filters.accounts));
  if (filters.tags) conditions.push(labelledWith(tagged(filters.tags), scope.unit));
  if (filters.setups) conditions.push(labelledWith(setUpAs(filters.setups), scope.unit));
  return conditions;
}

function symbolIn(symbols: readonly string[]): Condition {
  return sql`(${symbolWanted(symbols, sql`t.symbol`)} OR ${symbolWanted(symbols, sql`t.underlying`)})`;
}

/** Whether a symbol or an underlying is one of those asked for, however either is written. */
export function symbolWanted(symbols: readonly string[], symbol: RawBuilder<unknown>): Condition {
  return sql`${plainSymbolOf(symbol)} = ANY(${symbols.map(plainSymbol)}::text[])`;
}

/** A symbol as filters compare it. */
export function plainSymbolOf(symbol: RawBuilder<unknown>): RawBuilder<string> {
  return sql`ltrim(upper(${symbol}), '/')`;
}

/** Whether an account is one of those asked for, by id or name. */
export function accountIn(accounts: readonly string[], account: RawBuilder<unknown> = sql`t.account_id`): Condition {
  const wanted = accounts.map((each) => each.trim().toLowerCase());
  return sql`${account} IN (SELECT a.id FROM accounts a
    WHERE a.id::text = ANY(${wanted}::text[]) OR lower(a.name) = ANY(${wanted}::text[]))`;
}

function tagged(tags: readonly string[]): RawBuilder<unknown> {
  const wanted = tags.map((tag) => tag.trim().toLowerCase());
  return sql`SELECT g.trade_id FROM trade_tags g WHERE lower(g.tag) = ANY(${wanted}::text[])`;
}

function setUpAs(setups: readonly string[]): RawBuilder<unknown> {
  const wanted = setups.map((setup) => setup.trim().toLowerCase());
  return sql`SELECT d.trade_id FROM trade_details d WHERE lower(d.setup) = ANY(${wanted}::text[])`;
}

// Tags and setups are put on trades: their pairs inherit them, and a strategy has those of its legs.
function labelledWith(owners: RawBuilder<unknown>, unit: TradeUnit): Condition {
  const ofLegs =
    unit === 'strategy'
      ? sql` OR EXISTS (SELECT 1 FROM trades l WHERE l.unit = 'trade' AND l.id IN (${owners}) AND (l.parent_id = t.id OR (${isOnlyLeg('l', 't')})))`
      : sql``;
  return sql`(t.id IN (${owners}) OR t.parent_id IN (${owners})${ofLegs})`;
}

function onResult(filters: Filters, scope: TradeScope): Condition[] {
  const conditions: Condition[] = [];
  const pnl = pnlOf(scope);
  if (filters.outcomes) conditions.push(sql`${outcomeOf(scope)} = ANY(${filters.outcomes}::text[])`);
  if (filters.min_pnl !== undefined) conditions.push(sql`${pnl} >= ${filters.min_pnl}::numeric`);
  if (filters.max_pnl !== undefined) conditions.push(sql`${pnl} <= ${filters.max_pnl}::numeric`);
  const { min: least, max: most } = filters.holding_seconds ?? {};
  if (least !== undefined) conditions.push(sql`t.exit_time - t.entry_time >= ${seconds(least)}`);
  if (most !== undefined) conditions.push(sql`t.exit_time - t.entry_time <= ${seconds(most)}`);
  return conditions;
}

function seconds(count: number): RawBuilder<unknown> {
  return sql`make_interval(secs => ${count}::float8)`;
}

// What else is asked for does not count the day's trades anew: of two trades of a day the second is its second, whatever it was of.
function firstOfDay(count: number, { unit, timeZone }: TradeScope): Condition {
  return sql`t.id IN (SELECT o.id FROM (SELECT t.id, row_number() OVER (
    PARTITION BY (t.entry_time AT TIME ZONE ${timeZone}::text)::date ORDER BY t.entry_time, t.id) AS nth
    FROM trades t WHERE ${unitIs(unit)}) o WHERE o.nth <= ${count}::int)`;
}

/** `win`, `loss` or `break_even` of `t`, by its exact P&L on the scope's fee basis. */
export function outcomeOf(scope: Pick<TradeScope, 'feeBasis'>): RawBuilder<string> {
  const pnl = pnlOf(scope);
  return sql`CASE WHEN ${pnl} > 0 THEN 'win' WHEN ${pnl} < 0 THEN 'loss' ELSE 'break_even' END`;
}
