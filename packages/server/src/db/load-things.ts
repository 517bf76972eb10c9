/** Loads what passages are cut from: notes, playbooks and messages as they were written, trades with the words put to them. */
import type { PassageKind } from '@tradistry/protocol';
import { sql } from 'kysely';
import type { SpokenTrade, Thing, ThingKey } from '../rag/passage-ports.ts';
import type { Tx } from './database.ts';

interface Wish {
  readonly userId: string;
  readonly keys: readonly ThingKey[];
  /** For users who set none. */
  readonly timeZone: string;
}

/** In no order; what is not there any more is left out. */
export async function loadThings(tx: Tx, wish: Wish): Promise<(Thing | SpokenTrade)[]> {
  const of = (...kinds: PassageKind[]) => wish.keys.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
  const messages = of('question', 'answer');
  const found = await Promise.all([
    of('note').length > 0 ? loadNotes(tx, wish.userId, of('note')) : [],
    of('playbook').length > 0 ? loadPlaybooks(tx, wish.userId, of('playbook')) : [],
    messages.length > 0 ? loadMessages(tx, wish.userId, messages) : [],
    loadTrades(tx, wish, of('trade')),
  ]);
  return found.flat();
}

async function loadNotes(tx: Tx, userId: string, ids: readonly string[]): Promise<Thing[]> {
  const { rows } = await sql<Omit<Thing, 'sessionId'>>`SELECT 'note' AS kind, id, text, date, symbols, tags FROM notes
    WHERE user_id = ${userId} AND id = ANY(${ids}::uuid[])`.execute(tx);
  return rows.map((row) => ({ ...row, sessionId: null }));
}

async function loadPlaybooks(tx: Tx, userId: string, ids: readonly string[]): Promise<Thing[]> {
  const { rows } = await sql<
    Omit<Thing, 'sessionId' | 'symbols'>
  >`SELECT 'playbook' AS kind, id, name || E'\\n' || text AS text,
      (updated_at AT TIME ZONE 'UTC')::date AS date, tags FROM playbooks
    WHERE user_id = ${userId} AND id = ANY(${ids}::uuid[])`.execute(tx);
  return rows.map((row) => ({ ...row, sessionId: null, symbols: [] }));
}

async function loadMessages(tx: Tx, userId: string, ids: readonly string[]): Promise<Thing[]> {
  const { rows } = await sql<Omit<Thing, 'symbols' | 'tags'>>`
    SELECT CASE role WHEN 'user' THEN 'question' ELSE 'answer' END AS kind, id, session_id AS "sessionId", content AS text,
      (created_at AT TIME ZONE 'UTC')::date AS date FROM messages
    WHERE user_id = ${userId} AND id = ANY(${ids}::uuid[]) AND status <> 'running' AND content <> ''`.execute(tx);
  return rows.map((row) => ({ ...row, symbols: [], tags: [] }));
}

/** Only those that somebody said something about; on their local day of exit, or of entry while they are open. */
async function loadTrades(tx: Tx, { userId, timeZone }: Wish, ids: readonly string[]): Promise<SpokenTrade[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<SpokenTrade>`
    SELECT 'trade' AS kind, t.id, t.symbol, t.underlying, t.side, t.quantity, t.entry_price AS "entryPrice",
      t.exit_price AS "exitPrice", CASE t.status WHEN 'closed' THEN t.net_pnl END AS "netPnl", t.currency,
      extract(epoch FROM t.exit_time - t.entry_time)::float8 AS "heldSeconds", d.setup, g.tags,
      (coalesce(t.exit_time, t.entry_time) AT TIME ZONE coalesce(u.time_zone, ${timeZone}))::date AS date
    FROM trades t LEFT JOIN users u ON u.user_id = t.user_id
    LEFT JOIN trade_details d ON d.user_id = t.user_id AND d.trade_id = t.id,
    LATERAL (SELECT coalesce(array_agg(tag ORDER BY tag), '{}') AS tags FROM trade_tags
      WHERE user_id = t.user_id AND trade_id = t.id) g
    WHERE t.user_id = ${userId} AND t.id = ANY(${ids}::uuid[]) AND (d.setup IS NOT NULL OR g.tags <> '{}')`.execute(tx);
  return rows;
}
