/** The turns' store: the question in one statement, checkpoints over all turns in one, the end in one. */

import { type Selectable, sql } from 'kysely';
import type { Checkpoint, HistoryMessage, StoredTurn, TurnEnd, TurnStore } from '../chat/ports.ts';
import type { LogSnapshot, Mark } from '../chat/turn-log.ts';
import type { Database, Tx } from './database.ts';
import { isUuid } from './is-uuid.ts';
import { insertContinuation, insertTurn, translateStart } from './start-turns.ts';
import type { Tables } from './tables.ts';

/** `TurnStore` on either database. */
export function createTurnStore(database: Database): TurnStore {
  return {
    startTurn: (turn) => database.asUser(turn.userId, (tx) => insertTurn(tx, turn)).catch(translateStart),
    continueTurn: (turn) => database.asUser(turn.userId, (tx) => insertContinuation(tx, turn)).catch(translateStart),
    finishTurn: (end) => database.asUser(end.userId, (tx) => endTurn(tx, end)),
    saveCheckpoints: (checkpoints, instance) => database.asSystem((tx) => saveAll(tx, checkpoints, instance)),
    takeOrphans: (instance, silentMs) => database.asSystem((tx) => takeSilent(tx, instance, silentMs)),
    findTurn: async (userId, streamId) => {
      if (!isUuid(streamId)) return undefined;
      return database.asUser(userId, async (tx) => {
        const row = await tx.selectFrom('turns').selectAll().where('stream_id', '=', streamId).executeTakeFirst();
        return row && toStored(row);
      });
    },
    loadHistory: (userId, questionId, limit) => database.asUser(userId, (tx) => loadPath(tx, questionId, limit)),
    prune: (hours) => database.asSystem((tx) => forget(tx, hours)),
  };
}

async function endTurn(tx: Tx, end: TurnEnd): Promise<boolean> {
  const { rows } = await sql`
    WITH ended AS (
      UPDATE turns SET status = 'ended', outcome = ${end.outcome}, answer = ${end.log.answer},
        marks = ${JSON.stringify(end.log.marks)}, ended_at = clock_timestamp(), heartbeat_at = clock_timestamp()
      WHERE stream_id = ${end.streamId} AND epoch = ${end.epoch} AND status = 'running'
      RETURNING user_id, session_id
    ), touched AS (
      UPDATE sessions s SET updated_at = clock_timestamp() FROM ended e WHERE s.user_id = e.user_id AND s.id = e.session_id
    )
    UPDATE messages m SET content = ${end.log.answer}, status = ${toStatus(end)}, model_used = ${end.modelUsed},
      layer = ${end.layer}, finish_reason = ${end.finishReason}, fallback_used = ${end.fallbackUsed},
      usage = ${end.usage && JSON.stringify(end.usage)}, sources = ${JSON.stringify(end.sources)},
      figures = ${JSON.stringify(end.figures)}, warnings = ${JSON.stringify(end.warnings)},
      processing_time_ms = ${end.processingTimeMs}, time_to_first_token_ms = ${end.timeToFirstTokenMs},
      chunk_count = ${end.chunkCount}
    FROM ended e WHERE m.user_id = e.user_id AND m.id = ${end.answerId} RETURNING m.id`.execute(tx);
  return rows.length === 1;
}

function toStatus(end: TurnEnd): Tables['messages']['status'] {
  return end.outcome === 'completed' || end.outcome === 'degraded' ? 'complete' : end.outcome;
}

async function saveAll(tx: Tx, checkpoints: readonly Checkpoint[], instance: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ stream_id: string }>`
    UPDATE turns t SET answer = CASE WHEN c.whole THEN c.text ELSE t.answer || c.text END,
      marks = c.marks::jsonb, heartbeat_at = clock_timestamp()
    FROM unnest(${checkpoints.map((c) => c.streamId)}::uuid[], ${checkpoints.map((c) => c.epoch)}::int[],
      ${checkpoints.map((c) => c.from === 0)}::boolean[], ${checkpoints.map((c) => c.text)}::text[],
      ${checkpoints.map((c) => JSON.stringify(c.marks))}::text[]) AS c(stream_id, epoch, whole, text, marks)
    WHERE t.stream_id = c.stream_id AND t.epoch = c.epoch AND t.status = 'running' AND t.instance = ${instance}
    RETURNING t.stream_id`.execute(tx);
  return new Set(rows.map((row) => row.stream_id));
}

async function takeSilent(tx: Tx, instance: string, silentMs: number): Promise<StoredTurn[]> {
  const rows = await tx
    .updateTable('turns')
    .set((eb) => ({ epoch: eb('epoch', '+', 1), instance, heartbeat_at: sql<Date>`clock_timestamp()` }))
    .where('status', '=', 'running')
    .where('heartbeat_at', '<=', sql<Date>`clock_timestamp() - ${silentMs} * interval '1 millisecond'`)
    .returning([
      'stream_id',
      'user_id',
      'session_id',
      'question_id',
      'answer_id',
      'status',
      'epoch',
      'ended_at',
      'created_at',
      'answer',
      'marks',
    ])
    .execute();
  return rows.map(toStored);
}

async function loadPath(tx: Tx, questionId: string, limit: number): Promise<HistoryMessage[]> {
  if (limit === 0) return [];
  const { rows } = await sql<HistoryMessage>`
    WITH RECURSIVE path AS (
      SELECT m.id, m.parent_id, m.role, m.content, 0 AS depth FROM messages m WHERE m.id = ${questionId}
      UNION ALL
      SELECT m.id, m.parent_id, m.role, m.content, p.depth + 1 FROM messages m JOIN path p ON m.id = p.parent_id
      WHERE p.depth < ${limit}
    )
    SELECT role, content FROM path WHERE depth > 0 AND content <> '' ORDER BY depth DESC`.execute(tx);
  return rows;
}

async function forget(tx: Tx, hours: number): Promise<void> {
  await sql`UPDATE turns SET answer = '', marks = '[]'
    WHERE status = 'ended' AND ended_at < now() - ${hours} * interval '1 hour' AND marks <> '[]'`.execute(tx);
  await sql`DELETE FROM idempotency_keys WHERE created_at < now() - ${hours} * interval '1 hour'`.execute(tx);
}

type TurnRow = Pick<
  Selectable<Tables['turns']>,
  | 'stream_id'
  | 'user_id'
  | 'session_id'
  | 'question_id'
  | 'answer_id'
  | 'status'
  | 'epoch'
  | 'ended_at'
  | 'created_at'
  | 'answer'
  | 'marks'
>;

function toStored(row: TurnRow): StoredTurn {
  // Written by this store alone, as `LogSnapshot` has them.
  const log: LogSnapshot = { answer: row.answer, marks: row.marks as Mark[] };
  return {
    streamId: row.stream_id,
    userId: row.user_id,
    sessionId: row.session_id,
    questionId: row.question_id,
    answerId: row.answer_id,
    status: row.status,
    epoch: row.epoch,
    endedAt: row.ended_at,
    createdAt: row.created_at,
    log,
  };
}
