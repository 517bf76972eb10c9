/** How many streams a user watches at once on this instance, and where that ends. */
import { Refusal } from '../refusal.ts';

const RETRY_MS = 5000;

export interface Viewers {
  /** Throws `too_many_streams` where the user watches as many as one may. */
  check(userId: string): void;
  /** One more, checked. Returns how to leave; calling it again does nothing. */
  enter(userId: string): () => void;
}

declare module 'fastify' {
  interface FastifyInstance {
    viewers: Viewers;
  }
}

/** `max`: per user; 0: as many as they like. */
export function createViewers(max: number): Viewers {
  const watching = new Map<string, number>();
  const count = (userId: string) => watching.get(userId) ?? 0;
  const check = (userId: string) => {
    if (max === 0 || count(userId) < max) return;
    throw new Refusal(
      'too_many_streams',
      `You watch ${max} answers at once already, which is the most. Close a tab or another client, then try again.`,
      { retryAfterMs: RETRY_MS },
    );
  };
  return {
    check,
    enter(userId) {
      check(userId);
      watching.set(userId, count(userId) + 1);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        if (count(userId) > 1) watching.set(userId, count(userId) - 1);
        else watching.delete(userId);
      };
    },
  };
}
