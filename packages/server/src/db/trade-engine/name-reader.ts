/** The names in a user's journal, read in one statement: what words of a question may refer to. */
import { type RawBuilder, sql } from 'kysely';
import type { JournalNames, NameReader } from '../../journal/trade-ports.ts';
import type { Database } from '../database.ts';

const MOST_NAMES = sql.lit(2000);
/** Adding up so many takes some ten milliseconds. */
const MANY_TRADES = sql.lit(50_000);

/** Reads the names with row-level security as the only owner. */
export function createNameReader(database: Database): NameReader {
  return {
    readNames: (userId) =>
      database.asReader(userId, async (tx) => {
        const { rows } = await namesOf(userId).execute(tx);
        return rows[0] ?? NOTHING;
      }),
  };
}

const NOTHING: JournalNames = {
  symbols: [],
  accounts: [],
  tags: [],
  setups: [],
  hasTrades: false,
  hasManyTrades: false,
};

const TRADES = { table: sql`trades`, where: sql`unit = 'trade'`, columns: [sql`symbol`, sql`underlying`] };
const TAGS = { table: sql`trade_tags`, where: sql`true`, columns: [sql`tag`] };
const SETUPS = { table: sql`trade_details`, where: sql`setup IS NOT NULL`, columns: [sql`setup`] };

function namesOf(userId: string) {
  const trades = sql`SELECT FROM trades WHERE user_id = ${userId} AND unit = 'trade'`;
  return sql<JournalNames>`WITH RECURSIVE
    instruments AS (${differentOf(userId, 'instruments', TRADES)}),
    tagged AS (${differentOf(userId, 'tagged', TAGS)}),
    planned AS (${differentOf(userId, 'planned', SETUPS)})
  SELECT
    ARRAY(SELECT symbol FROM instruments UNION SELECT underlying FROM instruments LIMIT ${MOST_NAMES}) AS symbols,
    ARRAY(SELECT name FROM accounts WHERE user_id = ${userId} ORDER BY name LIMIT ${MOST_NAMES}) AS accounts,
    ARRAY(SELECT tag FROM tagged) AS tags,
    ARRAY(SELECT setup FROM planned) AS setups,
    EXISTS (${trades}) AS "hasTrades", EXISTS (${trades} OFFSET ${MANY_TRADES}) AS "hasManyTrades"`;
}

interface Names {
  readonly table: RawBuilder<unknown>;
  readonly where: RawBuilder<unknown>;
  /** Those that an index begins with, after the owner. */
  readonly columns: readonly RawBuilder<unknown>[];
}

/** Each different row once: one step along the index for each, however often it is there. `DISTINCT` would read them all. */
function differentOf(userId: string, called: string, { table, where, columns }: Names): RawBuilder<unknown> {
  const names = sql.join(columns);
  const own = sql`FROM ${table} WHERE user_id = ${userId} AND ${where}`;
  const before = sql.join(columns.map((column) => sql`${sql.ref(called)}.${column}`));
  return sql`(SELECT ${names}, 1 AS step ${own} ORDER BY ${names} LIMIT 1)
    UNION ALL SELECT n.*, step + 1 FROM ${sql.ref(called)} CROSS JOIN LATERAL (
      SELECT ${names} ${own} AND (${names}) > (${before}) ORDER BY ${names} LIMIT 1) n WHERE step < ${MOST_NAMES}`;
}
