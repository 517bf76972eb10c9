/** Sessions and messages, read and changed as their user. */
import type {
  Feedback,
  Layer,
  Message,
  ModelRequestRecord,
  Page,
  PageQuery,
  Session,
  SessionPatch,
  Source,
  ToolUse,
  WarningChunk,
} from '@tradistry/protocol';
import { SessionId } from '@tradistry/protocol';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { RunningStreams, SessionStore } from '../chat/session-ports.ts';
import { unpackText } from '../pack-text.ts';
import { Refusal } from '../refusal.ts';
import type { Database, Tx } from './database.ts';
import { isUuid } from './is-uuid.ts';
import { createKnownSessions } from './known-sessions.ts';
import { decodeCursorAs, encodeCursor, Instant, instantText } from './page-cursor.ts';
import type { Tables } from './tables.ts';

/** `SessionStore` on either database. */
export function createSessionStore(database: Database, running: RunningStreams): SessionStore {
  const known = createKnownSessions();
  const live = async <T extends SessionRow | undefined>(userId: string, reading: Promise<T>) => {
    const [row, streams] = await Promise.all([reading, running(userId)]);
    return row && toSession(row, streams);
  };
  return {
    async listSessions(userId, query) {
      const reading = database.asUser(userId, (tx) => listSessions(tx, query));
      const [page, streams] = await Promise.all([reading, running(userId)]);
      return { ...page, items: page.items.map((row) => toSession(row, streams)) };
    },
    createSession: (userId, session) =>
      live(
        userId,
        database.asUser(userId, (tx) => insertSession(tx, userId, session)),
      ),
    findSession: (userId, id) =>
      live(
        userId,
        database.asUser(userId, (tx) => findSession(tx, id)),
      ),
    hasSession: (userId, id) =>
      known.has(userId, id, () => database.asUser(userId, async (tx) => (await findSession(tx, id)) !== undefined)),
    forgetUser: known.forgetUser,
    updateSession: (userId, id, patch) =>
      live(
        userId,
        database.asUser(userId, (tx) => updateSession(tx, id, patch)),
      ),
    deleteSession(userId, id) {
      known.forget(userId, id);
      return database.asUser(userId, (tx) => deleteSession(tx, id));
    },
    listMessages: (userId, sessionId, query) => database.asUser(userId, (tx) => listMessages(tx, sessionId, query)),
    findMessage: (userId, id) => database.asUser(userId, (tx) => findMessage(tx, id)),
    listRequests: (userId, id) => database.asUser(userId, (tx) => listRequests(tx, id)),
    deleteMessage: (userId, id) => database.asUser(userId, (tx) => deleteMessage(tx, id)),
    saveFeedback: (userId, id, feedback) => database.asUser(userId, (tx) => saveFeedback(tx, id, feedback)),
  };
}

const MessageCursor = z.tuple([z.string().regex(/^\d{1,18}$/)]);
/** Pinned first, then newest: the sort key of the list. */
const SessionCursor = z.tuple([z.boolean(), Instant, SessionId]);

function selectSessions(tx: Tx) {
  return tx
    .selectFrom('sessions as s')
    .select((eb) => [
      's.id',
      's.title',
      's.pinned',
      's.archived',
      's.created_at',
      's.updated_at',
      eb
        .selectFrom('messages as m')
        .whereRef('m.user_id', '=', 's.user_id')
        .whereRef('m.session_id', '=', 's.id')
        .select(sql<number>`count(*)::int`.as('n'))
        .as('message_count'),
    ]);
}

type SessionRow = Awaited<ReturnType<ReturnType<typeof selectSessions>['execute']>>[number];

async function listSessions(tx: Tx, query: PageQuery & { archived: boolean }): Promise<Page<SessionRow>> {
  const after = decodeCursorAs(query.cursor, SessionCursor);
  let select = selectSessions(tx).where('s.archived', '=', query.archived);
  if (after) {
    select = select.where(
      sql<boolean>`(s.pinned, s.updated_at, s.id) < (${after[0]}, ${after[1]}::timestamptz, ${after[2]})`,
    );
  }
  const rows = await select
    .select(instantText(sql`s.updated_at`).as('exact'))
    .orderBy('s.pinned', 'desc')
    .orderBy('s.updated_at', 'desc')
    .orderBy('s.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const last = rows[query.limit - 1];
  const more = rows.length > query.limit && last;
  return {
    items: rows.slice(0, query.limit),
    next_cursor: more ? encodeCursor([last.pinned, last.exact, last.id]) : null,
  };
}

async function insertSession(tx: Tx, userId: string, session: { id: string; title: string }): Promise<SessionRow> {
  const inserted = await tx
    .insertInto('sessions')
    .values({ user_id: userId, id: session.id, title: session.title })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  const made = inserted && (await findSession(tx, inserted.id));
  if (!made) throw new Refusal('conflict', 'You already have a session with this id. Choose another id.');
  return made;
}

async function findSession(tx: Tx, id: string): Promise<SessionRow | undefined> {
  if (!SessionId.safeParse(id).success) return undefined;
  return selectSessions(tx).where('s.id', '=', id).executeTakeFirst();
}

async function updateSession(tx: Tx, id: string, patch: SessionPatch): Promise<SessionRow | undefined> {
  if (!SessionId.safeParse(id).success) return undefined;
  await tx.updateTable('sessions').set(patch).where('id', '=', id).execute();
  return findSession(tx, id);
}

async function deleteSession(tx: Tx, id: string): Promise<boolean> {
  if (!SessionId.safeParse(id).success) return false;
  const { numDeletedRows } = await tx.deleteFrom('sessions').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

async function listMessages(tx: Tx, sessionId: string, query: PageQuery): Promise<Page<Message>> {
  const after = decodeCursorAs(query.cursor, MessageCursor);
  let select = tx.selectFrom('messages').selectAll().where('session_id', '=', sessionId);
  if (after) select = select.where('position', '>', after[0]);
  const rows = await select
    .orderBy('position')
    .limit(query.limit + 1)
    .execute();
  const last = rows[query.limit - 1];
  const more = rows.length > query.limit && last;
  return {
    items: rows.slice(0, query.limit).map(toMessage),
    next_cursor: more ? encodeCursor([last.position]) : null,
  };
}

async function findMessage(tx: Tx, id: string): Promise<Message | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await tx.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toMessage(row);
}

async function listRequests(tx: Tx, id: string): Promise<ModelRequestRecord[] | undefined> {
  if (!(await findMessage(tx, id))) return undefined;
  const rows = await tx
    .selectFrom('model_requests')
    .selectAll()
    .where('message_id', '=', id)
    .orderBy('sent_at')
    .orderBy('n')
    .execute();
  return rows.map(({ stream_id, n, layer, model, sent_at, body }) => ({
    ...{ stream_id, n, model, sent_at: sent_at.toISOString(), body: unpackText(body) },
    // As the turn store wrote it.
    layer: layer as Layer,
  }));
}

async function deleteMessage(tx: Tx, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const { rows } = await sql<{ id: string; status: string }>`
    WITH RECURSIVE below AS (
      SELECT m.id, m.status FROM messages m WHERE m.id = ${id}
      UNION ALL SELECT m.id, m.status FROM messages m JOIN below b ON m.parent_id = b.id
    ) SELECT id, status FROM below`.execute(tx);
  if (rows.some((row) => row.status === 'running')) {
    throw new Refusal('conflict', 'An answer below this message is still being written. Stop it first.');
  }
  await tx.deleteFrom('messages').where('id', '=', id).execute();
  return rows.length > 0;
}

async function saveFeedback(tx: Tx, id: string, feedback: Feedback): Promise<Message | undefined> {
  if (!isUuid(id)) return undefined;
  // What it says of a prompt is counted at the next look.
  await sql`UPDATE prompt_executions SET look_at = now() WHERE user_id = current_setting('tradistry.user_id')
    AND answer_id = ${id}`.execute(tx);
  const row = await tx
    .updateTable('messages')
    .set({ feedback_rating: feedback.rating, feedback_comment: feedback.comment ?? null })
    .where('id', '=', id)
    .where('role', '=', 'assistant')
    .returningAll()
    .executeTakeFirst();
  return row && toMessage(row);
}

function toSession(row: SessionRow, running: ReadonlyMap<string, string>): Session {
  return {
    id: row.id,
    title: row.title,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    pinned: row.pinned,
    archived: row.archived,
    active_stream_id: running.get(row.id) ?? null,
    message_count: row.message_count ?? 0,
  };
}

function toMessage(row: Selectable<Tables['messages']>): Message {
  return {
    id: row.id,
    session_id: row.session_id,
    parent_id: row.parent_id,
    role: row.role,
    content: row.content,
    created_at: row.created_at.toISOString(),
    status: row.status,
    model_used: row.model_used,
    finish_reason: row.finish_reason,
    // The JSON columns and the layer hold what the turn store wrote: the protocol's own types.
    layer: row.layer as Layer | null,
    feedback: toFeedback(row),
    sources: row.sources as Source[],
    partial: row.status === 'partial',
    figures: row.figures as Message['figures'],
    warnings: row.warnings as WarningChunk[],
    tools: row.tools as ToolUse[],
  };
}

function toFeedback(row: Selectable<Tables['messages']>): Feedback | null {
  if (!row.feedback_rating && !row.feedback_comment) return null;
  return { rating: row.feedback_rating, ...(row.feedback_comment && { comment: row.feedback_comment }) };
}
