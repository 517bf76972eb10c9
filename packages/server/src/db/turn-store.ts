/** The turns' store: the question in one statement, checkpoints over all turns in one, the end in one. */

import { sql } from 'kysely';
import type { TurnGate } from '../chat/turn-start-ports.ts';
import type { TurnStore } from '../chat/turn-store-ports.ts';
import { addBill } from './add-bill.ts';
import type { Database, Tx } from './database.ts';
import { endTurn } from './end-turn.ts';
import { isUuid } from './is-uuid.ts';
import { loadHistory } from './load-history.ts';
import { insertContinuation, insertTurn, knowsKey, translateStart } from './start-turns.ts';
import { toStored } from './stored-turn.ts';
import { findState, findStopRequests, releaseTurns, requestStop, saveCheckpoints, takeOrphans } from './turn-lease.ts';

const FORGET_AT_ONCE = 5000;

/** `TurnStore` on either database. */
export function createTurnStore(database: Database): TurnStore {
  return {
    startTurn: (turn) => begin(database, turn, (tx) => insertTurn(tx, turn)),
    continueTurn: (turn) => begin(database, turn, (tx) => insertContinuation(tx, turn)),
    findRunning: async (userId, id) => (isUuid(id) ? database.asReader(userId, (tx) => findBeside(tx, id)) : undefined),
    knowsKey: (userId, idempotency) => database.asReader(userId, (tx) => knowsKey(tx, idempotency)),
    addBill: (bill) => database.asUser(bill.userId, (tx) => addBill(tx, bill)),
    finishTurn: (end) => database.asUser(end.userId, (tx) => endTurn(tx, end)),
    saveCheckpoints: (checkpoints, instance) => database.asSystem((tx) => saveCheckpoints(tx, checkpoints, instance)),
    releaseTurns: (checkpoints, instance) => database.asSystem((tx) => releaseTurns(tx, checkpoints, instance)),
    takeOrphans: (search) => database.asSystem((tx) => takeOrphans(tx, search)),
    requestStop: async (userId, id) => (isUuid(id) ? database.asUser(userId, (tx) => requestStop(tx, id)) : undefined),
    findStopRequests: (instance) => database.asSystem((tx) => findStopRequests(tx, instance)),
    findState: async (userId, id) => (isUuid(id) ? database.asUser(userId, (tx) => findState(tx, id)) : undefined),
    findTurn: async (userId, streamId) => {
      if (!isUuid(streamId)) return undefined;
      return database.asUser(userId, async (tx) => {
        const row = await tx.selectFrom('turns').selectAll().where('stream_id', '=', streamId).executeTakeFirst();
        return row && toStored(row);
      });
    },
    loadHistory: (userId, questionId, limit) => database.asReader(userId, (tx) => loadHistory(tx, questionId, limit)),
    prune: async (ages) => {
      for (let more = true; more; ) more = await database.asSystem((tx) => forgetSome(tx, ages));
    },
  };
}

function begin<T>(
  database: Database,
  { userId, gate }: { userId: string; gate: TurnGate | null },
  insert: (tx: Tx) => Promise<T>,
): Promise<T> {
  const run = gate ? database.asUserInLine : database.asUser;
  return run(userId, insert).catch(translateStart);
}

/** By the index of running turns in a session. */
async function findBeside(tx: Tx, answerId: string): Promise<string | undefined> {
  const { rows } = await sql<{ stream_id: string }>`SELECT t.stream_id FROM messages m
    JOIN turns t ON t.user_id = m.user_id AND t.session_id = m.session_id AND t.status = 'running'
    WHERE m.user_id = current_setting('tradistry.user_id') AND m.id = ${answerId}`.execute(tx);
  return rows[0]?.stream_id;
}

/** In pieces, however long nobody did it: one statement is short. True: there may be more. */
async function forgetSome(tx: Tx, { hours, requestDays }: { hours: number; requestDays: number }): Promise<boolean> {
  const { numAffectedRows: logs = 0n } =
    await sql`UPDATE turns SET answer = '', marks = '[]', request = request - 'message' WHERE stream_id IN (
      SELECT stream_id FROM turns WHERE status = 'ended' AND ended_at < now() - ${hours} * interval '1 hour' AND marks <> '[]'
      LIMIT ${FORGET_AT_ONCE})`.execute(tx);
  const { numAffectedRows: keys = 0n } =
    await sql`DELETE FROM idempotency_keys WHERE created_at <= (SELECT max(created_at) FROM (
      SELECT created_at FROM idempotency_keys WHERE created_at < now() - ${hours} * interval '1 hour'
      ORDER BY created_at LIMIT ${FORGET_AT_ONCE}) AS oldest)`.execute(tx);
  const { numAffectedRows: requests = 0n } =
    await sql`DELETE FROM model_requests WHERE sent_at <= (SELECT max(sent_at) FROM (
      SELECT sent_at FROM model_requests WHERE sent_at < now() - ${requestDays} * interval '1 day'
      ORDER BY sent_at LIMIT ${FORGET_AT_ONCE}) AS oldest)`.execute(tx);
  return [logs, keys, requests].some((count) => count >= FORGET_AT_ONCE);
}
