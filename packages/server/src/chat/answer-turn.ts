/** The ladder in its first form: a model by streaming; where it gives nothing, the offline analyst. */

import { type AnswerContext, buildContext } from './build-context.ts';
import type { ChatDeps } from './deps.ts';
import type { ModelEnd, ModelRequest } from './model-ports.ts';
import { ModelFailure } from './model-ports.ts';
import { createTextSink } from './text-sink.ts';
import type { Turn } from './turn.ts';

const ANALYST_MODEL = 'tradistry/analyst';
/** The analyst's words are sent a few at a time, so that its answer reads like any other as it comes. */
const WORDS_PER_CHUNK = 3;
const ANALYST_PACE_MS = 12;

/** Writes the answer into the turn's log. Rejects with `ModelFailure`, or when the turn is aborted. */
export async function answerTurn(deps: ChatDeps, turn: Turn): Promise<void> {
  const context = await buildContext(deps, turn);
  turn.abort.signal.throwIfAborted();
  turn.progress.figures = context.analysis.figures;
  if (!deps.model) return answerByAnalyst(deps, turn, context);
  try {
    await answerByModel(deps, turn, context);
  } catch (error) {
    if (!canFallBack(turn, error)) throw error;
    warnOfFallback(turn, error);
    await answerByAnalyst(deps, turn, context);
  }
}

async function answerByModel(deps: ChatDeps, turn: Turn, context: AnswerContext): Promise<void> {
  const { progress } = turn;
  progress.layer = 'streaming';
  progress.modelUsed = context.model;
  turn.upstreamOpen = true;
  const end = await callModel(deps, turn, context).finally(() => {
    turn.upstreamOpen = false;
  });
  if (turn.log.answer.trim() === '') throw new ModelFailure('empty', 'The model sent an empty answer.');
  progress.outcome = 'completed';
  progress.finishReason = end.finishReason === 'length' ? 'length' : 'stop';
  progress.modelUsed = end.model;
  progress.usage = end.usage;
  progress.sources = context.sources.filter(({ n }) => turn.log.answer.includes(`[${n}]`));
}

/** One attempt, bounded by the ladder's budget until its first delta; the adapter's own timeouts bound the rest. */
async function callModel(deps: ChatDeps, turn: Turn, context: AnswerContext): Promise<ModelEnd> {
  if (!deps.model) throw new ModelFailure('model_gone', 'No model is configured.');
  const budget = new AbortController();
  const late = new ModelFailure('first_token_timeout', 'The model did not begin to answer in time.');
  const timer = setTimeout(() => budget.abort(late), deps.ladderBudgetMs);
  const sink = createTextSink(deps, turn);
  sink.onFirst(() => clearTimeout(timer));
  try {
    const request: ModelRequest = {
      model: context.model,
      messages: context.messages,
      conversation: turn.started.sessionId,
      mode: 'stream',
      tools: [],
    };
    return await deps.model.call(request, sink, AbortSignal.any([turn.abort.signal, budget.signal]));
  } finally {
    clearTimeout(timer);
    sink.flush();
  }
}

/** Text that was shown is never taken back, and a refusal of the content is never shopped around. */
function canFallBack(turn: Turn, error: unknown): error is ModelFailure {
  return (
    error instanceof ModelFailure &&
    error.code !== 'content_refused' &&
    turn.log.answer.trim() === '' &&
    !turn.abort.signal.aborted
  );
}

function warnOfFallback(turn: Turn, failure: ModelFailure): void {
  const { progress } = turn;
  const warning = {
    type: 'warning' as const,
    code: 'fallback' as const,
    message: `${failure.detail} The offline analyst answers instead, from your journal's figures.`,
    layer: 'fallback_message' as const,
    attempt: Math.max(1, progress.attempts.length),
    ...(progress.modelUsed && { model: progress.modelUsed }),
  };
  progress.warnings.push(warning);
  turn.log.appendMark(warning);
}

async function answerByAnalyst(deps: ChatDeps, turn: Turn, context: AnswerContext): Promise<void> {
  const { progress } = turn;
  const { text, sources, spans } = context.analysis;
  const fallback = deps.model !== null;
  progress.layer = fallback ? 'fallback_message' : 'streaming';
  progress.modelUsed = ANALYST_MODEL;
  progress.fallbackUsed = fallback;
  const sink = createTextSink(deps, turn);
  for (const piece of toPieces(text)) {
    sink.onText(piece);
    if (turn.streaming) await deps.wait(ANALYST_PACE_MS, turn.abort.signal);
    turn.abort.signal.throwIfAborted();
  }
  sink.flush();
  for (const span of spans) turn.log.appendMark({ type: 'figure', ...span });
  progress.outcome = fallback ? 'degraded' : 'completed';
  progress.finishReason = 'stop';
  progress.sources = sources;
}

/** Cuts between words; what follows a word's space belongs to the next piece. */
function toPieces(text: string): string[] {
  const words = text.match(/\s*\S+\s*/g) ?? [];
  const pieces: string[] = [];
  for (let at = 0; at < words.length; at += WORDS_PER_CHUNK)
    pieces.push(words.slice(at, at + WORDS_PER_CHUNK).join(''));
  return pieces;
}
