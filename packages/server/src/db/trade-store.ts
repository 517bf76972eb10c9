/** Trades, positions and the review as lists; every figure over them comes from the engine. */
import type {
  Fill,
  Page,
  Trade,
  TradeDetail,
  TradeFilters,
  TradeListQuery,
  TradePatch,
  TradeUnit,
} from '@tradistry/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { TradeStore } from '../journal/trade-ports.ts';
import type { Database, Tx } from './database.ts';
import { isUuid } from './is-uuid.ts';
import { decodeCursor, encodeCursor, instantText } from './page-cursor.ts';
import { listPositions, listReview } from './position-lists.ts';
import { readSettings } from './settings-store.ts';
import { listTags } from './tag-list.ts';
import { type TradeScope, tradeFilter, unitIs } from './trade-engine/trade-filter.ts';
import { TRADE_COLUMNS, type TradeRow, toTrade } from './trade-row.ts';

/** `timeZone` is that of the server, for users who set none. */
export function createTradeStore(database: Database, defaults: { timeZone: string }): TradeStore {
  return {
    pageTrades: (userId, query) =>
      database.asReader(userId, async (tx) => pageTrades(tx, query, await readScope(tx, userId, defaults.timeZone))),
    listTrades: (userId, search) =>
      database.asReader(userId, async (tx) => listTrades(tx, search, await readScope(tx, userId, defaults.timeZone))),
    getTrade: (userId, id) => database.asUser(userId, (tx) => getTrade(tx, id)),
    patchTrade: (userId, id, patch) => database.asUser(userId, (tx) => patchTrade(tx, { userId, id }, patch)),
    listPositions: (userId) => database.asReader(userId, (tx) => listPositions(tx)),
    listReview: (userId, page) => database.asUser(userId, (tx) => listReview(tx, page)),
    listTags: (userId) => database.asUser(userId, (tx) => listTags(tx)),
  };
}

async function readScope(tx: Tx, userId: string, timeZone: string): Promise<TradeScope> {
  const settings = await readSettings(tx, userId, timeZone);
  return { unit: settings.unit, feeBasis: settings.fee_basis, timeZone: settings.time_zone, timeOf: 'exit' };
}

// Every statement here runs under row-level security, which is what restricts it to the user.
async function listTrades(
  tx: Tx,
  search: { filters: TradeFilters; unit: TradeUnit; limit: number },
  scope: TradeScope,
): Promise<Trade[]> {
  const limit = Math.min(search.limit, search.filters.last_n ?? search.limit);
  const { rows } =
    await sql<TradeRow>`SELECT ${TRADE_COLUMNS} FROM trades t JOIN accounts a ON a.user_id = t.user_id AND a.id = t.account_id
    WHERE ${tradeFilter(search.filters, { ...scope, unit: search.unit })} AND t.status = 'closed'
    ORDER BY t.exit_time DESC, t.id DESC LIMIT ${limit}`.execute(tx);
  return rows.map(toTrade);
}

async function pageTrades(tx: Tx, query: TradeListQuery, settings: TradeScope): Promise<Page<Trade>> {
  const scope: TradeScope = {
    ...settings,
    unit: query.unit ?? settings.unit,
    timeOf: query.sort === 'entry_time' || query.status === 'open' ? 'entry' : 'exit',
  };
  const key = sortKey(query);
  const { rows } = await sql<TradeRow & { cursor_time: string }>`
    SELECT ${TRADE_COLUMNS}, ${instantText(key)} AS cursor_time
    FROM ${matching(query, scope, key)} t JOIN accounts a ON a.user_id = t.user_id AND a.id = t.account_id
    WHERE ${afterCursor(query, key)}
    ORDER BY ${key} ${direction(query)}, t.id ${direction(query)} LIMIT ${query.limit + 1}`.execute(tx);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toTrade),
    next_cursor: rows.length > query.limit && last ? encodeCursor([last.cursor_time, last.id]) : null,
  };
}

// The plain column where it can be: only that one has an index. What is open ends after everything else.
function sortKey(query: TradeListQuery): RawBuilder<Date> {
  if (query.sort === 'entry_time' || query.status === 'open') return sql`t.entry_time`;
  return query.status === 'closed' ? sql`t.exit_time` : sql`coalesce(t.exit_time, 'infinity')`;
}

function direction(query: TradeListQuery): RawBuilder<unknown> {
  return query.order === 'asc' ? sql`ASC` : sql`DESC`;
}

// `last_n` is cut off before anything is paged: the newest of all that the other filters let through.
function matching(query: TradeListQuery, scope: TradeScope, key: RawBuilder<Date>): RawBuilder<unknown> {
  const { from, to, min_holding_seconds: min, max_holding_seconds: max, status, last_n } = query;
  const period = from || to ? { period: { ...(from && { from }), ...(to && { to }) } } : {};
  const held = { holding_seconds: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) } };
  const isStatus = status === 'all' ? sql`true` : sql`t.status = ${status}`;
  const newest = last_n === undefined ? sql`` : sql`ORDER BY ${key} DESC, t.id DESC LIMIT ${last_n}`;
  return sql`(SELECT t.* FROM trades t WHERE ${tradeFilter({ ...query, ...period, ...held }, scope)} AND ${isStatus} ${newest})`;
}

function afterCursor(query: TradeListQuery, key: RawBuilder<Date>): RawBuilder<unknown> {
  const after = decodeCursor(query.cursor);
  if (!after) return sql`true`;
  const side = query.order === 'asc' ? sql`>` : sql`<`;
  return sql`(${key}, t.id) ${side} (${after[0]}::timestamptz, ${after[1]}::uuid)`;
}

async function getTrade(tx: Tx, id: string): Promise<TradeDetail | null> {
  if (!isUuid(id)) return null;
  const select = (where: RawBuilder<unknown>) =>
    sql<TradeRow>`SELECT ${TRADE_COLUMNS} FROM trades t JOIN accounts a ON a.user_id = t.user_id AND a.id = t.account_id
      WHERE ${where} ORDER BY t.exit_time, t.id`.execute(tx);
  const [row] = (await select(sql`t.id = ${id}`)).rows;
  if (!row) return null;
  // A strategy's pairs are those of its legs.
  const pairs = await select(sql`${unitIs('pair')} AND (t.parent_id = ${id} OR t.parent_id IN
    (SELECT leg.id FROM trades leg WHERE leg.parent_id = ${id} AND leg.unit = 'trade'))`);
  return { ...toTrade(row), executions: await listFills(tx, id), pairs: pairs.rows.map(toTrade) };
}

async function listFills(tx: Tx, tradeId: string): Promise<Fill[]> {
  const { rows } = await sql<Omit<Fill, 'time'> & { time: Date }>`
    SELECT e.id, e.time, e.side, e.quantity, e.price, e.fees, e.kind
    FROM trade_executions x JOIN executions e ON e.user_id = x.user_id AND e.id = x.execution_id
    WHERE x.trade_id = ${tradeId} ORDER BY e.time, e.ordinal, e.id`.execute(tx);
  return rows.map((row) => ({ ...row, time: row.time.toISOString() }));
}

async function patchTrade(tx: Tx, key: { userId: string; id: string }, patch: TradePatch): Promise<boolean> {
  if (!isUuid(key.id)) return false;
  const trade = await tx
    .selectFrom('trades')
    .select('id')
    .where('user_id', '=', key.userId)
    .where('id', '=', key.id)
    .executeTakeFirst();
  if (!trade) return false;
  if (patch.tags) await replaceTags(tx, key, patch.tags);
  if (patch.setup !== undefined) await setSetup(tx, key, patch.setup);
  return true;
}

async function replaceTags(tx: Tx, key: { userId: string; id: string }, tags: readonly string[]): Promise<void> {
  await tx.deleteFrom('trade_tags').where('user_id', '=', key.userId).where('trade_id', '=', key.id).execute();
  if (tags.length === 0) return;
  await tx
    .insertInto('trade_tags')
    .values([...new Set(tags)].map((tag) => ({ user_id: key.userId, trade_id: key.id, tag })))
    .execute();
}

async function setSetup(tx: Tx, key: { userId: string; id: string }, setup: string | null): Promise<void> {
  await tx
    .insertInto('trade_details')
    .values({ user_id: key.userId, trade_id: key.id, setup })
    .onConflict((conflict) => conflict.columns(['user_id', 'trade_id']).doUpdateSet({ setup }))
    .execute();
}
