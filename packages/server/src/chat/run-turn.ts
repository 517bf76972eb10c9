/** The life of a turn, from the committed question to the end of its stream. Never rejects: every turn ends. */
import type { ErrorCode } from '@tradistry/protocol';
import { ERRORS } from '@tradistry/protocol';
import { answerTurn } from './answer-turn.ts';
import { citedSources } from './citations/cited-sources.ts';
import type { ChatDeps } from './deps.ts';
import { ModelFailure } from './model-ports.ts';
import { recordTurn } from './record-turn.ts';
import { saveTurn } from './save-turn.ts';
import { titleOf } from './title/title-of.ts';
import { blame, type Turn, type TurnKeeper, warn } from './turn.ts';
import type { TurnEnd } from './turn-end-ports.ts';
import type { MarkChunk } from './turn-log.ts';
import { watchFirstWrite } from './watch-first-write.ts';

/**
 * Runs the turn to its end: `session_info`, the answer, what ended it, `stream_end`; saved before it is shown. Where it is not
 * ours to end, the log ends as it is: viewers come back, and find the next owner's.
 */
export async function runTurn(deps: ChatDeps, keeper: TurnKeeper, turn: Turn): Promise<void> {
  let ended: TurnEnd | null = null;
  try {
    announce(turn);
    watchFirstWrite(deps, turn);
    const ending = await answerOrLoss(deps, turn);
    if (ending) ended = await saveTurn({ ...deps, keeper }, turn, ending);
    else if (turn.abort.signal.reason === 'released') await keeper.release(turn);
  } catch (error) {
    deps.logger.error({ err: error, stream_id: turn.started.streamId }, 'a turn ended badly');
  } finally {
    turn.log.end();
    turn.trace.close(ended);
    if (ended) followUp(deps, turn, ended);
    else deps.logger.info({ stream_id: turn.started.streamId, cause: turn.abort.signal.reason }, 'turn paused');
  }
}

/** What comes after the end, and nobody waits for. */
function followUp(deps: ChatDeps, turn: Turn, end: TurnEnd): void {
  recordTurn(deps, end);
  deps.bills?.add(turn, deps.turns.addBill);
  const { userId, progress, started, request } = turn;
  const job = { userId, streamId: started.streamId, answerId: started.answerId };
  if (progress.summaryDue) deps.summaryQueue.add(job);
  // So it is called for its first question, until somebody gives it a name.
  if (end.outcome === 'completed' && started.title === titleOf(request.message)) deps.titleQueue?.add(job);
}

/** Writes the answer; what it returns ends the turn. `null`: it is not ours to end. Never rejects. */
export async function answer(deps: ChatDeps, turn: Turn): Promise<MarkChunk | null> {
  try {
    turn.abort.signal.throwIfAborted();
    try {
      await answerTurn(deps, turn);
    } finally {
      turn.progress.sources = citedSources(turn);
    }
    return doneChunk(turn);
  } catch (error) {
    return errorChunk(deps, turn, error);
  }
}

/** Viewers of a turn that is lost are not kept waiting for what still hangs. */
function answerOrLoss(deps: ChatDeps, turn: Turn): Promise<MarkChunk | null> {
  const { promise, resolve, reject } = Promise.withResolvers<MarkChunk | null>();
  turn.lost.signal.addEventListener('abort', () => resolve(null), { once: true });
  answer(deps, turn).then(resolve, reject);
  return promise;
}

/** The beginning of a new log; one that was taken over has it already. */
function announce(turn: Turn): void {
  const { log, started, kept, epoch, notice } = turn;
  const known = log.marks.some(({ chunk }) => chunk.type === 'session_info');
  if (!known) {
    log.appendMark({
      type: 'session_info',
      session_id: started.sessionId,
      status: 'processing',
      stream_id: started.streamId,
      message_id: started.questionId,
      title: started.title,
      ...((kept !== '' || epoch > 0) && { resumed: true }),
    });
  }
  if (kept !== '') log.appendText(kept);
  if (notice) warn(turn, notice);
}

function doneChunk({ progress }: Turn): MarkChunk {
  return {
    type: 'done',
    message: 'Streaming complete',
    fallback_used: progress.fallbackUsed,
    ...(progress.finishReason && { finish_reason: progress.finishReason }),
    ...(progress.modelUsed && { model_used: progress.modelUsed }),
    ...(progress.layer && { layer: progress.layer }),
    ...(progress.usage && { usage: progress.usage }),
    ...(progress.sources.length > 0 && { sources: [...progress.sources] }),
  };
}

/** The chunk that ends a turn which could not be answered, or null where another instance writes its end. */
function errorChunk(deps: ChatDeps, turn: Turn, error: unknown): MarkChunk | null {
  const { progress } = turn;
  const cause: unknown = turn.abort.signal.aborted ? turn.abort.signal.reason : null;
  if (cause === 'lost' || cause === 'released') return null;
  if (cause === 'stopped') {
    progress.outcome = 'stopped';
    progress.finishReason = 'stopped';
    return doneChunk(turn);
  }
  progress.outcome = turn.log.units > 0 ? 'partial' : 'failed';
  if (error instanceof ModelFailure) {
    blame(turn, error);
    return toError(error.code, error.detail, error.retryAfterMs);
  }
  Object.assign(progress, { errorCode: 'internal', errorClass: 'internal' });
  deps.logger.error({ err: error, stream_id: turn.started.streamId }, 'answering failed');
  return toError('internal', 'Something went wrong while answering. Your question is kept; ask it again.');
}

function toError(code: ErrorCode, message: string, retryAfterMs: number | null = null): MarkChunk {
  const { retryable } = ERRORS[code];
  return {
    type: 'error',
    code,
    message,
    retryable,
    ...(retryAfterMs !== null && { retry_after_ms: Math.round(retryAfterMs) }),
  };
}
