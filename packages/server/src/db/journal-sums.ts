/** Keeps sums of journals that have many trades; days are summed anew after they changed, a month a transaction. */
import { sql } from 'kysely';
import type { JournalSums } from '../journal/sum-ports.ts';
import type { Database, Tx } from './database.ts';
import { readSettings } from './settings-store.ts';
import { IDS_PER_ROW } from './trade-engine/row-statement.ts';
import { JOINED, joinSpans, newestOf, SPAN_KEY, SUM_COLUMNS, sumDays } from './trade-engine/span-sums.ts';
import { CUTS, type Cut } from './trade-engine/sum-cuts.ts';
import { localTimeOf, type TradeScope, unitIs } from './trade-engine/trade-filter.ts';

/** Of fewer, the trades are added up as fast. */
const MANY_TRADES = 5_000;

interface Options {
  readonly database: Database;
  /** For users who have not set theirs. */
  readonly defaultTimeZone: string;
  readonly many?: number;
}

export function createJournalSums({ database, defaultTimeZone, many = MANY_TRADES }: Options): JournalSums {
  return {
    listChanged: () =>
      database.asSystem(async (tx) => {
        const { rows } = await sql<{ user_id: string }>`SELECT DISTINCT user_id FROM journal_changes
          WHERE days IS NOT NULL`.execute(tx);
        return rows.map((row) => row.user_id);
      }),
    sumSome: (userId) =>
      database.asUser(userId, async (tx) => {
        const settings = await readSettings(tx, userId, defaultTimeZone);
        const { unit, fee_basis: feeBasis, time_zone: timeZone } = settings;
        return sumSome(tx, { userId, many, scope: { unit, feeBasis, timeZone, timeOf: 'exit' } });
      }),
  };
}

interface Journal {
  readonly userId: string;
  readonly many: number;
  readonly scope: TradeScope;
}

async function sumSome(tx: Tx, journal: Journal): Promise<boolean> {
  const known = await lockSums(tx, journal);
  const changes = await readChanges(tx, journal.userId);
  if (!(await hasMany(tx, journal))) {
    if (known) await sql`DELETE FROM summed_journals WHERE user_id = ${journal.userId}`.execute(tx);
    await settle(tx, changes, null);
    return false;
  }
  if (!known?.fits) {
    await beginAnew(tx, journal);
    return true;
  }
  if (changes.month === null) {
    await settle(tx, changes, null);
    return false;
  }
  for (const cut of CUTS) await sumMonth(tx, { ...journal, cut, month: changes.month, days: changes.days });
  await settle(tx, changes, changes.month);
  return true;
}

/** Whoever sums the same journal waits for this transaction. */
async function lockSums(tx: Tx, { userId, scope }: Journal): Promise<{ fits: boolean } | undefined> {
  const { rows } = await sql<{ fits: boolean }>`SELECT unit = ${scope.unit} AND fee_basis = ${scope.feeBasis}
    AND time_zone = ${scope.timeZone} AS fits FROM summed_journals WHERE user_id = ${userId} FOR UPDATE`.execute(tx);
  return rows[0];
}

interface Changes {
  /** What is committed while these are worked on is not among them. */
  readonly ids: readonly string[];
  /** All days that changed, a datemultirange, and the first month with one of them. */
  readonly days: string;
  readonly month: string | null;
}

async function readChanges(tx: Tx, userId: string): Promise<Changes> {
  const { rows } = await sql<Changes>`SELECT coalesce(array_agg(id), '{}')::text[] AS ids,
      coalesce(range_agg(days), '{}')::text AS days, date_trunc('month', lower(range_agg(days))::timestamp)::date AS month
    FROM journal_changes WHERE user_id = ${userId} AND days IS NOT NULL`.execute(tx);
  return rows[0] ?? { ids: [], days: '{}', month: null };
}

async function hasMany(tx: Tx, { userId, many, scope }: Journal): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`SELECT EXISTS (SELECT FROM trades t WHERE t.user_id = ${userId}
    AND ${unitIs(scope.unit)} AND t.status = 'closed' OFFSET ${many}) AS has`.execute(tx);
  return rows[0]?.has ?? false;
}

/** Sums that hold nothing yet: all days there are have changed. What is committed only later says so itself. */
async function beginAnew(tx: Tx, { userId, scope }: Journal): Promise<void> {
  const day = sql`${localTimeOf(scope)}::date`;
  await sql`DELETE FROM summed_journals WHERE user_id = ${userId}`.execute(tx);
  await sql`INSERT INTO summed_journals (user_id, unit, fee_basis, time_zone)
    VALUES (${userId}, ${scope.unit}, ${scope.feeBasis}, ${scope.timeZone})`.execute(tx);
  await sql`INSERT INTO journal_changes (user_id, days)
    SELECT ${userId}::text, datemultirange(daterange(min(${day}), max(${day}), '[]')) FROM trades t
    WHERE t.user_id = ${userId} AND ${unitIs(scope.unit)} AND t.status = 'closed'`.execute(tx);
}

/** These changes are summed, up to and with the month; `null`: all of them. */
async function settle(tx: Tx, { ids }: Changes, month: string | null): Promise<void> {
  const left =
    month === null
      ? sql`NULL`
      : sql`nullif(days - datemultirange(daterange(NULL, (${month}::date + interval '1 month')::date)), '{}')`;
  await sql`UPDATE journal_changes SET days = ${left} WHERE id = ANY(${ids}::bigint[])`.execute(tx);
}

interface Month extends Journal {
  readonly cut: Cut;
  readonly month: string;
  readonly days: string;
}

/** The month's days that changed from their trades, and the month from its days. */
async function sumMonth(tx: Tx, { userId, scope, cut, month, days }: Month): Promise<void> {
  const whole = sql`daterange(${month}::date, (${month}::date + interval '1 month')::date)`;
  const changed = sql`(${days}::datemultirange * datemultirange(${whole}))`;
  const own = sql`user_id = ${userId} AND cut = ${cut}`;
  const ofDays = sql`${own} AND level = 'day' AND ${whole} @> span`;
  await sql`DELETE FROM trade_sums WHERE ${ofDays} AND ${changed} @> span`.execute(tx);
  await sql`DELETE FROM trade_sums WHERE ${own} AND level = 'month' AND span = ${month}::date`.execute(tx);
  const into = (level: 'day' | 'month') => sql`INSERT INTO trade_sums (user_id, cut, level, ${SPAN_KEY}, ${SUM_COLUMNS})
    SELECT ${userId}::text, ${cut}::text, ${sql.lit(level)}, made.*`;
  const made = sumDays({ cut, scope, days: changed, where: unitIs(scope.unit) });
  await sql`${into('day')} FROM (${made}) made`.execute(tx);
  const joined = joinSpans({
    parts: sql`SELECT * FROM trade_sums WHERE ${ofDays}`,
    keys: sql`value, currency`,
    columns: sql.join([...Object.values(JOINED), newestOf(sql`newest`)]),
  });
  const contracts = sql`SELECT value, currency, array_agg(DISTINCT contract) AS symbols
    FROM trade_sums, unnest(symbols) contract WHERE ${ofDays} GROUP BY value, currency`;
  await sql`${into('month')} FROM (SELECT ${month}::date AS span, value, currency, ${OF_MONTH}
    FROM (${joined}) j LEFT JOIN (${contracts}) c USING (value, currency)) made`.execute(tx);
}

/** `SUM_COLUMNS` of what was joined. */
const OF_MONTH = sql`n, wins, losses, pnl, squares, gross_pnl, fees, quantity, won, lost, best, worst, peak, trough, drawdown,
  held_seconds, first_day, last_day, outcomes, (string_to_array(newest, ',')::uuid[])[1:${sql.lit(IDS_PER_ROW)}], symbols`;
