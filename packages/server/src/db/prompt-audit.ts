/** The audit of prompts and experiments: who changed what, and when. */
import type { Page, PromptAuditEntry, PromptAuditQuery } from '@tradistry/protocol';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from './database.ts';
import { decodeCursorAs, encodeCursor } from './page-cursor.ts';

const Cursor = z.tuple([z.string().regex(/^\d{1,18}$/)]);

interface Change extends Pick<PromptAuditEntry, 'who' | 'action' | 'subject'> {
  readonly details: Readonly<Record<string, unknown>>;
}

/** Counts the revision up and takes its lock, so that writers are in line. First of all in a transaction that writes. */
export async function beginChange(tx: Tx): Promise<void> {
  await sql`UPDATE prompt_state SET revision = revision + 1`.execute(tx);
}

export async function audit(tx: Tx, { details, ...change }: Change): Promise<void> {
  await tx
    .insertInto('prompt_audit')
    .values({ ...change, details: JSON.stringify(details) })
    .execute();
}

export async function listAudit(tx: Tx, { cursor, limit, subject }: PromptAuditQuery): Promise<Page<PromptAuditEntry>> {
  const after = decodeCursorAs(cursor, Cursor);
  const rows = await tx
    .selectFrom('prompt_audit')
    .selectAll()
    .$if(after !== null, (query) => query.where('id', '<', after?.[0] ?? ''))
    .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
  const last = items.at(-1);
  return { items, next_cursor: rows.length > limit && last ? encodeCursor([last.id]) : null };
}
