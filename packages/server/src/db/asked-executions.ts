/** What models were asked beside the turns, kept for the figures of the versions that they were asked with. */
import { sql } from 'kysely';
import type { AskedExecution, AskedExecutions } from '../chat/ask-ports.ts';
import type { Database, Tx } from './database.ts';
import { toInt, toMoney } from './storable-numbers.ts';

/** `AskedExecutions` on either database. */
export function createAskedExecutions(database: Database): AskedExecutions {
  return { keep: (execution) => database.asUser(execution.userId, (tx) => keep(tx, execution)) };
}

/** An answer that is gone, or a user: nothing of theirs is left behind. */
async function keep(tx: Tx, execution: AskedExecution): Promise<void> {
  const { userId, streamId, answerId, type, choice, usage, score } = execution;
  const { version, strategy, experiment } = choice;
  await sql`INSERT INTO prompt_executions AS p (user_id, stream_id, answer_id, type, version, strategy, experiment_id, variant,
      generation, exposed, warnings, confidence, confidence_by, outcome, duration_ms, tokens, cost_usd, characters)
    SELECT m.user_id, ${streamId}::uuid, m.id, ${type}, ${version}::integer, ${strategy}, ${experiment?.id ?? null}::uuid,
      ${experiment?.variant ?? null}, ${experiment?.generation ?? null}::integer, true, 0, ${score}::real,
      ${score === null ? null : 'judge'}, ${execution.completed ? 'completed' : 'failed'}, ${toInt(execution.durationMs)}::integer,
      ${usage && toInt(usage.total_tokens)}::integer, ${toMoney(usage?.cost_usd)}::numeric, ${execution.characters}::integer
    FROM messages m WHERE m.user_id = ${userId} AND m.id = ${answerId}
    ON CONFLICT (user_id, stream_id, type) DO UPDATE SET confidence = EXCLUDED.confidence,
      confidence_by = EXCLUDED.confidence_by, outcome = EXCLUDED.outcome, duration_ms = EXCLUDED.duration_ms,
      tokens = coalesce(p.tokens + EXCLUDED.tokens, p.tokens, EXCLUDED.tokens),
      cost_usd = coalesce(p.cost_usd + EXCLUDED.cost_usd, p.cost_usd, EXCLUDED.cost_usd),
      characters = EXCLUDED.characters, look_at = now()`.execute(tx);
}
