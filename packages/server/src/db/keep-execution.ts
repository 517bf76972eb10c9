/** Which prompts an answer was made with, as a part of the statement that ends the turn. */
import { type RawBuilder, sql } from 'kysely';
import type { TurnEnd } from '../chat/turn-end-ports.ts';

/** A further member of a WITH list in which `ended` has the turn's `user_id`, or has no row. What rules say of the answer stands with the chat's. */
export function keepExecution({ streamId, answerId, prompts, ...end }: TurnEnd): RawBuilder<unknown> {
  if (prompts.size === 0) return sql``;
  const rows = [...prompts].map(([type, { choice, exposed }]) => {
    const { version, strategy, experiment } = choice;
    const confidence = type === 'chat' ? end.confidence : null;
    return sql`(${type}, ${version}::integer, ${strategy}, ${experiment?.id ?? null}::uuid, ${experiment?.variant ?? null},
      ${experiment?.generation ?? null}::integer, ${exposed}::boolean, ${confidence}::real, ${confidence === null ? null : 'rules'})`;
  });
  return sql`, prompted AS (
      INSERT INTO prompt_executions (user_id, stream_id, answer_id, warnings, type, version, strategy, experiment_id, variant,
        generation, exposed, confidence, confidence_by)
      SELECT e.user_id, ${streamId}::uuid, ${answerId}::uuid, ${end.warnings.length}::integer, p.*
      FROM ended e CROSS JOIN (VALUES ${sql.join(rows)}) AS p(type, version, strategy, experiment_id, variant, generation,
        exposed, confidence, confidence_by) ON CONFLICT DO NOTHING
    )`;
}
