/** Work that changes a user's journal, one piece at a time: imports of one user wait for each other. */
import { Refusal } from '../refusal.ts';

export interface UserQueue {
  /** Runs `work` when the user's earlier work has ended. Refuses as `checkRoom` does. */
  run<T>(userId: string, work: () => Promise<T>): Promise<T>;
  /** Refuses with `overloaded` when too much is waiting. */
  checkRoom(userId: string): void;
  /** Over all users. */
  load(): { readonly waiting: number; readonly active: number };
  /** Resolves when nothing is running or waiting. */
  idle(): Promise<void>;
}

/** `maxWaiting` pieces a user, the running one included. */
export function createUserQueue(maxWaiting: number): UserQueue {
  const lines = new Map<string, { last: Promise<unknown>; length: number }>();

  function leave(userId: string): void {
    const line = lines.get(userId);
    if (line && --line.length === 0) lines.delete(userId);
  }

  function checkRoom(userId: string): void {
    if ((lines.get(userId)?.length ?? 0) >= maxWaiting) throw tooMuch();
  }

  return {
    checkRoom,
    async run(userId, work) {
      checkRoom(userId);
      const line = lines.get(userId) ?? { last: Promise.resolve(), length: 0 };
      lines.set(userId, line);
      line.length += 1;
      const result = line.last.then(work);
      // The next in line starts whatever became of this one; who asked for it hears of it through `result`.
      line.last = result.then(
        () => leave(userId),
        () => leave(userId),
      );
      return result;
    },
    load() {
      const all = lines.values().reduce((sum, { length }) => sum + length, 0);
      return { waiting: all - lines.size, active: lines.size };
    },
    async idle() {
      while (lines.size > 0) await Promise.all([...lines.values()].map((line) => line.last));
    },
  };
}

function tooMuch(): Refusal {
  return new Refusal(
    'overloaded',
    'Too many changes to your journal are waiting. Try again when the running ones are done.',
    { retryAfterMs: 10_000 },
  );
}
