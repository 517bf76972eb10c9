/** How many streams a user watches at once on this instance, and where that ends. */
import { Refusal } from '../refusal.ts';
import { createTally } from '../tally.ts';

const RETRY_MS = 5000;

export interface Viewers {
  /** Throws `too_many_streams` where the user watches as many as one may. */
  check(userId: string): void;
  /** One more, checked. Returns how to leave; calling it again does nothing. `unsent`: bytes that were written and not taken. */
  enter(userId: string, unsent: () => number): () => void;
  /** Over all users. */
  load(): { readonly count: number; readonly unsentBytes: number };
}

declare module 'fastify' {
  interface FastifyInstance {
    viewers: Viewers;
  }
}

/** `max`: per user; 0: as many as they like. */
export function createViewers(max: number): Viewers {
  const watching = createTally();
  const sockets = new Set<() => number>();
  const check = (userId: string) => {
    if (max === 0 || watching.of(userId) < max) return;
    throw new Refusal(
      'too_many_streams',
      `You watch ${max} answers at once already, which is the most. Close a tab or another client, then try again.`,
      { retryAfterMs: RETRY_MS, limit: 'viewers_per_user' },
    );
  };
  return {
    check,
    load: () => ({ count: sockets.size, unsentBytes: sockets.values().reduce((sum, unsent) => sum + unsent(), 0) }),
    enter(userId, unsent) {
      check(userId);
      const leave = watching.enter(userId);
      // Two viewers may measure alike.
      const own = () => unsent();
      sockets.add(own);
      return () => {
        sockets.delete(own);
        leave();
      };
    },
  };
}
