/** Books that are to be matched again: what is in them, and how the outcome of matching is written. */
import type { Instrument } from '@tradistry/journal';
import { type Selectable, sql } from 'kysely';
import type { Book, BookPage, BookStore, ExecutionToMatch, KnownTrade } from '../journal/matching-ports.ts';
import type { Database, Tx } from './database.ts';
import { lockAccount } from './execution-store.ts';
import type { Tables } from './tables.ts';
import { unnest } from './unnest.ts';
import { writeMatchBatch } from './write-match-batch.ts';

export function createBookStore(database: Database): BookStore {
  return {
    listUnmatched: (userId, accountId) => database.asUser(userId, (tx) => listUnmatched(tx, userId, accountId)),
    listUnmatchedAccounts: () =>
      database.asSystem(async (tx) => {
        const rows = await tx.selectFrom('unmatched_books').select(['user_id', 'account_id']).distinct().execute();
        return rows.map((row) => ({ userId: row.user_id, accountId: row.account_id }));
      }),
    joinBooks: (userId, accountId, underlyings) =>
      database.asUser(userId, (tx) => joinBooks(tx, { userId, accountId }, underlyings)),
    pageExecutions: (userId, page) => database.asUser(userId, (tx) => pageExecutions(tx, userId, page)),
    pageKnownTrades: (userId, page) => database.asUser(userId, (tx) => pageKnownTrades(tx, userId, page)),
    refreshStatistics: () => database.asSystem(async (tx) => void (await sql`SELECT refresh_statistics()`.execute(tx))),
    writeBatch: (userId, { accountId, books, last }, batch) =>
      database.asUser(userId, async (tx) => {
        await lockAccount(tx, userId, accountId);
        if (!(await areUnchanged(tx, { userId, accountId }, books))) return false;
        await writeMatchBatch(tx, { userId, accountId }, batch);
        if (last) await clearBooks(tx, { userId, accountId }, books);
        return true;
      }),
  };
}

interface AccountKey {
  readonly userId: string;
  readonly accountId: string;
}

async function listUnmatched(
  tx: Tx,
  userId: string,
  accountId: string,
): Promise<{ underlying: string; executions: number }[]> {
  const result = await sql<{ underlying: string; executions: number }>`
    SELECT b.underlying, (SELECT count(*)::int FROM executions e
      WHERE e.user_id = b.user_id AND e.account_id = b.account_id AND e.underlying = b.underlying) AS executions
    FROM unmatched_books b WHERE b.user_id = ${userId} AND b.account_id = ${accountId} ORDER BY b.underlying`.execute(
    tx,
  );
  return result.rows;
}

async function joinBooks(tx: Tx, key: AccountKey, underlyings: readonly string[]): Promise<Book[]> {
  await lockAccount(tx, key.userId, key.accountId);
  const result = await sql<Book>`
    WITH RECURSIVE joined AS (
      SELECT underlying FROM ${unnest([['text', underlyings]])} AS given (underlying)
      UNION
      SELECT other.underlying FROM joined
      JOIN executions one ON one.user_id = ${key.userId} AND one.account_id = ${key.accountId}
        AND one.underlying = joined.underlying AND one.carry_key IS NOT NULL
      JOIN executions other ON other.user_id = ${key.userId} AND other.account_id = ${key.accountId}
        AND other.carry_key = one.carry_key
    )
    INSERT INTO unmatched_books AS b (user_id, account_id, underlying, stamp)
    SELECT ${key.userId}::text, ${key.accountId}::uuid, underlying, gen_random_uuid() FROM joined
    ON CONFLICT (user_id, account_id, underlying) DO UPDATE SET stamp = b.stamp
    RETURNING b.underlying, b.stamp`.execute(tx);
  return result.rows;
}

async function pageExecutions(tx: Tx, userId: string, page: BookPage): Promise<ExecutionToMatch[]> {
  const rows = await tx
    .selectFrom('executions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('account_id', '=', page.accountId)
    .where('underlying', '=', sql<string>`ANY(${page.underlyings}::text[])`)
    .where(isAfter(page.after))
    .orderBy('underlying')
    .orderBy('id')
    .limit(page.limit)
    .execute();
  return rows.map(toExecutionToMatch);
}

// In the order of the index, so that a page costs what is on it.
function isAfter(after: BookPage['after']) {
  return after ? sql<boolean>`(underlying, id) > (${after.underlying}, ${after.id}::uuid)` : sql<boolean>`true`;
}

function toExecutionToMatch(row: Selectable<Tables['executions']>): ExecutionToMatch {
  return {
    review: row.review === null ? null : { code: row.review_code ?? '', message: row.review },
    execution: {
      id: row.id,
      row: row.file_row,
      ordinal: row.ordinal,
      externalId: row.external_id,
      dedupeKey: row.dedupe_key,
      orderId: row.order_id,
      time: row.time.toISOString(),
      instrument: toInstrument(row),
      kind: row.kind,
      side: row.side,
      effect: row.effect,
      quantity: row.quantity,
      price: row.price,
      fees: row.fees,
      carryKey: row.carry_key,
    },
  };
}

function toInstrument(row: Selectable<Tables['executions']>): Instrument {
  return {
    assetClass: row.asset_class,
    symbol: row.symbol,
    underlying: row.underlying,
    expiry: row.expiry,
    strike: row.strike,
    right: row.option_right,
    multiplier: row.multiplier,
    currency: row.currency,
  };
}

async function pageKnownTrades(tx: Tx, userId: string, page: BookPage): Promise<KnownTrade[]> {
  const rows = await tx
    .selectFrom('trades')
    .select(['id', 'digest', 'underlying', 'entry_time'])
    .where('user_id', '=', userId)
    .where('account_id', '=', page.accountId)
    .where('underlying', '=', sql<string>`ANY(${page.underlyings}::text[])`)
    .where(isAfter(page.after))
    .orderBy('underlying')
    .orderBy('id')
    .limit(page.limit)
    .execute();
  return rows.map(({ id, digest, underlying, entry_time }) => ({
    id,
    digest,
    underlying,
    entryTime: entry_time.toISOString(),
  }));
}

async function areUnchanged(tx: Tx, key: AccountKey, books: readonly Book[]): Promise<boolean> {
  const result = await sql<{ n: number }>`SELECT count(*)::int AS n FROM unmatched_books b
    JOIN ${bookRows(books)} USING (underlying, stamp)
    WHERE b.user_id = ${key.userId} AND b.account_id = ${key.accountId}`.execute(tx);
  return result.rows[0]?.n === books.length;
}

async function clearBooks(tx: Tx, key: AccountKey, books: readonly Book[]): Promise<void> {
  await sql`DELETE FROM unmatched_books b USING ${bookRows(books)} WHERE b.user_id = ${key.userId}
    AND b.account_id = ${key.accountId} AND b.underlying = given.underlying AND b.stamp = given.stamp`.execute(tx);
}

function bookRows(books: readonly Book[]) {
  return sql`${unnest([
    ['text', books.map((book) => book.underlying)],
    ['uuid', books.map((book) => book.stamp)],
  ])} AS given (underlying, stamp)`;
}
