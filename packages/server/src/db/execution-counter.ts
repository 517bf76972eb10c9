/** Counts answers by prompts: what is due is read with its record and ratings, and the sums that change are written. */
import type { PromptType } from '@tradistry/protocol';
import { sql } from 'kysely';
import type { Counted, DueExecution, ExecutionCounter, UserSums, Values } from '../prompts/experiment-ports.ts';
import { VERSION_SCOPE } from '../prompts/ports.ts';
import type { Database, Tx } from './database.ts';
import { unnest } from './unnest.ts';

/** `ExecutionCounter` on either database. */
export function createExecutionCounter(database: Database): ExecutionCounter {
  return {
    isDue: () =>
      database.asSystem(async (tx) => {
        const { rows } = await sql`SELECT 1 FROM prompt_executions WHERE look_at <= now() LIMIT 1`.execute(tx);
        return rows.length > 0;
      }),
    countDue: (limit, count) =>
      database.asSystem(async (tx) => {
        if (!(await takeTurn(tx))) return 0;
        const keys = await lockDue(tx, limit);
        if (keys.length === 0) return 0;
        const due = await readDue(tx, keys);
        const counted = count(due, await readSums(tx, due));
        await writeSums(tx, counted);
        await writeMoments(tx, counted);
        await writeCounted(tx, counted);
        return keys.length;
      }),
  };
}

/** Sums are read, changed and written back, so one counts at a time. */
async function takeTurn(tx: Tx): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM prompt_counter FOR UPDATE SKIP LOCKED`.execute(tx);
  if (rows.length === 0) return false;
  await sql`UPDATE prompt_counter SET counted_at = now()`.execute(tx);
  return true;
}

interface Key {
  readonly user_id: string;
  readonly stream_id: string;
  readonly type: PromptType;
}

/**
 * Of those that are due. A statement of its own: what is read with them must be no older than the lock, or a rating that came
 * just before it would be taken for counted.
 */
async function lockDue(tx: Tx, limit: number): Promise<Key[]> {
  const { rows } = await sql<Key>`SELECT user_id, stream_id, type FROM prompt_executions WHERE look_at <= now()
    ORDER BY look_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`.execute(tx);
  return rows;
}

/**
 * Whose session was deleted has no message any more; whose record was pruned has no outcome. An answer that was gone on with has
 * several executions: what became of it counts with the last. A turn's record, warnings and confidence are of all its prompts;
 * a call beside the turns has what it came to itself.
 */
async function readDue(tx: Tx, keys: readonly Key[]): Promise<DueExecution[]> {
  const due = unnest([
    ['text', keys.map(({ user_id }) => user_id)],
    ['uuid', keys.map(({ stream_id }) => stream_id)],
    ['text', keys.map(({ type }) => type)],
  ]);
  const { rows } = await sql<DueExecution>`
    SELECT e.user_id AS "userId", e.stream_id AS "streamId", e.type, e.version, e.strategy, e.experiment_id AS "experimentId",
      e.variant, e.generation, e.exposed, e.counted,
      coalesce(own.warnings, 0) AS warnings, own.confidence, own.confidence_by AS "confidenceBy",
      (extract(epoch FROM now() - e.created_at) * 1000)::float8 AS "ageMs",
      coalesce(e.outcome, r.outcome) AS outcome, r.layer, r.first_token_ms AS "firstTokenMs",
      coalesce(e.duration_ms, r.processing_time_ms) AS "durationMs", coalesce(e.tokens, r.total_tokens) AS tokens,
      coalesce(e.cost_usd, r.cost_usd)::float8 AS "costUsd", r.reading_ms AS "readingMs", e.characters,
      m.id IS NOT NULL AS kept, CASE WHEN l.is_last THEN m.feedback_rating END AS rating,
      l.is_last AND EXISTS (SELECT 1 FROM messages s WHERE s.user_id = e.user_id AND s.parent_id = m.parent_id
        AND s.role = 'assistant' AND s.position > m.position) AS regenerated,
      l.is_last AND EXISTS (SELECT 1 FROM messages s WHERE s.user_id = e.user_id AND s.parent_id = m.id) AS followed
    FROM ${due} AS d(user_id, stream_id, type)
    JOIN prompt_executions e ON e.user_id = d.user_id AND e.stream_id = d.stream_id AND e.type = d.type
    CROSS JOIN LATERAL (SELECT NOT EXISTS (SELECT 1 FROM prompt_executions n WHERE n.user_id = e.user_id
      AND n.answer_id = e.answer_id AND n.type = e.type AND n.created_at > e.created_at) AS is_last) l
    LEFT JOIN prompt_executions own ON own.user_id = e.user_id AND own.stream_id = e.stream_id
      AND own.type = CASE WHEN e.outcome IS NULL THEN 'chat' ELSE e.type END
    LEFT JOIN stream_records r ON r.stream_id = e.stream_id AND e.outcome IS NULL
    LEFT JOIN messages m ON m.user_id = e.user_id AND m.id = e.answer_id`.execute(tx);
  return rows;
}

async function readSums(tx: Tx, due: readonly DueExecution[]): Promise<UserSums[]> {
  const users = [...new Set(due.map(({ userId }) => userId))];
  const scopes = [VERSION_SCOPE, ...new Set(due.flatMap(({ experimentId }) => experimentId ?? []))];
  const { rows } = await sql<UserSums>`
    SELECT user_id AS "userId", scope, generation, arm, sums FROM prompt_user_sums
    WHERE user_id = ANY(${users}::text[]) AND scope = ANY(${scopes}::text[])`.execute(tx);
  return rows;
}

async function writeSums(tx: Tx, { users }: Counted): Promise<void> {
  if (users.length === 0) return;
  const rows = unnest([
    ['text', users.map(({ userId }) => userId)],
    ['text', users.map(({ scope }) => scope)],
    ['integer', users.map(({ generation }) => generation)],
    ['text', users.map(({ arm }) => arm)],
    ['jsonb', users.map(({ sums }) => JSON.stringify(sums))],
  ]);
  await sql`INSERT INTO prompt_user_sums (user_id, scope, generation, arm, sums) SELECT * FROM ${rows}
    ON CONFLICT (user_id, scope, generation, arm) DO UPDATE SET sums = EXCLUDED.sums`.execute(tx);
}

async function writeMoments(tx: Tx, { moments }: Counted): Promise<void> {
  if (moments.length === 0) return;
  const sums = ['users', 'w', 'x', 'ww', 'wx', 'xx'] as const;
  const rows = unnest([
    ['text', moments.map(({ scope }) => scope)],
    ['integer', moments.map(({ generation }) => generation)],
    ['text', moments.map(({ arm }) => arm)],
    ['text', moments.map(({ metric }) => metric)],
    ...sums.map((sum) => ['float8', moments.map(({ change }) => change[sum])] as const),
  ]);
  await sql`INSERT INTO prompt_moments AS m (scope, generation, arm, metric, users, w, x, ww, wx, xx) SELECT * FROM ${rows}
    ON CONFLICT (scope, generation, arm, metric) DO UPDATE SET users = m.users + EXCLUDED.users, w = m.w + EXCLUDED.w,
      x = m.x + EXCLUDED.x, ww = m.ww + EXCLUDED.ww, wx = m.wx + EXCLUDED.wx, xx = m.xx + EXCLUDED.xx`.execute(tx);
}

async function writeCounted(tx: Tx, { executions }: Counted): Promise<void> {
  const rows = unnest([
    ['text', executions.map(({ userId }) => userId)],
    ['uuid', executions.map(({ streamId }) => streamId)],
    ['text', executions.map(({ type }) => type)],
    ['jsonb', executions.map(({ counted }) => counted && JSON.stringify(counted satisfies Values))],
    ['float8', executions.map(({ lookAgainMs }) => lookAgainMs)],
  ]);
  await sql`UPDATE prompt_executions e SET counted = n.counted, look_at = now() + n.again * interval '1 millisecond'
    FROM ${rows} AS n(user_id, stream_id, type, counted, again)
    WHERE e.user_id = n.user_id AND e.stream_id = n.stream_id AND e.type = n.type`.execute(tx);
}
