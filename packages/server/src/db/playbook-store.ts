/** Playbooks: the user's setups and rules, by name. */
import { randomUUID } from 'node:crypto';
import type { NewPlaybook, NoteListQuery, Page, Playbook, PlaybookPatch } from '@tradistry/protocol';
import { type Selectable, sql } from 'kysely';
import type { PlaybookStore } from '../journal/note-ports.ts';
import { anyWord } from './any-word.ts';
import type { Database, Tx } from './database.ts';
import { isUuid } from './is-uuid.ts';
import { decodeCursor, encodeCursor, instantText } from './page-cursor.ts';
import type { Tables } from './tables.ts';
import { refuseDuplicate } from './unique-violation.ts';

const NAME_TAKEN = 'There already is a playbook of that name. Choose another name.';

export function createPlaybookStore(database: Database): PlaybookStore {
  return {
    listPlaybooks: (userId, query) => database.asUser(userId, (tx) => listPlaybooks(tx, userId, query)),
    getPlaybook: (userId, id) =>
      database.asUser(userId, async (tx) => {
        const row = isUuid(id) ? await playbooks(tx, userId).where('id', '=', id).executeTakeFirst() : undefined;
        return row ? toPlaybook(row) : null;
      }),
    createPlaybook: (userId, playbook) =>
      refuseDuplicate(NAME_TAKEN, () => database.asUser(userId, (tx) => insertPlaybook(tx, userId, playbook))),
    patchPlaybook: (userId, id, patch) =>
      refuseDuplicate(NAME_TAKEN, () => database.asUser(userId, (tx) => patchPlaybook(tx, { userId, id }, patch))),
    deletePlaybook: (userId, id) => database.asUser(userId, (tx) => deletePlaybook(tx, userId, id)),
  };
}

function playbooks(tx: Tx, userId: string) {
  return tx
    .selectFrom('playbooks')
    .selectAll()
    .select(instantText(sql.ref('created_at')).as('cursor_time'))
    .where('user_id', '=', userId);
}

async function listPlaybooks(tx: Tx, userId: string, query: NoteListQuery): Promise<Page<Playbook>> {
  const { q, limit } = query;
  if (q !== undefined) {
    const found = await playbooks(tx, userId)
      .where(sql<boolean>`words @@ ${anyWord(q)}`)
      .orderBy(sql`ts_rank(words, ${anyWord(q)})`, 'desc')
      .orderBy('id')
      .limit(limit)
      .execute();
    return { items: found.map(toPlaybook), next_cursor: null };
  }
  const after = decodeCursor(query.cursor);
  const rows = await playbooks(tx, userId)
    .$if(after !== null, (later) =>
      later.where(sql<boolean>`(created_at, id) > (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toPlaybook),
    next_cursor: rows.length > limit && last ? encodeCursor([last.cursor_time, last.id]) : null,
  };
}

async function insertPlaybook(tx: Tx, userId: string, playbook: NewPlaybook): Promise<Playbook> {
  const row = await tx
    .insertInto('playbooks')
    .values({ ...playbook, user_id: userId, id: randomUUID() })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toPlaybook(row);
}

async function patchPlaybook(
  tx: Tx,
  key: { userId: string; id: string },
  patch: PlaybookPatch,
): Promise<Playbook | null> {
  if (!isUuid(key.id)) return null;
  const row = await tx
    .updateTable('playbooks')
    .set({ ...patch, updated_at: sql<Date>`clock_timestamp()` })
    .where('user_id', '=', key.userId)
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirst();
  return row ? toPlaybook(row) : null;
}

async function deletePlaybook(tx: Tx, userId: string, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const result = await tx
    .deleteFrom('playbooks')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return result.numDeletedRows > 0n;
}

function toPlaybook(row: Selectable<Tables['playbooks']>): Playbook {
  const { id, name, text, tags, demo } = row;
  const times = { created_at: row.created_at.toISOString(), updated_at: row.updated_at.toISOString() };
  return { id, name, text, tags, demo, ...times };
}
