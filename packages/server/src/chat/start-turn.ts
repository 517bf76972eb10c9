/** A question becomes a turn: committed in one statement, then run in the background while anyone watches its log. */
import { createHash } from 'node:crypto';
import type { ChatRequest } from '@tradistry/protocol';
import { Refusal } from '../refusal.ts';
import type { ActiveTurns } from './active-turns.ts';
import type { ChatDeps } from './deps.ts';
import { type Asker, admit, type Seat } from './limits/admit.ts';
import { runTurn } from './run-turn.ts';
import type { TraceHeaders } from './telemetry-ports.ts';
import { titleOf } from './title/title-of.ts';
import { checkLength } from './token-budget.ts';
import { createTurn, noProgress, type Turn } from './turn.ts';
import type { StartedContinuation, StartedTurn } from './turn-start-ports.ts';
import { withinTime } from './within-time.ts';

/** Whoever asks waits no longer for the database. A turn that is committed after all is run, and found under its key. */
const START_MS = 10_000;

/** Who asks, when, and under which idempotency key. */
export interface Asking {
  readonly userId: string;
  /** As the token names it. */
  readonly plan: string | null;
  readonly idempotencyKey: string | null;
  /** `deps.now()` when the request came in. */
  readonly askedAt: number;
  readonly traceHeaders: TraceHeaders;
}

export interface Question extends Asking {
  readonly request: ChatRequest;
  /** `stream` and `chat` keep their keys apart. */
  readonly endpoint: 'stream' | 'chat';
}

/** Begins the turn, or joins the one that the idempotency key began. Throws `Refusal`; then nothing is stored. */
export async function startTurn(deps: ChatDeps, active: ActiveTurns, question: Question): Promise<StartedTurn> {
  const { request, userId, plan, endpoint, idempotencyKey, askedAt: startedAt, traceHeaders } = question;
  checkModel(deps, request.model);
  await checkLength(deps, request.message);
  // While the question is being stored, its vector is made.
  if (deps.model && request.context_limit > 0) deps.retriever.prepare(request.message);
  const streaming = endpoint === 'stream';
  const idempotency = idempotencyKey ? { endpoint, key: idempotencyKey, bodyHash: hashBody(request) } : null;
  const sessionId = request.session_id ?? null;
  const findRunning = async () => active.findInSession(userId, sessionId)?.started.streamId;
  return inOrder({ deps, active }, { userId, plan, idempotency, findRunning }, async (streamId, seat) => {
    const { choice, pin } = await deps.prompts.propose({ userId, asked: request.prompt ?? null });
    const started = await deps.turns.startTurn({
      userId,
      sessionId: sessionId ?? deps.newId(),
      title: titleOf(request.message),
      request,
      streamId,
      questionId: deps.newId(),
      answerId: deps.newId(),
      instance: deps.instance,
      streaming,
      idempotency,
      gate: seat.gate,
      pin,
    });
    const prompt = started.prompt ?? choice;
    const asked = { userId, request, prompt, streaming, startedAt, traceHeaders, seat };
    if (!started.joined) begin(deps, active, { ...asked, started, kept: '', sources: [] });
    return started;
  });
}

export interface Continuation extends Asking {
  /** The answer to go on with. */
  readonly answerId: string;
}

/**
 * A new turn for an answer that is partial, stopped or cut by length; its stream begins with what was kept, and the model goes
 * on from there. Throws `Refusal`; then nothing has changed.
 */
export async function continueTurn(
  deps: ChatDeps,
  active: ActiveTurns,
  { userId, plan, answerId, idempotencyKey, askedAt: startedAt, traceHeaders }: Continuation,
): Promise<StartedContinuation> {
  const idempotency = idempotencyKey ? { endpoint: 'continue', key: idempotencyKey, bodyHash: answerId } : null;
  const findRunning = () => deps.turns.findRunning(userId, answerId);
  const asker = { userId, plan, idempotency, findRunning };
  return inOrder({ deps, active }, asker, async (streamId, seat) => {
    const { instance } = deps;
    const { gate } = seat;
    const started = await deps.turns.continueTurn({ userId, answerId, streamId, instance, idempotency, gate });
    if (started.joined) return started;
    const { sessionId, request } = started;
    const prompt = await deps.prompts.recall({ userId, sessionId, asked: request.prompt ?? null });
    begin(deps, active, { ...started, userId, started, prompt, streaming: true, startedAt, traceHeaders, seat });
    return started;
  });
}

/**
 * Requests under one key wait for each other, so that the second one finds the turn running; then the limits decide; and no row
 * is an orphan meanwhile.
 */
export function inOrder<T>(
  { deps, active }: { deps: ChatDeps; active: ActiveTurns },
  asker: Asker,
  work: (streamId: string, seat: Seat) => Promise<T>,
): Promise<T> {
  active.checkOpen();
  const streamId = deps.newId();
  const started = () =>
    active.begin(streamId, async () => {
      using seat = await admit(deps, active, asker);
      return await work(streamId, seat);
    });
  const { userId, idempotency } = asker;
  const starting = idempotency
    ? active.inLine(JSON.stringify([userId, idempotency.endpoint, idempotency.key]), started)
    : started();
  return withinTime(START_MS, starting);
}

type Begun = Pick<Turn, 'userId' | 'request' | 'started' | 'kept' | 'prompt' | 'streaming' | 'startedAt'> &
  Pick<StartedContinuation, 'sources'> &
  Pick<Asking, 'traceHeaders'> & {
    readonly seat: Seat;
  };

function begin(
  deps: ChatDeps,
  active: ActiveTurns,
  { userId, request, started, kept, sources, prompt, streaming, startedAt, traceHeaders, seat }: Begun,
): void {
  const { streamId, sessionId } = started;
  const epoch = 0;
  const turn = createTurn({
    ...{ userId, request, started, kept, prompt, streaming, startedAt, notice: seat.notice, epoch },
    trace: deps.telemetry.turnBegan({ userId, streamId, sessionId, epoch, streaming, startedAt, traceHeaders }),
    log: deps.logs.create(),
    begunAt: deps.now(),
    progress: noProgress(sources),
  });
  seat.keep();
  active.run(turn, (running) => runTurn(deps, active, running));
}

/** Throws `model_not_allowed`, with those that are. */
export function checkModel(deps: Pick<ChatDeps, 'models'>, model: string | undefined): void {
  const models = deps.models.map(({ id }) => id);
  if (model === undefined || models.includes(model)) return;
  const next =
    models.length > 0 ? `Choose one of: ${models.join(', ')}.` : 'No language model is: ask without "model".';
  throw new Refusal('model_not_allowed', `"${model}" is not configured here. ${next}`, { models });
}

/** Equal for bodies that are equal once parsed, with defaults applied. */
function hashBody(request: ChatRequest): string {
  const ordered = Object.entries(request).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
}
