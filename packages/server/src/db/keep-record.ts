/** The record of a turn, as a part of the statement that ends it. */
import { type RawBuilder, sql } from 'kysely';
import type { TurnEnd } from '../chat/turn-end-ports.ts';
import { toStorableJson } from './storable-json.ts';
import { toInt, toMoney, toName } from './storable-numbers.ts';

/** A further member of a WITH list in which `ended` has the turn's `user_id`, `session_id` and `created_at`, or has no row. */
export function keepRecord(end: TurnEnd): RawBuilder<unknown> {
  const { usage, pace, streaming } = end;
  const longestGap = streaming && pace.longestMs !== null ? toInt(pace.longestMs) : null;
  return sql`, recorded AS (
      INSERT INTO stream_records (stream_id, user_id, user_key, session_id, answer_id, instance, streaming, started_at,
        ended_at, outcome, layer, model_used, fallback_used, attempts, chunk_count, first_token_ms, processing_time_ms,
        longest_gap_ms, overhead_ms, error_code, error_class, prompt_version, prompt_tokens, completion_tokens,
        total_tokens, cost_usd, steps, gaps)
      SELECT ${end.streamId}::uuid, e.user_id, ${end.userKey}, e.session_id, ${end.answerId}::uuid, ${end.instance},
        ${streaming}, e.created_at, clock_timestamp(), ${end.outcome}, ${end.layer},
        ${end.modelUsed === null ? null : toName(end.modelUsed)}, ${end.fallbackUsed}, ${end.attemptsBegun}::int,
        ${end.chunkCount}::int, ${end.timeToFirstTokenMs}::int, ${end.processingTimeMs}::int, ${longestGap}::int,
        ${end.overheadMs}::real, ${end.errorCode}, ${end.errorClass}, ${end.promptVersion},
        ${usage && toInt(usage.prompt_tokens)}::int, ${usage && toInt(usage.completion_tokens)}::int,
        ${usage && toInt(usage.total_tokens)}::int, ${toMoney(usage?.cost_usd)}::numeric,
        ${toStorableJson(end.steps)}::jsonb, ${toStorableJson(streaming ? pace.long : [])}::jsonb
      FROM ended e
    )`;
}
