/** Versions of users' journals: two equal ones say that nothing has changed in between. */
import { sql } from 'kysely';
import type { JournalVersions } from '../journal/ports.ts';
import type { Database } from './database.ts';

export function createJournalVersions(database: Database): JournalVersions {
  return {
    readVersion: (userId) =>
      database.asReader(userId, async (tx) => {
        // Ids may be committed out of their order: the newest alone would not tell.
        const { rows } = await sql<{ version: string }>`SELECT count(*) || ':' || coalesce(sum(id), 0) AS version
          FROM journal_changes WHERE user_id = ${userId}`.execute(tx);
        return rows[0]?.version ?? '';
      }),
    prune: () =>
      database.asSystem(async (tx) => {
        await sql`DELETE FROM journal_changes c USING (SELECT user_id, max(id) AS newest FROM journal_changes GROUP BY user_id) n
          WHERE c.user_id = n.user_id AND c.id < n.newest`.execute(tx);
      }),
  };
}
