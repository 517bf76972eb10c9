/** A question becomes a turn: committed in one statement, then run in the background while anyone watches its log. */
import { createHash } from 'node:crypto';
import type { ChatRequest } from '@tradistry/protocol';
import { Refusal } from '../refusal.ts';
import type { ActiveTurns } from './active-turns.ts';
import type { ChatDeps } from './deps.ts';
import type { StartedTurn } from './ports.ts';
import { runTurn } from './run-turn.ts';
import { noProgress, type Turn } from './turn.ts';

const TITLE_LENGTH = 60;

/** A question with who asks it and under which idempotency key. */
export interface Question {
  readonly userId: string;
  readonly request: ChatRequest;
  readonly idempotencyKey: string | null;
  /** `stream` and `chat` keep their keys apart. */
  readonly endpoint: 'stream' | 'chat';
}

/** Begins the turn, or joins the one that the idempotency key began. Throws `Refusal`; then nothing is stored. */
export async function startTurn(deps: ChatDeps, active: ActiveTurns, question: Question): Promise<StartedTurn> {
  const { request, userId } = question;
  checkModel(deps, request.model);
  active.checkOpen();
  const startedAt = deps.now();
  const started = await deps.turns.startTurn({
    userId,
    sessionId: request.session_id ?? deps.newId(),
    title: titleOf(request.message),
    request,
    streamId: deps.newId(),
    questionId: deps.newId(),
    answerId: deps.newId(),
    instance: deps.instance,
    streaming: question.endpoint === 'stream',
    idempotency: question.idempotencyKey
      ? { endpoint: question.endpoint, key: question.idempotencyKey, bodyHash: hashBody(request) }
      : null,
  });
  if (!started.joined)
    begin(deps, active, { userId, request, started, startedAt, streaming: question.endpoint === 'stream' });
  return started;
}

type Begun = Pick<Turn, 'userId' | 'request' | 'started' | 'startedAt' | 'streaming'>;

function begin(deps: ChatDeps, active: ActiveTurns, from: Begun): void {
  const turn: Turn = {
    ...from,
    epoch: 0,
    log: deps.logs.create(),
    abort: new AbortController(),
    progress: noProgress(),
    upstreamOpen: false,
    ending: false,
    finished: Promise.resolve(),
  };
  active.add(turn);
  turn.finished = runTurn(deps, turn).finally(() => active.remove(turn));
}

function checkModel(deps: ChatDeps, model: string | undefined): void {
  const models = deps.models.map(({ id }) => id);
  if (model === undefined || models.includes(model)) return;
  const next =
    models.length > 0 ? `Choose one of: ${models.join(', ')}.` : 'No language model is: ask without "model".';
  throw new Refusal('model_not_allowed', `"${model}" is not configured here. ${next}`, { models });
}

/** The beginning of the question, cut between words, as the session's first title. */
function titleOf(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  if (line.length <= TITLE_LENGTH) return line;
  const cut = line.slice(0, TITLE_LENGTH);
  const end = cut.lastIndexOf(' ');
  return `${(end > TITLE_LENGTH / 2 ? cut.slice(0, end) : cut).toWellFormed()}…`;
}

/** Equal for bodies that are equal once parsed, with defaults applied. */
function hashBody(request: ChatRequest): string {
  const ordered = Object.entries(request).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
}
