/** Keeps sums of journals that have many trades; days are summed anew after they changed, at most a month a transaction. */
import { type RawBuilder, sql } from 'kysely';
import type { JournalSums } from '../journal/sum-ports.ts';
import type { Database, Tx } from './database.ts';
import { readSettings } from './settings-store.ts';
import { IDS_PER_ROW } from './trade-engine/row-statement.ts';
import { JOINED, joinSpans, newestOf, SPAN_KEY, SUM_COLUMNS, sumDays } from './trade-engine/span-sums.ts';
import { CUTS, type Cut } from './trade-engine/sum-cuts.ts';
import { localTimeOf, type TradeScope, unitIs } from './trade-engine/trade-filter.ts';

/** Of fewer, the trades are added up as fast. */
const MANY_TRADES = 5_000;
/** So many are summed in one transaction, in whole days: on the embedded database everybody waits for it. */
const TRADES_AT_ONCE = 2_000;

interface Options {
  readonly database: Database;
  /** For users who have not set theirs. */
  readonly defaultTimeZone: string;
  readonly many?: number;
  readonly atOnce?: number;
}

export function createJournalSums({ database, defaultTimeZone, ...options }: Options): JournalSums {
  const { many = MANY_TRADES, atOnce = TRADES_AT_ONCE } = options;
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
        return sumSome(tx, { userId, many, atOnce, scope: { unit, feeBasis, timeZone, timeOf: 'exit' } });
      }),
  };
}

interface Journal {
  readonly userId: string;
  readonly many: number;
  readonly atOnce: number;
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
  if (changes.first === null) {
    await settle(tx, changes, null);
    return false;
  }
  const stretch = await nextStretch(tx, journal, changes);
  for (const cut of CUTS) await sumStretch(tx, { ...journal, ...stretch, cut, days: changes.days });
  await settle(tx, changes, stretch.until);
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
  /** All days that changed, a datemultirange, and the first of them. */
  readonly days: string;
  readonly first: string | null;
}

async function readChanges(tx: Tx, userId: string): Promise<Changes> {
  const { rows } = await sql<Changes>`SELECT coalesce(array_agg(id), '{}')::text[] AS ids,
      coalesce(range_agg(days), '{}')::text AS days, lower(range_agg(days)) AS first
    FROM journal_changes WHERE user_id = ${userId} AND days IS NOT NULL`.execute(tx);
  return rows[0] ?? { ids: [], days: '{}', first: null };
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

/** These changes are summed, up to a day; `null`: all of them. */
async function settle(tx: Tx, { ids }: Changes, until: string | null): Promise<void> {
  const left = until === null ? sql`NULL` : sql`nullif(days - datemultirange(daterange(NULL, ${until}::date)), '{}')`;
  await sql`UPDATE journal_changes SET days = ${left} WHERE id = ANY(${ids}::bigint[])`.execute(tx);
}

interface Stretch {
  readonly month: string;
  /** Where it ends, that day not included. */
  readonly until: string;
  /** After it, no day of the month is left that changed. */
  readonly completes: boolean;
}

/** From the first day that changed to the end of its month, or to the day with which there would be too many trades. */
async function nextStretch(tx: Tx, { userId, scope, atOnce }: Journal, { first, days }: Changes): Promise<Stretch> {
  const since = sql`(${first}::date::timestamp AT TIME ZONE ${scope.timeZone}::text)`;
  const full = sql`(SELECT greatest(${localTimeOf(scope)}::date, ${first}::date + 1) FROM trades t WHERE t.user_id = ${userId}
    AND ${unitIs(scope.unit)} AND t.status = 'closed' AND t.exit_time >= ${since} ORDER BY t.exit_time OFFSET ${atOnce} LIMIT 1)`;
  const { rows } =
    await sql<Stretch>`SELECT month, until, NOT ${days}::datemultirange && daterange(until, next) AS completes
    FROM (SELECT m::date AS month, ${nextMonth(sql`m`)} AS next, least(${nextMonth(sql`m`)}, ${full}) AS until
      FROM date_trunc('month', ${first}::date::timestamp) m) stretch`.execute(tx);
  const [stretch] = rows;
  if (!stretch) throw new Error('a day has no month');
  return stretch;
}

function nextMonth(month: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${month} + interval '1 month')::date`;
}

interface CutOfStretch extends Journal, Stretch {
  readonly cut: Cut;
  readonly days: string;
}

/** The stretch's days that changed from their trades; then the month from its days, if all of them are summed. */
async function sumStretch(tx: Tx, { userId, scope, cut, month, until, completes, days }: CutOfStretch): Promise<void> {
  const changed = sql`(${days}::datemultirange * datemultirange(daterange(${month}::date, ${until}::date)))`;
  const own = sql`user_id = ${userId} AND cut = ${cut}`;
  const ofDays = sql`${own} AND level = 'day' AND daterange(${month}::date, ${nextMonth(sql`${month}::date`)}) @> span`;
  await sql`DELETE FROM trade_sums WHERE ${ofDays} AND ${changed} @> span`.execute(tx);
  const into = (level: 'day' | 'month') => sql`INSERT INTO trade_sums (user_id, cut, level, ${SPAN_KEY}, ${SUM_COLUMNS})
    SELECT ${userId}::text, ${cut}::text, ${sql.lit(level)}, made.*`;
  const made = sumDays({ cut, scope, days: changed, where: unitIs(scope.unit) });
  await sql`${into('day')} FROM (${made}) made`.execute(tx);
  if (!completes) return;
  await sql`DELETE FROM trade_sums WHERE ${own} AND level = 'month' AND span = ${month}::date`.execute(tx);
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
