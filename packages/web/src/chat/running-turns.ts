/** The newest turn of each session: who follows it, who is told, and which streams are over. */
import type { ChatStream, Client, WatchOptions } from '@tradistry/client';
import { createFollowedTurn, type FollowedTurn } from './followed-turn.ts';
import type { PendingQuestions } from './pending-questions.ts';
import { createTurnListeners } from './turn-listeners.ts';
import { isLive, type TurnState } from './turn-state.ts';

export interface RunningTurnsDeps {
  readonly client: () => Client;
  /** What the server lists of this session has changed. */
  readonly changed: (sessionId: string) => void;
  /** Calls back soon, in the next frame where the page is seen. */
  readonly nextFrame: (callback: () => void) => void;
  readonly pending: Pick<PendingQuestions, 'forget'>;
  /** In ms since 1970. */
  readonly now: () => number;
}

/** How a turn begins. */
export interface Beginning {
  /** What is shown before its stream begins. */
  readonly first: TurnState;
  /** `null`: nothing is sent until its user asks for it. */
  readonly open: ((options: WatchOptions) => ChatStream) | null;
  /** Sends the same once more; `null` for a turn that was begun elsewhere. */
  readonly again: (() => void) | null;
}

export interface RunningTurns {
  get(sessionId: string): TurnState | null;
  subscribe(sessionId: string, changed: () => void): () => void;
  /** Takes the place of the session's turn before. */
  begin(sessionId: string, beginning: Beginning): void;
  again(sessionId: string): void;
  stop(sessionId: string): void;
  /** True for a stream that was followed to its end. */
  isOver(streamId: string): boolean;
}

type OnBusy = (sessionId: string, streamId: string) => void;

/** `onBusy`: a question was not taken, as an answer of its session is being written. */
export function createRunningTurns(deps: RunningTurnsDeps, onBusy: OnBusy): RunningTurns {
  const turns = new Map<string, { followed: FollowedTurn; again: Beginning['again'] }>();
  const over = new Set<string>();
  const listeners = createTurnListeners(deps.nextFrame);

  const onStored = (sessionId: string, turn: TurnState) => {
    const { streamId, phase } = turn;
    if (streamId !== null && !isLive(turn) && phase !== 'lost') over.add(streamId);
    // Confirmed, refused or called off; one that may not have come must outlive this page.
    if (streamId !== null || phase !== 'lost') deps.pending.forget(sessionId);
    deps.changed(sessionId);
  };

  return {
    get: (sessionId) => turns.get(sessionId)?.followed.state() ?? null,
    subscribe: listeners.subscribe,
    begin(sessionId, { first, open, again }) {
      const followed = createFollowedTurn(first, {
        client: deps.client,
        now: deps.now,
        onUpdate: () => {
          if (turns.get(sessionId)?.followed === followed) listeners.soon(sessionId);
        },
        onStored: () => onStored(sessionId, followed.state()),
        onBusy: (streamId) => onBusy(sessionId, streamId),
      });
      turns.set(sessionId, { followed, again });
      listeners.now(sessionId);
      if (open !== null) void followed.follow(open);
    },
    again: (sessionId) => turns.get(sessionId)?.again?.(),
    stop: (sessionId) => void turns.get(sessionId)?.followed.stop(),
    isOver: (streamId) => over.has(streamId),
  };
}
