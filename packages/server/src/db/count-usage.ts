/** What was asked of models beside the turns counts against the day's budget of whom it was asked for. */
import type { Usage } from '@tradistry/protocol';
import { type RawBuilder, sql } from 'kysely';

/** A statement. Nothing where the user is gone: it must leave nothing of theirs behind. */
export function countUsage(userId: string, usage: Usage | null): RawBuilder<unknown> {
  return sql`INSERT INTO usage_days AS u (user_id, day, tokens, cost_usd, attempts, unpriced_attempts)
    SELECT owner.user_id, (clock_timestamp() AT TIME ZONE 'UTC')::date, ${usage?.total_tokens ?? 0}::bigint,
      ${String(usage?.cost_usd ?? 0)}::numeric, 1, ${usage?.cost_usd === undefined ? 1 : 0}::int
    FROM users owner WHERE owner.user_id = ${userId}
    ON CONFLICT (user_id, day) DO UPDATE SET tokens = u.tokens + EXCLUDED.tokens, cost_usd = u.cost_usd + EXCLUDED.cost_usd,
      attempts = u.attempts + EXCLUDED.attempts, unpriced_attempts = u.unpriced_attempts + EXCLUDED.unpriced_attempts`;
}
