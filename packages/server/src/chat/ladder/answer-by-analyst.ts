/** The offline analyst's words as an answer: the first choice where no model is configured, else the ladder's last layer. */

import type { AnalystAnswer } from '../analyst-ports.ts';
import type { AnswerContext } from '../build-context.ts';
import type { ChatDeps } from '../deps.ts';
import { ModelFailure } from '../model-ports.ts';
import { TextSink } from '../text-sink.ts';
import { blame, type Turn, warn } from '../turn.ts';

const ANALYST_MODEL = 'tradistry/analyst';
const LAYER = 'fallback_message';
/** The analyst's words are sent a few at a time, so that its answer reads like any other as it comes. */
const WORDS_PER_CHUNK = 3;
const ANALYST_PACE_MS = 12;

const NOT_ANSWERED =
  'No language model could answer this just now, and it is not a question that your journal’s figures alone can answer. Your question is kept: ask it again in a few minutes.';

/** No model is configured: the analyst is the first choice. */
export async function answerByAnalyst(deps: ChatDeps, turn: Turn, analysis: AnalystAnswer): Promise<void> {
  const { sources: citable, figures } = analysis;
  Object.assign(turn.progress, { layer: 'streaming', modelUsed: ANALYST_MODEL, citable, figures });
  await write(deps, turn, analysis.text);
  settle(turn, analysis);
  turn.progress.outcome = 'completed';
}

/** No model has answered, for the reason of `failure`. */
export async function answerByLastLayer(
  deps: ChatDeps,
  turn: Turn,
  { analysing, failure }: Pick<AnswerContext, 'analysing'> & { failure: ModelFailure },
): Promise<void> {
  const analysis = await analysing;
  const { attempts, modelUsed } = turn.progress;
  blame(turn, failure);
  const from = attempts.at(-1)?.layer ?? 'streaming';
  turn.trace.fellBack({ from, to: LAYER, reason: failure.failureClass, phase: 'before_text' });
  const instead = analysis.understood
    ? 'The offline analyst answers instead, from your journal’s figures.'
    : 'No other model answered.';
  warn(turn, {
    code: 'fallback',
    message: `${failure.detail} ${instead}`,
    layer: LAYER,
    attempt: Math.max(1, attempts.length),
    ...(modelUsed && { model: modelUsed }),
  });
  await writeLastLayer(deps, turn, analysis);
}

/** Whether what is shown of a turn that was interrupted is the last layer's: no model goes on with that. */
export function isLastLayers({ log }: Turn): boolean {
  return log.units > 0 && log.marks.some(({ chunk }) => chunk.type === 'warning' && chunk.layer === LAYER);
}

/** Writes it, or what is missing of it. */
export async function writeLastLayer(deps: ChatDeps, turn: Turn, analysis: AnalystAnswer): Promise<void> {
  const { progress } = turn;
  Object.assign(progress, { layer: LAYER, modelUsed: ANALYST_MODEL, fallbackUsed: true, figures: analysis.figures });
  if (analysis.understood) progress.citable = analysis.sources;
  await write(deps, turn, analysis.understood ? analysis.text : NOT_ANSWERED);
  if (analysis.understood) settle(turn, analysis);
  progress.finishReason = 'stop';
  progress.outcome = 'degraded';
}

/** Goes on from where the text stands already. Throws `ModelFailure` where what is shown is not the analyst's text. */
async function write(deps: ChatDeps, turn: Turn, text: string): Promise<void> {
  const shown = turn.log.answer;
  if (!text.startsWith(shown))
    throw new ModelFailure('cancelled', 'The answer was interrupted and cannot be gone on with. Ask again.');
  const sink = new TextSink(deps, turn);
  for (const piece of toPieces(text.slice(shown.length))) {
    sink.onText(piece);
    if (turn.streaming) await deps.wait(ANALYST_PACE_MS, turn.abort.signal);
    turn.abort.signal.throwIfAborted();
  }
  sink.flush();
}

function settle({ log, progress }: Turn, { spans }: AnalystAnswer): void {
  for (const span of spans) log.appendMark({ type: 'figure', ...span });
  progress.finishReason = 'stop';
}

/** Cuts between words; what follows a word's space belongs to the next piece. */
function toPieces(text: string): string[] {
  const words = text.match(/\s*\S+\s*/g) ?? [];
  const pieces: string[] = [];
  for (let at = 0; at < words.length; at += WORDS_PER_CHUNK)
    pieces.push(words.slice(at, at + WORDS_PER_CHUNK).join(''));
  return pieces;
}
