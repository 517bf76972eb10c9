/** The ladder: models by streaming, by one plain call, by the legacy prompt; where none answers, the offline analyst. */
import type { Degraded } from '../rag/ports.ts';
import { isDatabaseAway } from '../storage-error.ts';
import { type AnswerContext, buildContext } from './build-context.ts';
import type { ChatDeps } from './deps.ts';
import { answerByAnalyst, answerByLastLayer, isLastLayers, writeLastLayer } from './ladder/answer-by-analyst.ts';
import { climbDown } from './ladder/climb.ts';
import { startClimb } from './ladder/climb-state.ts';
import { policyOf } from './ladder/failure-policy.ts';
import type { ModelFailure } from './model-ports.ts';
import { type Turn, warn } from './turn.ts';

const DEGRADED: Readonly<Record<Degraded, string>> = {
  embedder_slow: 'Your notes and earlier chats were searched by word only: finding them by meaning took too long.',
  embedder_away:
    'Your notes and earlier chats were searched by word only: finding them by meaning does not work right now.',
};
const LATE_FIGURES =
  'Your journal is large: not all figures were added up when the answer began. It can still look them up.';
/** Between two tries to read what the answer is made from, in milliseconds. */
const AGAIN_MS = 250;
/** An embedded database has no lease that would run out. */
const AWAY_MS = 60_000;

/**
 * Writes the answer into the turn's log; text that stands there already is gone on with. Rejects with `ModelFailure`, or
 * when the turn is aborted.
 */
export async function answerTurn(deps: ChatDeps, turn: Turn): Promise<void> {
  const context = await readContext(deps, turn);
  turn.abort.signal.throwIfAborted();
  turn.progress.citable = context.sources;
  turn.progress.figures = context.parts?.prompt.figures ?? [];
  if (!deps.model) return answerByAnalyst(deps, turn, await context.analysing);
  if (isLastLayers(turn)) return writeLastLayer(deps, turn, await context.analysing);
  tellWhatIsMissing(turn, context);
  const failure = await climbDown(startClimb(deps, turn, context));
  if (!failure) return;
  if (!mayFallBack(turn, failure)) throw failure;
  await answerByLastLayer(deps, turn, { ...context, failure });
}

function tellWhatIsMissing(turn: Turn, { degraded, parts }: AnswerContext): void {
  if (degraded) warnOnce(turn, { code: 'retrieval_degraded', message: DEGRADED[degraded] });
  const { allTime, recent, figures } = parts?.prompt ?? {};
  if (!allTime || !recent || !figures) warnOnce(turn, { code: 'context_trimmed', message: LATE_FIGURES });
}

/** Who took the turn over finds again what its former owner has said. */
function warnOnce(turn: Turn, warning: Parameters<typeof warn>[1]): void {
  if (!turn.progress.warnings.some(({ code }) => code === warning.code)) warn(turn, warning);
}

/** A database that is away is waited for as long as the turn is ours: a committed question fails for no lost connection. */
async function readContext(deps: ChatDeps, turn: Turn): Promise<AnswerContext> {
  for (const from = deps.now(); ; ) {
    try {
      return await turn.trace.step('context', () => buildContext(deps, turn));
    } catch (error) {
      if (!isDatabaseAway(error) || deps.now() - from > AWAY_MS) throw error;
      deps.logger.warn({ err: error, stream_id: turn.started.streamId }, 'a context could not be read yet');
      await deps.wait(AGAIN_MS, turn.abort.signal);
      turn.abort.signal.throwIfAborted();
    }
  }
}

/** Text that was shown is never taken back, and a refusal of the content is never shopped around. */
function mayFallBack(turn: Turn, { failureClass }: ModelFailure): boolean {
  return policyOf(failureClass).afterwards !== 'give_up' && turn.log.units === 0;
}
