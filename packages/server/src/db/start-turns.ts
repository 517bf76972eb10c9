/** How turns begin: a question, or more of an answer that is not whole; each one SQL function, committed at once. */
import type { ChatRequest, Source } from '@tradistry/protocol';
import { type RawBuilder, sql } from 'kysely';
import type {
  ContinuedTurn,
  Idempotency,
  NewTurn,
  Standing,
  StartedContinuation,
  StartedTurn,
  TurnGate,
} from '../chat/ports.ts';
import { notFound, Refusal, turnInProgress } from '../refusal.ts';
import type { Tx } from './database.ts';
import { isUuid } from './is-uuid.ts';

/** `TurnStore.startTurn` in its transaction; its errors go through `translateStart`. */
export async function insertTurn(tx: Tx, turn: NewTurn): Promise<StartedTurn> {
  const { idempotency } = turn;
  const { rows } = await sql<StartRow>`SELECT s.*, ${standing(turn.gate)} AS standing FROM start_turn(
    ${turn.sessionId}, ${turn.title}, ${turn.streamId}, ${turn.questionId}, ${turn.answerId},
    ${JSON.stringify(turn.request)}, ${turn.streaming}, ${turn.instance},
    ${idempotency?.endpoint ?? null}, ${idempotency?.key ?? null}, ${idempotency?.bodyHash ?? null}) s`.execute(tx);
  const started = toStarted(rows[0]);
  if (!started.joined) turn.gate?.check(rows[0]?.standing ?? NOTHING);
  return started;
}

/** `TurnStore.continueTurn` in its transaction; its errors go through `translateStart`. */
export async function insertContinuation(tx: Tx, turn: ContinuedTurn): Promise<StartedContinuation> {
  if (!isUuid(turn.answerId)) throw notFound('message');
  const { idempotency } = turn;
  // `request` is a `ChatRequest`: it was checked by its schema before it was stored.
  const { rows } = await sql<
    StartRow & { kept: string; request: ChatRequest; sources: Source[] | null }
  >`SELECT s.*, ${standing(turn.gate)} AS standing,
      (SELECT m.sources FROM messages m WHERE m.user_id = current_setting('tradistry.user_id') AND m.id = s.answer_id) AS sources FROM continue_turn(
    ${turn.answerId}, ${turn.streamId}, ${turn.instance},
    ${idempotency?.endpoint ?? null}, ${idempotency?.key ?? null}, ${idempotency?.bodyHash ?? null}) s`.execute(tx);
  const [row] = rows;
  const started = toStarted(row);
  if (!row) throw notFound('message');
  if (!started.joined) turn.gate?.check(row.standing ?? NOTHING);
  return { ...started, kept: row.kept, request: row.request, sources: row.sources ?? [] };
}

interface StartRow {
  joined: boolean;
  stream_id: string;
  session_id: string | null;
  question_id: string;
  answer_id: string;
  title: string;
  /** Null: nobody asked. */
  standing: Standing | null;
}

const NOTHING: Standing = { spent: { tokens: 0, usd: 0 }, running: 0 };

/**
 * In the statement that starts the turn: limits cost no round trip. What it reads is as it was when the statement began, so
 * that the new turn is none of those that run.
 */
function standing(gate: TurnGate | null): RawBuilder<unknown> {
  if (!gate) return sql`NULL::json`;
  return sql`(SELECT json_build_object(
    'running', (SELECT count(*) FROM turns t WHERE t.user_id = me AND t.status = 'running'),
    'spent', json_build_object('tokens', coalesce(max(u.tokens + u.estimated_tokens), 0), 'usd', coalesce(max(u.cost_usd), 0)))
    FROM current_setting('tradistry.user_id') AS me
    LEFT JOIN usage_days u ON u.user_id = me AND u.day = (now() AT TIME ZONE 'UTC')::date GROUP BY me)`;
}

/** `TurnStore.knowsKey` in its transaction. */
export async function knowsKey(tx: Tx, { endpoint, key }: Idempotency): Promise<boolean> {
  const row = await tx
    .selectFrom('idempotency_keys')
    .select('stream_id')
    .where('user_id', '=', sql<string>`current_setting('tradistry.user_id')`)
    .where('endpoint', '=', endpoint)
    .where('key', '=', key)
    .where('created_at', '>', sql<Date>`now() - interval '24 hours'`)
    .executeTakeFirst();
  return row !== undefined;
}

function toStarted(row: StartRow | undefined): StartedTurn {
  // The key outlived the session it belonged to.
  if (!row?.session_id) throw notFound('session any more: it was deleted');
  return {
    joined: row.joined,
    streamId: row.stream_id,
    sessionId: row.session_id,
    questionId: row.question_id,
    answerId: row.answer_id,
    title: row.title,
  };
}

/** The SQLSTATEs that `start_turn` and `continue_turn` raise, in words. */
export function translateStart(error: unknown): never {
  const { code, detail } = error as { code?: string; detail?: string };
  switch (code) {
    case 'TR001':
      throw new Refusal('idempotency_mismatch', 'This Idempotency-Key was used for another request. Send a new key.');
    case 'TR002':
      throw turnInProgress(detail);
    case 'TR003':
      throw notFound('message in this session');
    case 'TR004':
      throw new Refusal(
        'conflict',
        'Only an answer that was cut, stopped or interrupted can be gone on with. Ask the question again instead.',
      );
    default:
      throw error;
  }
}
