/** Which prompt an answer was made with, as a part of the statement that ends the turn. */
import { type RawBuilder, sql } from 'kysely';
import type { TurnEnd } from '../chat/turn-end-ports.ts';

/** A further member of a WITH list in which `ended` has the turn's `user_id`, or has no row. */
export function keepExecution({ streamId, answerId, prompt, ...end }: TurnEnd): RawBuilder<unknown> {
  if (!prompt) return sql``;
  const { version, strategy, experiment } = prompt;
  // The legacy prompt has no version of its own in an experiment: whoever fell to it was not shown their variant.
  const exposed = end.attempts.some(({ layer }) => layer === 'streaming' || layer === 'invoke');
  return sql`, prompted AS (
      INSERT INTO prompt_executions (user_id, stream_id, answer_id, version, strategy, experiment_id, variant, generation,
        exposed, warnings, confidence, confidence_by)
      SELECT e.user_id, ${streamId}::uuid, ${answerId}::uuid, ${version}::integer, ${strategy}, ${experiment?.id ?? null}::uuid,
        ${experiment?.variant ?? null}, ${experiment?.generation ?? null}::integer, ${exposed}::boolean, ${end.warnings.length}::integer,
        ${end.confidence}::real, ${end.confidence === null ? null : 'rules'}
      FROM ended e ON CONFLICT DO NOTHING
    )`;
}
