/** How many streams a user watches at once on this instance, and where that ends. */
import { Refusal } from '../refusal.ts';
import { createTally } from '../tally.ts';

const RETRY_MS = 5000;

/** What a viewer is written to. */
interface Line {
  /** Bytes that were written and not taken. */
  readonly writableLength: number;
}

export interface Viewers {
  /** Throws `too_many_streams` where the user watches as many as one may. */
  check(userId: string): void;
  /** One more, checked. Returns how to leave; calling it again does nothing. */
  enter(userId: string, line: Line): () => void;
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
  const lines = new Set<Line>();
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
    load: () => ({
      count: lines.size,
      unsentBytes: lines.values().reduce((sum, { writableLength }) => sum + writableLength, 0),
    }),
    enter(userId, line) {
      check(userId);
      const leave = watching.enter(userId);
      lines.add(line);
      return () => {
        lines.delete(line);
        leave();
      };
    },
  };
}
