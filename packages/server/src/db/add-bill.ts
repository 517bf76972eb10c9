/** A bill that came after its turn had ended: for the attempt, the answer, the turn's record, and the day on which it was made. */
import { type RawBuilder, sql } from 'kysely';
import type { LateBill } from '../chat/turn-end-ports.ts';
import type { Tx } from './database.ts';
import { estimateTokens } from './keep-attempts.ts';
import { toStorableJson } from './storable-json.ts';

/** `TurnStore.addBill` in its transaction: once, however often it is tried. The tokens take the place of their estimate. */
export async function addBill(tx: Tx, bill: LateBill): Promise<boolean> {
  const { sessionId, streamId, attempt, usage } = bill;
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total, cost_usd: cost = null } = usage;
  const { rows } = await sql`
    WITH billed AS (
      UPDATE attempts SET prompt_tokens = ${prompt}::integer, completion_tokens = ${completion}::integer,
        total_tokens = ${total}::integer, cost_usd = ${cost}::numeric
      WHERE session_id = ${sessionId} AND stream_id = ${streamId}::uuid AND n = ${attempt.n}::integer
        AND total_tokens IS NULL AND cost_usd IS NULL
      RETURNING user_id, first_token_ms, (created_at AT TIME ZONE 'UTC')::date AS day
    ), recorded AS (
      UPDATE stream_records r SET prompt_tokens = coalesce(r.prompt_tokens, 0) + ${prompt}::integer,
        completion_tokens = coalesce(r.completion_tokens, 0) + ${completion}::integer,
        total_tokens = coalesce(r.total_tokens, 0) + ${total}::integer,
        cost_usd = CASE WHEN ${cost}::numeric IS NULL THEN r.cost_usd ELSE coalesce(r.cost_usd, 0) + ${cost}::numeric END
      FROM billed b WHERE r.user_id = b.user_id AND r.stream_id = ${streamId}::uuid
    ), answered AS (
      UPDATE messages m SET usage = (SELECT jsonb_object_agg(key, sum) FROM (
          SELECT key, sum(value::numeric) AS sum
          FROM (SELECT * FROM jsonb_each_text(m.usage) UNION ALL SELECT * FROM jsonb_each_text(${toStorableJson(usage)}::jsonb)) parts
          GROUP BY key) sums)
      FROM billed b JOIN turns t ON t.user_id = b.user_id AND t.stream_id = ${streamId}::uuid
      WHERE m.user_id = t.user_id AND m.id = t.answer_id
    )
    ${settleDay(bill)}`.execute(tx);
  return rows.length === 1;
}

/** The day of `billed`, which has `user_id`, `first_token_ms` and `day`: the bill takes the place of the estimate. */
export function settleDay({ attempt, usage }: Pick<LateBill, 'attempt' | 'usage'>): RawBuilder<unknown> {
  const { total_tokens: total, cost_usd: cost = null } = usage;
  return sql`UPDATE usage_days u SET tokens = u.tokens + ${total}::bigint, cost_usd = u.cost_usd + coalesce(${cost}::numeric, 0),
      estimated_tokens = greatest(0, u.estimated_tokens - ${estimateTokens([attempt])}::bigint),
      unpriced_attempts = greatest(0, u.unpriced_attempts
        - CASE WHEN ${cost}::numeric IS NOT NULL AND b.first_token_ms IS NOT NULL THEN 1 ELSE 0 END)
    FROM billed b WHERE u.user_id = b.user_id AND u.day = b.day RETURNING u.day`;
}
