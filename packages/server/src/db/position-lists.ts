/** What is open, and what could not be placed. */
import type { Page, PageQuery, Position, ReviewExecution } from '@tradistry/protocol';
import { sql } from 'kysely';
import type { Tx } from './database.ts';
import { decodeCursor, encodeCursor, instantText } from './page-cursor.ts';

/** Open quantities at their average price, by account and symbol. `cost` is quantity x price x multiplier. */
export async function listPositions(tx: Tx): Promise<Position[]> {
  const { rows } = await sql<Omit<Position, 'opened_at'> & { opened_at: Date }>`
    SELECT t.account_id, a.name AS account, t.symbol, t.underlying, t.asset_class, t.side, t.open_quantity AS quantity,
      t.open_price AS average_price, t.multiplier, t.open_quantity * t.open_price * t.multiplier AS cost, t.currency,
      t.entry_time AS opened_at
    FROM trades t JOIN accounts a ON a.user_id = t.user_id AND a.id = t.account_id
    WHERE t.unit = 'trade' AND t.status = 'open' AND t.open_price IS NOT NULL
    ORDER BY a.name, t.symbol, t.entry_time, t.id`.execute(tx);
  return rows.map((row) => ({ ...row, opened_at: row.opened_at.toISOString() }));
}

/** Oldest first: what is missing is usually before it. */
export async function listReview(tx: Tx, page: PageQuery): Promise<Page<ReviewExecution>> {
  const after = decodeCursor(page.cursor);
  const { rows } = await sql<Omit<ReviewExecution, 'time'> & { time: Date; cursor_time: string }>`
    SELECT e.id, e.time, e.side, e.quantity, e.price, e.fees, e.kind, e.account_id, a.name AS account, e.symbol, e.asset_class,
      e.currency, e.import_id, e.file_row AS row, coalesce(e.review_code, '') AS code, e.review AS message,
      ${instantText(sql.ref('e.time'))} AS cursor_time
    FROM executions e JOIN accounts a ON a.user_id = e.user_id AND a.id = e.account_id
    WHERE e.review IS NOT NULL AND ${after ? sql`(e.time, e.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    ORDER BY e.time, e.id LIMIT ${page.limit + 1}`.execute(tx);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ cursor_time: _, ...row }) => ({ ...row, time: row.time.toISOString() })),
    next_cursor: rows.length > page.limit && last ? encodeCursor([last.cursor_time, last.id]) : null,
  };
}
