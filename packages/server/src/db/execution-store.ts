/** Executions as they come in and go out again, and the marks that say which books have to be matched anew. */
import type { StoredExecution } from '@tradistry/journal';
import { sql } from 'kysely';
import type { ExecutionStore } from '../journal/matching-ports.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { Database, Tx } from './database.ts';
import { unnest } from './unnest.ts';

const REMOVE_BATCH = 500;

interface Target {
  readonly userId: string;
  readonly accountId: string;
  readonly importId: string | null;
}

export function createExecutionStore(database: Database): ExecutionStore {
  return {
    addExecutions: (userId, target, executions) =>
      database.asUser(userId, async (tx) => {
        await lockAccount(tx, userId, target.accountId);
        if (target.importId) await requireRunning(tx, userId, target.importId);
        const added = await insertExecutions(tx, { userId, ...target }, executions);
        const touched = executions.filter((one) => added.has(one.dedupeKey)).map((one) => one.instrument.underlying);
        await markBooks(tx, { userId, accountId: target.accountId }, touched);
        return added;
      }),
    markBooks: (userId, accountId, underlyings) =>
      database.asUser(userId, (tx) => markBooks(tx, { userId, accountId }, underlyings)),
    removeImported: (userId, importId) => removeInBatches(database, userId, importId),
    countPlaced: (userId, ids) => database.asUser(userId, (tx) => countPlaced(tx, userId, ids)),
    hasExecutions: (userId) =>
      database.asUser(userId, async (tx) => {
        const row = await tx.selectFrom('executions').select('id').where('user_id', '=', userId).limit(1).execute();
        return row.length > 0;
      }),
  };
}

/** Puts everything that changes an account's executions or trades in line. A missing account is refused. */
export async function lockAccount(tx: Tx, userId: string, accountId: string): Promise<void> {
  const row = await tx
    .selectFrom('accounts')
    .select('id')
    .where('user_id', '=', userId)
    .where('id', '=', accountId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('account');
}

// An import that was given up for dead, and cleaned away, must not go on.
async function requireRunning(tx: Tx, userId: string, importId: string): Promise<void> {
  const row = await tx
    .selectFrom('imports')
    .select('id')
    .where('user_id', '=', userId)
    .where('id', '=', importId)
    .where('status', '=', 'running')
    .forKeyShare()
    .executeTakeFirst();
  if (!row) throw new Refusal('interrupted', 'The import was ended before it was done. Import the file again.');
}

async function insertExecutions(tx: Tx, target: Target, executions: readonly StoredExecution[]): Promise<Set<string>> {
  const result = await sql<{ dedupe_key: string }>`
    INSERT INTO executions (user_id, account_id, import_id, id, dedupe_key, external_id, order_id, ordinal, file_row, time,
      asset_class, symbol, underlying, expiry, strike, option_right, multiplier, currency,
      side, quantity, price, fees, kind, effect, carry_key)
    SELECT ${target.userId}::text, ${target.accountId}::uuid, ${target.importId}::uuid, given.*
    FROM ${unnest([...identityColumns(executions), ...instrumentColumns(executions), ...fillColumns(executions)])} AS given
    ON CONFLICT DO NOTHING RETURNING dedupe_key`.execute(tx);
  return new Set(result.rows.map((row) => row.dedupe_key));
}

type Columns = (readonly [string, readonly unknown[]])[];

function identityColumns(executions: readonly StoredExecution[]): Columns {
  return [
    ['uuid', executions.map((one) => one.id)],
    ['text', executions.map((one) => one.dedupeKey)],
    ['text', executions.map((one) => one.externalId)],
    ['text', executions.map((one) => one.orderId)],
    ['int', executions.map((one) => one.ordinal)],
    ['int', executions.map((one) => one.row)],
    ['timestamptz', executions.map((one) => one.time)],
  ];
}

function instrumentColumns(executions: readonly StoredExecution[]): Columns {
  const instruments = executions.map((one) => one.instrument);
  return [
    ['text', instruments.map((one) => one.assetClass)],
    ['text', instruments.map((one) => one.symbol)],
    ['text', instruments.map((one) => one.underlying)],
    ['date', instruments.map((one) => one.expiry)],
    ['numeric', instruments.map((one) => one.strike)],
    ['text', instruments.map((one) => one.right)],
    ['numeric', instruments.map((one) => one.multiplier)],
    ['text', instruments.map((one) => one.currency)],
  ];
}

function fillColumns(executions: readonly StoredExecution[]): Columns {
  return [
    ['text', executions.map((one) => one.side)],
    ['numeric', executions.map((one) => one.quantity)],
    ['numeric', executions.map((one) => one.price)],
    ['numeric', executions.map((one) => one.fees)],
    ['text', executions.map((one) => one.kind)],
    ['text', executions.map((one) => one.effect)],
    ['text', executions.map((one) => one.carryKey)],
  ];
}

async function markBooks(
  tx: Tx,
  account: { userId: string; accountId: string },
  underlyings: readonly string[],
): Promise<void> {
  if (underlyings.length === 0) return;
  await sql`INSERT INTO unmatched_books (user_id, account_id, underlying, stamp)
    SELECT ${account.userId}::text, ${account.accountId}::uuid, underlying, gen_random_uuid()
    FROM ${unnest([['text', [...new Set(underlyings)]]])} AS books (underlying)
    ON CONFLICT (user_id, account_id, underlying) DO UPDATE SET stamp = EXCLUDED.stamp`.execute(tx);
}

async function removeInBatches(database: Database, userId: string, importId: string): Promise<string[]> {
  const accountIds = await database.asUser(userId, (tx) =>
    tx
      .selectFrom('executions')
      .select('account_id')
      .distinct()
      .where('user_id', '=', userId)
      .where('import_id', '=', importId)
      .execute(),
  );
  for (const { account_id } of accountIds) {
    let removed = REMOVE_BATCH;
    while (removed === REMOVE_BATCH) {
      removed = await database.asUser(userId, (tx) => removeSome(tx, { userId, accountId: account_id, importId }));
    }
  }
  return accountIds.map((row) => row.account_id);
}

async function removeSome(tx: Tx, target: Target): Promise<number> {
  await lockAccount(tx, target.userId, target.accountId);
  const rows = await tx
    .selectFrom('executions')
    .select(['id', 'underlying'])
    .where('user_id', '=', target.userId)
    .where('account_id', '=', target.accountId)
    .where('import_id', '=', target.importId)
    .limit(REMOVE_BATCH)
    .execute();
  const ids = rows.map((row) => row.id);
  // A trade that loses an execution is to be written anew even if the same execution comes back before matching.
  await sql`UPDATE trades SET digest = '' WHERE user_id = ${target.userId} AND id IN
    (SELECT trade_id FROM trade_executions WHERE user_id = ${target.userId} AND execution_id = ANY(${ids}::uuid[]))`.execute(
    tx,
  );
  await sql`DELETE FROM executions WHERE user_id = ${target.userId} AND id = ANY(${ids}::uuid[])`.execute(tx);
  await markBooks(
    tx,
    target,
    rows.map((row) => row.underlying),
  );
  return rows.length;
}

async function countPlaced(
  tx: Tx,
  userId: string,
  ids: readonly string[],
): Promise<{ trades: number; review: number }> {
  const result = await sql<{ trades: number; review: number }>`SELECT
    (SELECT count(*)::int FROM executions e WHERE e.user_id = ${userId} AND e.id = ANY(${ids}::uuid[]) AND e.review IS NOT NULL) AS review,
    (SELECT count(DISTINCT t.id)::int FROM trade_executions x
      JOIN trades t ON t.user_id = x.user_id AND t.id = x.trade_id AND t.unit = 'trade'
      WHERE x.user_id = ${userId} AND x.execution_id = ANY(${ids}::uuid[])) AS trades`.execute(tx);
  return result.rows[0] ?? { trades: 0, review: 0 };
}
