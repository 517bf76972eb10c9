/** How turns begin: a question, or more of an answer that is not whole; each one SQL function, committed at once. */
import type { ChatRequest, Source } from '@tradistry/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { PromptChoice } from '../chat/prompt-ports.ts';
import type {
  ContinuedTurn,
  Idempotency,
  NewTurn,
  Spending,
  StartedContinuation,
  StartedTurn,
  TurnGate,
} from '../chat/turn-start-ports.ts';
import { notFound, Refusal, turnInProgress } from '../refusal.ts';
import type { Tx } from './database.ts';
import { isUuid } from './is-uuid.ts';

/** A trial that was not renewed for so long died with its process. One from the future: the clock was set back. */
const TRIAL_SILENCE = sql`interval '10 seconds'`;

/** `TurnStore.startTurn` in its transaction; its errors go through `translateStart`. */
export async function insertTurn(tx: Tx, turn: NewTurn): Promise<StartedTurn> {
  const { idempotency } = turn;
  const { rows } =
    await sql<StartRow>`SELECT s.*, ${streams(turn.gate)} AS running, ${spending(turn.gate)} AS spent, ${pinPrompt(turn)} AS prompt FROM start_turn(
    ${turn.sessionId}, ${turn.title}, ${turn.streamId}, ${turn.questionId}, ${turn.answerId},
    ${JSON.stringify(turn.request)}, ${turn.streaming}, ${turn.instance},
    ${idempotency?.endpoint ?? null}, ${idempotency?.key ?? null}, ${idempotency?.bodyHash ?? null}) s`.execute(tx);
  const started = toStarted(rows[0]);
  if (!started.joined) checkGate(turn.gate, rows[0]);
  return started;
}

/** `TurnStore.continueTurn` in its transaction; its errors go through `translateStart`. */
export async function insertContinuation(tx: Tx, turn: ContinuedTurn): Promise<StartedContinuation> {
  if (!isUuid(turn.answerId)) throw notFound('message');
  const { idempotency } = turn;
  // `request` is a `ChatRequest`: it was checked by its schema before it was stored.
  const { rows } = await sql<
    StartRow & { kept: string; request: ChatRequest; sources: Source[] | null }
  >`SELECT s.*, ${streams(turn.gate)} AS running, ${spending(turn.gate)} AS spent,
      (SELECT m.sources FROM messages m WHERE m.user_id = current_setting('tradistry.user_id') AND m.id = s.answer_id) AS sources FROM continue_turn(
    ${turn.answerId}, ${turn.streamId}, ${turn.instance},
    ${idempotency?.endpoint ?? null}, ${idempotency?.key ?? null}, ${idempotency?.bodyHash ?? null}) s`.execute(tx);
  const [row] = rows;
  const started = toStarted(row);
  if (!row) throw notFound('message');
  if (!started.joined) checkGate(turn.gate, row);
  return { ...started, kept: row.kept, request: row.request, sources: row.sources ?? [] };
}

/** What the gate asks, as the statement answers it. */
export interface StandingRow {
  /** Null: nobody asked. */
  running: number | null;
  /** Null: nothing, or nobody asked. */
  spent: Spending | null;
}

interface StartRow extends StandingRow {
  joined: boolean;
  stream_id: string;
  session_id: string | null;
  question_id: string;
  answer_id: string;
  title: string;
  prompt?: PromptChoice | null;
}

/**
 * In the statement that starts the turn: limits cost no round trip. What is read is as it was when the statement began, so
 * that the new turn is none of those that run.
 */
export function streams(gate: TurnGate | null): RawBuilder<unknown> {
  if (!gate) return sql`NULL::int`;
  return sql`((SELECT count(*)::int FROM turns t
      WHERE t.user_id = current_setting('tradistry.user_id') AND t.status = 'running')
    + (SELECT count(*)::int FROM trials p WHERE p.user_id = current_setting('tradistry.user_id')
      AND p.heartbeat_at BETWEEN clock_timestamp() - ${TRIAL_SILENCE} AND clock_timestamp() + ${TRIAL_SILENCE}))`;
}

/** As `streams`: what its user has used up. */
export function spending(gate: TurnGate | null): RawBuilder<unknown> {
  if (!gate?.asksSpending) return sql`NULL::json`;
  return sql`(SELECT json_build_object('tokens', u.tokens + u.estimated_tokens, 'usd', u.cost_usd) FROM usage_days u
    WHERE u.user_id = current_setting('tradistry.user_id') AND u.day = (now() AT TIME ZONE 'UTC')::date)`;
}

const NOTHING: Spending = { tokens: 0, usd: 0 };

/** Throws what the gate throws. */
export function checkGate(gate: TurnGate | null, row: StandingRow | undefined): void {
  gate?.check({ running: row?.running ?? 0, spent: row?.spent ?? NOTHING });
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

/** The same for the place in an experiment. */
function pinPrompt({ pin }: Pick<NewTurn, 'pin'>): RawBuilder<unknown> {
  return pin ? sql`pin_prompt(s.session_id, ${JSON.stringify(pin)}::jsonb)` : sql`NULL::jsonb`;
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
    prompt: row.prompt ?? null,
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
