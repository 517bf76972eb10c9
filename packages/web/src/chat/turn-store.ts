/** The running turns of all sessions, outside of React: they go on while another page is open. */
import type { Message } from '@tradistry/protocol';
import type { Ask, PendingQuestion, PendingQuestions } from './pending-questions.ts';
import { createRunningTurns, type RunningTurnsDeps } from './running-turns.ts';
import { isLive, newTurn, shownText, type TurnError, type TurnState } from './turn-state.ts';

export interface TurnStore {
  get(sessionId: string): TurnState | null;
  subscribe(sessionId: string, changed: () => void): () => void;
  ask(sessionId: string, ask: Ask): void;
  /** Goes on with an answer that ended before its end; its text stays in place meanwhile. */
  continue(sessionId: string, answer: Pick<Message, 'id' | 'parent_id' | 'content'>): void;
  /** Tries what did not come through once more: the same request, or the watching of its stream. */
  retry(sessionId: string): void;
  /** Follows a turn that the server says is running, from its start; one that was followed to its end is left alone. */
  resume(sessionId: string, streamId: string): void;
  /** Sends the questions again that this tab had asked before it was closed or reloaded, and that were not confirmed. */
  restore(): void;
  stop(sessionId: string): void;
}

interface Deps extends RunningTurnsDeps {
  readonly pending: PendingQuestions;
  readonly newKey: () => string;
}

// Servers know a key for 24 h: under an older one the question could be asked twice.
const KEYS_KEPT_MS = 20 * 3_600_000;

export function createTurnStore(deps: Deps): TurnStore {
  const { client, pending, now } = deps;
  const turns = createRunningTurns(deps, (sessionId, streamId) => watch(sessionId, streamId));

  /** Until the server confirms it, sending it again is the same question. */
  const send = (sessionId: string, question: PendingQuestion) => {
    const { ask, key } = question;
    pending.keep(sessionId, question);
    const parent = ask.parentId === null ? {} : { parent_message_id: ask.parentId };
    const body = { message: ask.message, session_id: sessionId, idempotencyKey: key, ...parent };
    turns.begin(sessionId, {
      first: newTurn(ask.shown),
      open: (options) => client().chat.stream({ ...body, ...options }),
      again: () => send(sessionId, question),
    });
  };
  const sendNew = (sessionId: string, ask: Ask) => send(sessionId, { ask, key: deps.newKey(), at: now() });

  const watch = (sessionId: string, streamId: string) => {
    turns.begin(sessionId, {
      first: newTurn({ streamId, ...leftOf(turns.get(sessionId), streamId) }),
      open: (options) => client().chat.resume(streamId, options),
      again: null,
    });
  };

  const store: TurnStore = {
    get: turns.get,
    subscribe: turns.subscribe,
    stop: turns.stop,
    ask(sessionId, ask) {
      if (!isLive(turns.get(sessionId))) sendNew(sessionId, ask);
    },
    continue(sessionId, answer) {
      if (isLive(turns.get(sessionId))) return;
      turns.begin(sessionId, {
        first: newTurn({ kept: answer.content, questionId: answer.parent_id }),
        open: (options) => client().chat.continue(answer.id, options),
        again: () => store.continue(sessionId, answer),
      });
    },
    retry(sessionId) {
      const turn = turns.get(sessionId);
      if (turn === null || isLive(turn)) return;
      if (turn.streamId === null) turns.again(sessionId);
      else if (turn.phase === 'lost') watch(sessionId, turn.streamId);
    },
    resume(sessionId, streamId) {
      const turn = turns.get(sessionId);
      if (turns.isOver(streamId) || isLive(turn)) return;
      if (turn?.phase !== 'lost') return watch(sessionId, streamId);
      // The server is back. What failed for another reason than the line would only fail again.
      if (turn.error?.code === 'connection_lost') store.retry(sessionId);
    },
    restore() {
      for (const [sessionId, question] of pending.all()) {
        const { ask, at } = question;
        if (turns.get(sessionId) !== null) continue;
        if (now() - at < KEYS_KEPT_MS) send(sessionId, question);
        else turns.begin(sessionId, { first: tooOld(ask), open: null, again: () => sendNew(sessionId, ask) });
      }
    },
  };
  return store;
}

/** What the page goes on showing of the turn before when `streamId` is watched; a question that was not taken goes back. */
function leftOf(turn: TurnState | null, streamId: string): Partial<TurnState> {
  if (turn === null) return {};
  const { questionId, question, afterId } = turn;
  if (turn.streamId === streamId) return { questionId, question, afterId, kept: shownText(turn) };
  return turn.streamId === null ? { returned: question } : {};
}

const UNCONFIRMED: TurnError = {
  code: 'unconfirmed',
  message: 'You asked it a while ago, and the server never said that it came. If no answer stands above, ask it again.',
  retryable: true,
  retryAt: null,
};

/** Perhaps it was answered yesterday: whether to ask it again is for its author to say. */
function tooOld({ shown }: Ask): TurnState {
  return newTurn({ ...shown, fresh: false, phase: 'failed', error: UNCONFIRMED });
}
