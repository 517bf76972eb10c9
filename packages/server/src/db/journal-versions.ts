/** Versions of users' journals: two equal ones say that nothing has changed in between. */
import { sql } from 'kysely';
import type { JournalVersions } from '../journal/trade-ports.ts';
import type { Database } from './database.ts';
import { readJournalState } from './journal-state.ts';

export function createJournalVersions(database: Database): JournalVersions {
  return {
    readVersion: (userId) => database.asReader(userId, async (tx) => (await readJournalState(tx, userId)).version),
    prune: () =>
      database.asSystem(async (tx) => {
        // What sums do not hold yet stays; of a journal without any they begin with all of it.
        await sql`DELETE FROM journal_changes c USING (SELECT user_id, max(id) AS newest FROM journal_changes GROUP BY user_id) n
          WHERE c.user_id = n.user_id AND c.id < n.newest
            AND (c.days IS NULL OR NOT EXISTS (SELECT FROM summed_journals s WHERE s.user_id = c.user_id))`.execute(tx);
      }),
  };
}
