/** The names in a user's journal, read in one statement: what words of a question may refer to. */
import { sql } from 'kysely';
import type { JournalNames, NameReader } from '../../journal/trade-ports.ts';
import type { Database } from '../database.ts';

const MOST_NAMES = sql.lit(2000);

/** Reads the names with row-level security as the only owner. */
export function createNameReader(database: Database): NameReader {
  return {
    readNames: (userId) =>
      database.asReader(userId, async (tx) => {
        const { rows } = await NAMES.execute(tx);
        return rows[0] ?? NOTHING;
      }),
  };
}

const NOTHING: JournalNames = {
  symbols: [],
  accounts: [],
  tags: [],
  setups: [],
  closedTrades: 0,
  openTrades: 0,
};

const NAMES = sql<JournalNames>`SELECT
  ARRAY(SELECT symbol FROM trades WHERE unit = 'trade' UNION SELECT underlying FROM trades WHERE unit = 'trade' LIMIT ${MOST_NAMES}) AS symbols,
  ARRAY(SELECT name FROM accounts ORDER BY name LIMIT ${MOST_NAMES}) AS accounts,
  ARRAY(SELECT DISTINCT tag FROM trade_tags LIMIT ${MOST_NAMES}) AS tags,
  ARRAY(SELECT DISTINCT setup FROM trade_details WHERE setup IS NOT NULL LIMIT ${MOST_NAMES}) AS setups,
  (SELECT count(*)::int FROM trades WHERE unit = 'trade' AND status = 'closed') AS "closedTrades",
  (SELECT count(*)::int FROM trades WHERE unit = 'trade' AND status = 'open') AS "openTrades"`;
