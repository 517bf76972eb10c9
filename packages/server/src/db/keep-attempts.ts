/** A turn's attempts and what they used, as parts of the statement that ends the turn. */
import { type RawBuilder, sql } from 'kysely';
import type { AttemptRecord } from '../chat/model-ports.ts';
import type { TurnEnd } from '../chat/turn-end-ports.ts';
import { toInt, toMoney, toName } from './storable-numbers.ts';

/** What an attempt is written as; names are the columns'. */
interface AttemptRow {
  readonly n: number;
  readonly layer: string;
  readonly model: string;
  readonly outcome: string;
  readonly started_ms: number;
  readonly first_token_ms: number | null;
  readonly duration_ms: number;
  readonly prompt_tokens: number | null;
  readonly completion_tokens: number | null;
  readonly total_tokens: number | null;
  /** A decimal number as text: exact. */
  readonly cost_usd: string | null;
  readonly characters: number;
  readonly provider: string | null;
  readonly generation_id: string | null;
  readonly skipped_events: number;
}

/** Of English; what is estimated this way is on the low side of other languages. */
const CHARACTERS_PER_TOKEN = 4;

/** Further members of a WITH list in which `ended` has the turn's `user_id` and `session_id`, or has no row. */
export function keepAttempts({ streamId, attempts }: TurnEnd): RawBuilder<unknown> {
  if (attempts.length === 0) return sql``;
  return sql`, tried AS (
      SELECT e.user_id, e.session_id, ${streamId}::uuid AS stream_id, a.* FROM ended e,
        jsonb_to_recordset(${toAttemptRows(attempts)}::jsonb) AS a(n integer, layer text, model text, outcome text, started_ms integer,
          first_token_ms integer, duration_ms integer, prompt_tokens integer, completion_tokens integer, total_tokens integer,
          cost_usd numeric, characters integer, provider text, generation_id text, skipped_events integer)
    ), kept AS (
      INSERT INTO attempts (user_id, session_id, stream_id, n, layer, model, outcome, started_ms, first_token_ms, duration_ms,
        prompt_tokens, completion_tokens, total_tokens, cost_usd, characters, provider, generation_id, skipped_events)
      SELECT * FROM tried ON CONFLICT DO NOTHING
    ), used AS (
      ${addUp(attempts)}
    )`;
}

/** The attempts of `tried`, added to their user's day `u`. */
export function addUp(attempts: readonly AttemptRecord[]): RawBuilder<unknown> {
  return sql`INSERT INTO usage_days AS u (user_id, day, tokens, estimated_tokens, cost_usd, attempts, unpriced_attempts)
      SELECT user_id, (clock_timestamp() AT TIME ZONE 'UTC')::date, coalesce(sum(total_tokens), 0),
        ${estimateTokens(attempts)}::bigint, coalesce(sum(cost_usd), 0), count(*),
        count(*) FILTER (WHERE cost_usd IS NULL AND (total_tokens > 0 OR first_token_ms IS NOT NULL))
      FROM tried GROUP BY user_id
      ON CONFLICT (user_id, day) DO UPDATE SET tokens = u.tokens + EXCLUDED.tokens,
        estimated_tokens = u.estimated_tokens + EXCLUDED.estimated_tokens, cost_usd = u.cost_usd + EXCLUDED.cost_usd,
        attempts = u.attempts + EXCLUDED.attempts, unpriced_attempts = u.unpriced_attempts + EXCLUDED.unpriced_attempts`;
}

/** Of the attempts that were answered and never metered, from what went in and came out. */
export function estimateTokens(attempts: readonly AttemptRecord[]): number {
  const unmetered = attempts.filter(({ usage, firstTokenMs }) => usage === null && firstTokenMs !== null);
  const characters = unmetered.reduce((sum, attempt) => sum + attempt.characters + (attempt.promptCharacters ?? 0), 0);
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** JSON, as `jsonb_to_recordset` reads it. */
export function toAttemptRows(attempts: readonly AttemptRecord[]): string {
  return JSON.stringify(attempts.map(toRow));
}

function toRow(attempt: AttemptRecord): AttemptRow {
  const { n, layer, model, outcome, startedMs, firstTokenMs, durationMs, usage, characters } = attempt;
  return {
    ...{ n, layer, outcome },
    model: toName(model),
    started_ms: toInt(startedMs),
    first_token_ms: firstTokenMs === null ? null : toInt(firstTokenMs),
    duration_ms: toInt(durationMs),
    prompt_tokens: usage && toInt(usage.prompt_tokens),
    completion_tokens: usage && toInt(usage.completion_tokens),
    total_tokens: usage && toInt(usage.total_tokens),
    cost_usd: toMoney(usage?.cost_usd),
    characters: toInt(characters),
    provider: attempt.provider,
    generation_id: attempt.generation,
    skipped_events: toInt(attempt.skippedEvents),
  };
}
