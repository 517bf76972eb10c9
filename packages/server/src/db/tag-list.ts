/** The user's tags, and how many trades and notes carry each. */
import type { Tag } from '@tradistry/protocol';
import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** A tag left over from a trade that is no more (its import was undone) counts nothing and is not shown. */
export async function listTags(tx: Tx): Promise<Tag[]> {
  const { rows } = await sql<Tag>`
    SELECT name, sum(trades)::int AS trades, sum(notes)::int AS notes FROM (
      SELECT g.tag AS name, 1 AS trades, 0 AS notes FROM trade_tags g
        JOIN trades t ON t.user_id = g.user_id AND t.id = g.trade_id
      UNION ALL SELECT unnest(n.tags), 0, 1 FROM notes n
    ) AS used GROUP BY name ORDER BY name`.execute(tx);
  return rows;
}
