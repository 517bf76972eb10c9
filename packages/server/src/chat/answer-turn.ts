/** The ladder: models by streaming, by one plain call, by the legacy prompt; where none answers, the offline analyst. */
import { buildContext } from './build-context.ts';
import type { ChatDeps } from './deps.ts';
import { answerByAnalyst, answerByLastLayer, isLastLayers, writeLastLayer } from './ladder/answer-by-analyst.ts';
import { climbDown } from './ladder/climb.ts';
import { startClimb } from './ladder/climb-state.ts';
import { policyOf } from './ladder/failure-policy.ts';
import type { ModelFailure } from './model-ports.ts';
import type { Turn } from './turn.ts';

/**
 * Writes the answer into the turn's log; text that stands there already is gone on with. Rejects with `ModelFailure`, or
 * when the turn is aborted.
 */
export async function answerTurn(deps: ChatDeps, turn: Turn): Promise<void> {
  const context = await buildContext(deps, turn);
  turn.abort.signal.throwIfAborted();
  turn.progress.figures = context.analysis.figures;
  if (!deps.model) return answerByAnalyst(deps, turn, context);
  if (isLastLayers(turn)) return writeLastLayer(deps, turn, context.analysis);
  const failure = await climbDown(startClimb(deps, turn, context));
  if (!failure) return;
  if (!mayFallBack(turn, failure)) throw failure;
  await answerByLastLayer(deps, turn, { ...context, failure });
}

/** Text that was shown is never taken back, and a refusal of the content is never shopped around. */
function mayFallBack(turn: Turn, { failureClass }: ModelFailure): boolean {
  return policyOf(failureClass).afterwards !== 'give_up' && turn.log.answer === '';
}
