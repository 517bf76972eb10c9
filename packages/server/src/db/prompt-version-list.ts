/** A type's versions, newest first, without what is long. */
import type { Page, PageQuery, PromptType, PromptVersionSummary } from '@tradistry/protocol';
import { z } from 'zod';
import type { Tx } from './database.ts';
import { decodeCursorAs, encodeCursor } from './page-cursor.ts';

const Cursor = z.tuple([z.string().regex(/^\d{1,9}$/)]);

export async function listVersions(
  tx: Tx,
  type: PromptType,
  { cursor, limit }: PageQuery,
): Promise<Page<Omit<PromptVersionSummary, 'labels'>>> {
  const after = decodeCursorAs(cursor, Cursor);
  const rows = await tx
    .selectFrom('prompt_versions')
    .select(['type', 'version', 'settings', 'note', 'author', 'parent', 'created_at'])
    .where('type', '=', type)
    .$if(after !== null, (query) => query.where('version', '<', Number(after?.[0])))
    .orderBy('version', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map((row) => ({ ...row, created_at: row.created_at.toISOString() }));
  const last = items.at(-1);
  return { items, next_cursor: rows.length > limit && last ? encodeCursor([String(last.version)]) : null };
}
