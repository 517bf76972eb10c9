/** One transaction's worth of matching: trades go, come and change, and executions enter or leave the review. */
import { type RawBuilder, sql } from 'kysely';
import type { MatchBatch, ReviewChange, TradeToWrite } from '../journal/matching-ports.ts';
import type { Tx } from './database.ts';
import { unnest } from './unnest.ts';

interface AccountKey {
  readonly userId: string;
  readonly accountId: string;
}

/** Writes the batch; the account's lock is held by the caller. */
export async function writeMatchBatch(tx: Tx, key: AccountKey, batch: MatchBatch): Promise<void> {
  if (batch.deletes.length) await deleteTrades(tx, key, batch.deletes);
  if (batch.upserts.length) {
    await upsertTrades(tx, key, batch.upserts);
    await replaceExecutions(tx, key, batch.upserts);
  }
  if (batch.reviews.length) await writeReviews(tx, key, batch.reviews);
}

async function deleteTrades(tx: Tx, key: AccountKey, ids: readonly string[]): Promise<void> {
  await sql`DELETE FROM trades WHERE user_id = ${key.userId} AND id = ANY(${ids}::uuid[])`.execute(tx);
}

type Column = readonly [name: string, type: string, values: readonly unknown[]];

async function upsertTrades(tx: Tx, key: AccountKey, upserts: readonly TradeToWrite[]): Promise<void> {
  const columns = [...identityColumns(upserts), ...figureColumns(upserts)];
  const names = (list: readonly Column[]) => sql.join(list.map(([name]) => sql.ref(name)));
  const changes = columns.filter(([name]) => name !== 'id').map(([name]) => excluded(name));
  await sql`INSERT INTO trades (user_id, account_id, ${names(columns)})
    SELECT ${key.userId}::text, ${key.accountId}::uuid, given.*
    FROM ${unnest(columns.map(([, type, values]) => [type, values] as const))} AS given
    ON CONFLICT (user_id, id) DO UPDATE SET ${sql.join(changes)}`.execute(tx);
}

function excluded(name: string): RawBuilder<unknown> {
  return sql`${sql.ref(name)} = EXCLUDED.${sql.ref(name)}`;
}

function identityColumns(upserts: readonly TradeToWrite[]): Column[] {
  return [
    ['id', 'uuid', upserts.map(({ trade }) => trade.id)],
    ['digest', 'text', upserts.map(({ digest }) => digest)],
    ['unit', 'text', upserts.map(({ trade }) => trade.unit)],
    ['parent_id', 'uuid', upserts.map(({ trade }) => trade.parentId)],
    ['asset_class', 'text', upserts.map(({ trade }) => trade.instrument.assetClass)],
    ['symbol', 'text', upserts.map(({ trade }) => trade.instrument.symbol)],
    ['underlying', 'text', upserts.map(({ trade }) => trade.instrument.underlying)],
    ['multiplier', 'numeric', upserts.map(({ trade }) => trade.instrument.multiplier)],
    ['currency', 'text', upserts.map(({ trade }) => trade.instrument.currency)],
  ];
}

function figureColumns(upserts: readonly TradeToWrite[]): Column[] {
  return [
    ['side', 'text', upserts.map(({ trade }) => trade.side)],
    ['status', 'text', upserts.map(({ trade }) => trade.status)],
    ['quantity', 'numeric', upserts.map(({ trade }) => trade.quantity)],
    ['entry_time', 'timestamptz', upserts.map(({ trade }) => trade.entryTime)],
    ['exit_time', 'timestamptz', upserts.map(({ trade }) => trade.exitTime)],
    ['entry_price', 'numeric', upserts.map(({ trade }) => trade.entryPrice)],
    ['exit_price', 'numeric', upserts.map(({ trade }) => trade.exitPrice)],
    ['gross_pnl', 'numeric', upserts.map(({ trade }) => trade.grossPnl)],
    ['fees', 'numeric', upserts.map(({ trade }) => trade.fees)],
    ['net_pnl', 'numeric', upserts.map(({ trade }) => trade.netPnl)],
    ['open_quantity', 'numeric', upserts.map(({ trade }) => trade.openQuantity)],
    ['open_price', 'numeric', upserts.map(({ trade }) => trade.openPrice)],
  ];
}

async function replaceExecutions(tx: Tx, key: AccountKey, upserts: readonly TradeToWrite[]): Promise<void> {
  const tradeIds = upserts.map(({ trade }) => trade.id);
  await sql`DELETE FROM trade_executions WHERE user_id = ${key.userId} AND trade_id = ANY(${tradeIds}::uuid[])`.execute(
    tx,
  );
  const links = upserts.flatMap(({ trade }) => trade.executionIds.map((executionId) => [trade.id, executionId]));
  await sql`INSERT INTO trade_executions (user_id, trade_id, execution_id)
    SELECT ${key.userId}::text, given.*
    FROM ${unnest([
      ['uuid', links.map(([tradeId]) => tradeId)],
      ['uuid', links.map(([, executionId]) => executionId)],
    ])} AS given ON CONFLICT DO NOTHING`.execute(tx);
}

async function writeReviews(tx: Tx, key: AccountKey, reviews: readonly ReviewChange[]): Promise<void> {
  await sql`UPDATE executions e SET review = given.message, review_code = given.code
    FROM ${unnest([
      ['uuid', reviews.map((change) => change.executionId)],
      ['text', reviews.map((change) => change.review?.code ?? null)],
      ['text', reviews.map((change) => change.review?.message ?? null)],
    ])} AS given (id, code, message) WHERE e.user_id = ${key.userId} AND e.id = given.id`.execute(tx);
}
