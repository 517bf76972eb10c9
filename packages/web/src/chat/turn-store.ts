/** The running turns of all sessions, outside of React: they go on while another page is open. */
import type { Client } from '@tradistry/client';
import { createFollowedTurn, type FollowedTurn } from './followed-turn.ts';
import { createTurnListeners } from './turn-listeners.ts';
import { isLive, newTurn, type TurnState } from './turn-state.ts';

/** A question as it is sent; `parentId` is the message it answers again, edits or goes on from. */
export interface Ask {
  readonly message: string;
  readonly parentId: string | null;
  /** What the page shows before the first chunk. */
  readonly shown: Partial<TurnState>;
}

export interface TurnStore {
  get(sessionId: string): TurnState | null;
  subscribe(sessionId: string, changed: () => void): () => void;
  ask(sessionId: string, ask: Ask): void;
  /** Asks the same again, after it failed. */
  retry(sessionId: string): void;
  /** Follows a turn that runs already, from its start. */
  resume(sessionId: string, streamId: string): void;
  stop(sessionId: string): void;
}

interface Deps {
  readonly client: () => Client;
  /** What the server lists of this session has changed. */
  readonly changed: (sessionId: string) => void;
  /** Calls back soon, in the next frame where the page is seen. */
  readonly nextFrame: (callback: () => void) => void;
}

export function createTurnStore({ client, changed, nextFrame }: Deps): TurnStore {
  const turns = new Map<string, { followed: FollowedTurn; ask: Ask | null }>();
  const listeners = createTurnListeners(nextFrame);

  const begin = (sessionId: string, first: TurnState, ask: Ask | null): FollowedTurn => {
    const followed = createFollowedTurn(first, {
      client,
      onUpdate: () => turns.get(sessionId)?.followed === followed && listeners.soon(sessionId),
      onStored: () => changed(sessionId),
      onBusy: (streamId) => store.resume(sessionId, streamId),
    });
    turns.set(sessionId, { followed, ask });
    listeners.now(sessionId);
    return followed;
  };

  const store: TurnStore = {
    get: (sessionId) => turns.get(sessionId)?.followed.state() ?? null,
    subscribe: listeners.subscribe,
    ask(sessionId, ask) {
      if (isLive(store.get(sessionId))) return;
      const parent = ask.parentId === null ? {} : { parent_message_id: ask.parentId };
      const question = { message: ask.message, session_id: sessionId, ...parent };
      void begin(sessionId, newTurn(ask.shown), ask).follow((options) =>
        client().chat.stream({ ...question, ...options }),
      );
    },
    retry(sessionId) {
      const { followed, ask } = turns.get(sessionId) ?? {};
      if (!followed || !ask) return;
      // Once the question is stored, the same question again is a second answer to it.
      const { questionId, question, afterId, fresh } = followed.state();
      store.ask(sessionId, {
        ...ask,
        parentId: questionId ?? ask.parentId,
        shown: { questionId, question, afterId, fresh },
      });
    },
    resume(sessionId, streamId) {
      if (store.get(sessionId)?.streamId === streamId) return;
      const followed = begin(sessionId, newTurn({ streamId }), null);
      void followed.follow((options) => client().chat.resume(streamId, options));
    },
    stop: (sessionId) => void turns.get(sessionId)?.followed.stop(),
  };
  return store;
}
