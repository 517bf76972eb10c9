/** Who is told when a session's turn changes, at most once a frame however many tokens come. */

export interface TurnListeners {
  subscribe(sessionId: string, changed: () => void): () => void;
  now(sessionId: string): void;
  /** In the next frame. */
  soon(sessionId: string): void;
}

export function createTurnListeners(nextFrame: (callback: () => void) => void): TurnListeners {
  const listeners = new Map<string, Set<() => void>>();
  const waiting = new Set<string>();
  const now = (sessionId: string) => {
    for (const listener of listeners.get(sessionId) ?? []) listener();
  };
  return {
    now,
    soon(sessionId) {
      if (waiting.has(sessionId)) return;
      waiting.add(sessionId);
      nextFrame(() => {
        waiting.delete(sessionId);
        now(sessionId);
      });
    },
    subscribe(sessionId, changed) {
      const set = listeners.get(sessionId) ?? new Set();
      listeners.set(sessionId, set.add(changed));
      return () => set.delete(changed);
    },
  };
}
