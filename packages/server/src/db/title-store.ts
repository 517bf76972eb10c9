/** How chats began, and the names they get for it. */
import { sql } from 'kysely';
import type { NewTitle, Opening, TitleStore } from '../chat/title-ports.ts';
import { countUsage } from './count-usage.ts';
import type { Database, Tx } from './database.ts';
import { isUuid } from './is-uuid.ts';

/** `TitleStore` on either database. */
export function createTitleStore(database: Database): TitleStore {
  return {
    readOpening: async (userId, answerId) =>
      isUuid(answerId) ? database.asUser(userId, (tx) => readOpening(tx, answerId)) : undefined,
    saveTitle: (userId, title) => database.asUser(userId, (tx) => saveTitle(tx, userId, title)),
  };
}

async function readOpening(tx: Tx, answerId: string): Promise<Opening | undefined> {
  const { rows } = await sql<Opening>`
    SELECT s.id AS "sessionId", s.title, q.content AS question, a.content AS answer FROM messages a
    JOIN messages q ON q.user_id = a.user_id AND q.id = a.parent_id
    JOIN sessions s ON s.user_id = a.user_id AND s.id = a.session_id
    WHERE a.id = ${answerId} AND q.parent_id IS NULL AND a.content <> ''`.execute(tx);
  return rows[0];
}

async function saveTitle(tx: Tx, userId: string, { sessionId, from, to, usage }: NewTitle): Promise<void> {
  await countUsage(userId, usage).execute(tx);
  await sql`UPDATE sessions SET title = ${to} WHERE id = ${sessionId} AND title = ${from}`.execute(tx);
}
