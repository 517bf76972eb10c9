/** What users used up by day, over all of them. */
import type { Page, UsageDay } from '@tradistry/protocol';
import { sql } from 'kysely';
import { z } from 'zod';
import type { UsageChoice } from '../ops/ports.ts';
import type { Tx } from './database.ts';
import { decodeCursorAs, encodeCursor } from './page-cursor.ts';

const UsageCursor = z.tuple([z.iso.date(), z.string()]);

/** The newest day first, then by user. */
export async function listUsageDays(tx: Tx, { from, to, cursor, limit, user }: UsageChoice): Promise<Page<UsageDay>> {
  const after = decodeCursorAs(cursor, UsageCursor);
  const rows = await tx
    .selectFrom('usage_days')
    .select(['user_id', 'day', 'tokens', 'estimated_tokens', 'cost_usd', 'attempts', 'unpriced_attempts'])
    .where('day', '>=', from)
    .where('day', '<=', to)
    .$if(user !== null, (q) => q.where(sql<boolean>`user_id IN (SELECT ${user} UNION ALL ${idOf(user ?? '')})`))
    .$if(after !== null, (q) =>
      q.where(
        sql<boolean>`(day < ${after?.[0] ?? ''}::date OR (day = ${after?.[0] ?? ''}::date AND user_id > ${after?.[1] ?? ''}))`,
      ),
    )
    .orderBy('day', 'desc')
    .orderBy('user_id')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const items = page.map((row) => ({
    ...row,
    tokens: Number(row.tokens),
    estimated_tokens: Number(row.estimated_tokens),
  }));
  return { items, next_cursor: rows.length > limit && last ? encodeCursor([last.day, last.user_id]) : null };
}

/** Whose key it is, as records have it. */
function idOf(userKey: string) {
  return sql`(SELECT r.user_id FROM stream_records r WHERE r.user_key = ${userKey} LIMIT 1)`;
}
