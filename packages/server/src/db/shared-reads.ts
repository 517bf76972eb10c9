/** What one user reads at the same time shares one transaction: a turn's context is a dozen reads, and each begin, commit and connection counts. */

import { isNameFault } from './statement-names.ts';

/** A transaction takes so many reads and no more, so that it ends however fast they come. */
const MAX_READS = 32;
/** PostgreSQL: an earlier statement of the transaction failed. */
const ABORTED = '25P02';

type InTransaction<Tx> = <T>(userId: string, work: (tx: Tx) => Promise<T>) => Promise<T>;

interface Group<Tx> {
  taken: number;
  join<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** `Database.asReader` on `asUser`. A read that fails takes no other with it: those that it aborted run again alone, and so do those that failed for a statement's name. */
export function createSharedReads<Tx>(asUser: InTransaction<Tx>): InTransaction<Tx> {
  const groups = new Map<string, Group<Tx>>();

  function open(userId: string): Group<Tx> {
    const opened = Promise.withResolvers<Tx>();
    const over = Promise.withResolvers<void>();
    let running = 0;
    const closeIfIdle = () => {
      if (running > 0) return;
      if (groups.get(userId) === group) groups.delete(userId);
      over.resolve();
    };
    const group: Group<Tx> = {
      taken: 0,
      async join(work) {
        running += 1;
        group.taken += 1;
        try {
          return await work(await opened.promise);
        } finally {
          running -= 1;
          // What is asked for because of this answer comes in the same turn of the event loop.
          if (running === 0) setImmediate(closeIfIdle);
        }
      },
    };
    groups.set(userId, group);
    asUser(userId, (tx) => {
      opened.resolve(tx);
      return over.promise;
    }).catch((error) => opened.reject(error));
    return group;
  }

  return async (userId, work) => {
    const current = groups.get(userId);
    const group = current && current.taken < MAX_READS ? current : open(userId);
    try {
      return await group.join(work);
    } catch (error) {
      if ((error as { code?: string }).code !== ABORTED && !isNameFault(error)) throw error;
      return asUser(userId, work);
    }
  };
}
