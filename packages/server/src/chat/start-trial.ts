/** A question tried with one version of the prompt: answered like any other, and nothing of it kept but what it used up. */
import type { OptionalChunkType } from '@tradistry/protocol';
import type { ActiveTurns } from './active-turns.ts';
import type { ChatDeps } from './deps.ts';
import type { Seat } from './limits/admit.ts';
import type { PromptChoice } from './prompt-ports.ts';
import { answer } from './run-turn.ts';
import { checkModel, inOrder } from './start-turn.ts';
import { checkLength } from './token-budget.ts';
import { abort, createTurn, type Turn, warn } from './turn.ts';
import type { ReadableLog } from './turn-log.ts';

/** Passages of the journal in its prompt, as for a question that says nothing of it. */
const CONTEXT_LIMIT = 10;

export interface Trial {
  readonly userId: string;
  /** As the token names it. */
  readonly plan: string | null;
  readonly question: string;
  /** The version's number or label. */
  readonly version: string;
  readonly model: string | undefined;
  readonly include: readonly OptionalChunkType[];
  /** `deps.now()` when the request came in. */
  readonly askedAt: number;
  /** Aborted when nobody watches any more: that ends it early. */
  readonly left: AbortSignal;
}

export interface RunningTrial {
  readonly streamId: string;
  readonly log: ReadableLog;
}

/**
 * No session, no record, no experiment: what there is of it is its log, which goes with whoever watches, and while it runs a
 * place among its user's streams. It counts against the limits as a question does. Throws `Refusal`; then nothing was asked.
 */
export async function startTrial(deps: ChatDeps, active: ActiveTurns, trial: Trial): Promise<RunningTrial> {
  const { userId, plan, question } = trial;
  checkModel(deps, trial.model);
  await checkLength(deps, question);
  if (deps.model) deps.retriever.prepare(question);
  const asker = { userId, plan, idempotency: null, findRunning: async () => undefined };
  return inOrder({ deps, active }, asker, async (streamId, seat) => {
    const { choice: prompt } = await deps.prompts.propose({ userId, asked: trial.version });
    await deps.trials.startTrial({ userId, streamId, instance: deps.instance, gate: seat.gate });
    const turn = turnOf(deps, trial, { streamId, seat, prompt });
    seat.keep();
    endWhenLeft(turn, trial.left);
    active.runTrial(turn, (running) => run(deps, running));
    return { streamId, log: turn.log };
  });
}

function endWhenLeft(turn: Turn, left: AbortSignal): void {
  if (left.aborted) abort(turn, 'stopped');
  left.addEventListener('abort', () => abort(turn, 'stopped'), { once: true });
}

/** A turn as the ladder knows it; its ids are found in no table. */
function turnOf(
  deps: ChatDeps,
  { userId, question, model, include, askedAt: startedAt }: Trial,
  { streamId, seat, prompt }: { streamId: string; seat: Seat; prompt: PromptChoice },
): Turn {
  const sessionId = streamId;
  const ids = { streamId, sessionId, questionId: deps.newId(), answerId: deps.newId() };
  const epoch = 0;
  const streaming = true;
  return createTurn({
    ...{ userId, prompt, epoch, streaming, startedAt, kept: '', notice: seat.notice },
    started: { ...ids, joined: false, title: '' },
    request: {
      message: question,
      session_id: null,
      context_limit: CONTEXT_LIMIT,
      include: [...include],
      ...(model && { model }),
    },
    trace: deps.telemetry.turnBegan({ userId, streamId, sessionId, epoch, streaming, startedAt, traceHeaders: null }),
    log: deps.logs.create(),
    begunAt: deps.now(),
  });
}

/** As `runTurn`, with nothing to be durable but the usage. Never rejects. */
async function run(deps: ChatDeps, turn: Turn): Promise<void> {
  const { log, progress } = turn;
  const { streamId, sessionId } = turn.started;
  log.appendMark({ type: 'session_info', session_id: sessionId, status: 'processing', stream_id: streamId });
  if (turn.notice) warn(turn, turn.notice);
  const ending = await answer(deps, turn);
  await giveBack(deps, turn);
  if (ending) log.appendMark(ending);
  log.appendMark({ type: 'stream_end' });
  log.end();
  turn.trace.close(null);
  const { outcome, modelUsed: model_used, promptVersion: prompt_version } = progress;
  deps.logger.info(
    { user_id: deps.userKey(turn.userId), stream_id: streamId, outcome, model_used, prompt_version },
    'a prompt was tried',
  );
}

/** Its place, for what it used up; calls that were cut are billed later, like those of turns. */
async function giveBack({ trials, bills, logger }: ChatDeps, turn: Turn): Promise<void> {
  const { userId, progress } = turn;
  const { streamId } = turn.started;
  try {
    const day = await trials.endTrial({ userId, streamId, attempts: progress.attempts });
    if (day !== null) bills?.add(turn, (bill) => trials.addBill(bill, day));
  } catch (error) {
    logger.error({ err: error, stream_id: streamId }, 'usage was not counted');
  }
}
