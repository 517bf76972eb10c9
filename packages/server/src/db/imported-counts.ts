/** What became of an import's executions, added up in pages so that a large one never holds the database. */
import type { ImportProblem } from '@tradistry/protocol';
import { sql } from 'kysely';
import type { Database, Tx } from './database.ts';

const PAGE = 2000;

interface Counts {
  trades: number;
  /** Net, of the pairs that have one of the executions; decimal string. */
  pnl: string;
  /** The first reason of each row in review, by row. */
  review: ImportProblem[];
}

export async function countImported(database: Database, userId: string, importId: string): Promise<Counts> {
  const trades = new Set<string>();
  const pairs = new Map<string, string>();
  for (let after: string | null = null; ; ) {
    const key: PageKey = { userId, importId, after };
    const page: UnitPage = await database.asUser(userId, (tx) => readPage(tx, key));
    for (const unit of page.units) {
      if (unit.unit === 'trade') trades.add(unit.id);
      else pairs.set(unit.id, unit.net_pnl);
    }
    if (page.last === null) break;
    after = page.last;
  }
  return database.asUser(userId, async (tx) => ({
    trades: trades.size,
    pnl: await addUp(tx, [...pairs.values()]),
    review: await listReviewRows(tx, userId, importId),
  }));
}

interface Unit {
  readonly id: string;
  readonly unit: 'trade' | 'pair';
  readonly net_pnl: string;
}

interface PageKey {
  readonly userId: string;
  readonly importId: string;
  readonly after: string | null;
}

interface UnitPage {
  readonly units: readonly Unit[];
  /** Where the next page begins; `null`: this was the last. */
  readonly last: string | null;
}

async function readPage(tx: Tx, key: PageKey): Promise<UnitPage> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM executions WHERE user_id = ${key.userId}
    AND import_id = ${key.importId} AND (${key.after}::uuid IS NULL OR id > ${key.after}::uuid) ORDER BY id LIMIT ${PAGE}`.execute(
    tx,
  );
  const ids = rows.map((row) => row.id);
  const units = await sql<Unit>`SELECT DISTINCT t.id, t.unit, t.net_pnl FROM trade_executions x
    JOIN trades t ON t.user_id = x.user_id AND t.id = x.trade_id AND t.unit IN ('trade', 'pair')
    WHERE x.user_id = ${key.userId} AND x.execution_id = ANY(${ids}::uuid[])`.execute(tx);
  return { units: units.rows, last: ids.length === PAGE ? (ids.at(-1) ?? null) : null };
}

async function addUp(tx: Tx, amounts: readonly string[]): Promise<string> {
  const { rows } = await sql<{ total: string }>`SELECT trim_scale(coalesce(sum(amount), 0))::text AS total
    FROM unnest(${amounts}::numeric[]) AS given (amount)`.execute(tx);
  return rows[0]?.total ?? '0';
}

async function listReviewRows(tx: Tx, userId: string, importId: string): Promise<ImportProblem[]> {
  const { rows } =
    await sql<ImportProblem>`SELECT DISTINCT ON (file_row) file_row AS row, coalesce(review_code, '') AS code,
    review AS message FROM executions WHERE user_id = ${userId} AND import_id = ${importId} AND review IS NOT NULL
    ORDER BY file_row, ordinal`.execute(tx);
  return rows;
}
