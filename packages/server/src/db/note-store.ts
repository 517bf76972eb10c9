/** Notes: what the user wrote about a day, a symbol or a trade. By word and meaning they are found as passages. */
import { randomUUID } from 'node:crypto';
import type { NewNote, Note, NotePatch, Page, PageQuery } from '@tradistry/protocol';
import { type Selectable, sql } from 'kysely';
import type { StoredNotes } from '../journal/note-ports.ts';
import { Refusal } from '../refusal.ts';
import type { Database, Tx } from './database.ts';
import { isUuid } from './is-uuid.ts';
import { decodeCursor, encodeCursor } from './page-cursor.ts';
import type { Tables } from './tables.ts';

type Search = Parameters<StoredNotes['findNotes']>[1];

export function createNoteStore(database: Database): StoredNotes {
  return {
    findNotes: (userId, search) => database.asReader(userId, (tx) => findNotes(tx, userId, search)),
    getNotes: (userId, ids) => database.asReader(userId, (tx) => getNotes(tx, userId, ids)),
    listNotes: (userId, query) => database.asReader(userId, (tx) => listNotes(tx, userId, query)),
    getNote: (userId, id) =>
      database.asUser(userId, async (tx) => {
        const row = isUuid(id) ? await notes(tx, userId).where('id', '=', id).executeTakeFirst() : undefined;
        return row ? toNote(row) : null;
      }),
    createNote: (userId, note) => database.asUser(userId, (tx) => insertNote(tx, userId, note)),
    patchNote: (userId, id, patch) => database.asUser(userId, (tx) => patchNote(tx, { userId, id }, patch)),
    deleteNote: (userId, id) => database.asUser(userId, (tx) => deleteNote(tx, userId, id)),
  };
}

function notes(tx: Tx, userId: string) {
  return tx.selectFrom('notes').selectAll().where('user_id', '=', userId);
}

/** The newest, of some symbols where there are any. */
async function findNotes(tx: Tx, userId: string, search: Search): Promise<Note[]> {
  const { from, to } = search;
  const symbols = search.symbols.map((symbol) => symbol.toUpperCase());
  const speaksOf = sql<boolean>`EXISTS (SELECT 1 FROM unnest(symbols) AS s WHERE upper(s) = ANY(${symbols}::text[]))`;
  const rows = await notes(tx, userId)
    .$if(symbols.length > 0, (query) => query.where(speaksOf))
    .$if(from !== null, (query) => query.where('date', '>=', from))
    .$if(to !== null, (query) => query.where('date', '<=', to))
    .orderBy('date', 'desc')
    .orderBy('id')
    .limit(search.limit)
    .execute();
  return rows.map(toNote);
}

/** In the order of their ids. */
async function getNotes(tx: Tx, userId: string, ids: readonly string[]): Promise<Note[]> {
  const known = ids.filter(isUuid);
  const rows = known.length > 0 ? await notes(tx, userId).where('id', 'in', known).execute() : [];
  const byId = new Map(rows.map((row) => [row.id, toNote(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The newest, page by page. */
async function listNotes(tx: Tx, userId: string, query: PageQuery): Promise<Page<Note>> {
  const { limit } = query;
  const after = decodeCursor(query.cursor);
  const rows = await notes(tx, userId)
    .$if(after !== null, (notesBefore) =>
      notesBefore.where(sql<boolean>`(date, id) < (${after?.[0]}::date, ${after?.[1]}::uuid)`),
    )
    .orderBy('date', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(toNote);
  const last = items.at(-1);
  return { items, next_cursor: rows.length > limit && last ? encodeCursor([last.date, last.id]) : null };
}

async function insertNote(tx: Tx, userId: string, note: NewNote & { date: string }): Promise<Note> {
  if (note.trade_id) await requireTrade(tx, userId, note.trade_id);
  const row = await tx
    .insertInto('notes')
    .values({ ...note, user_id: userId, id: randomUUID(), trade_id: note.trade_id ?? null })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toNote(row);
}

async function patchNote(tx: Tx, key: { userId: string; id: string }, patch: NotePatch): Promise<Note | null> {
  if (!isUuid(key.id)) return null;
  if (patch.trade_id) await requireTrade(tx, key.userId, patch.trade_id);
  const row = await tx
    .updateTable('notes')
    .set({ ...patch, updated_at: sql<Date>`clock_timestamp()` })
    .where('user_id', '=', key.userId)
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirst();
  return row ? toNote(row) : null;
}

async function deleteNote(tx: Tx, userId: string, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const result = await tx
    .deleteFrom('notes')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return result.numDeletedRows > 0n;
}

async function requireTrade(tx: Tx, userId: string, id: string): Promise<void> {
  const trade = await tx
    .selectFrom('trades')
    .select('id')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (trade) return;
  throw new Refusal('invalid_request', 'There is no such trade to write a note about.', {
    errors: [{ path: 'trade_id', message: 'must be the id of one of your trades' }],
  });
}

function toNote(row: Selectable<Tables['notes']>): Note {
  const { id, text, trade_id, date, symbols, tags, demo } = row;
  const times = { created_at: row.created_at.toISOString(), updated_at: row.updated_at.toISOString() };
  return { id, text, trade_id, date, symbols, tags, demo, ...times };
}
