/** Versions of users' journals: two equal ones say that nothing has changed in between. */
import { sql } from 'kysely';
import type { JournalVersions } from '../journal/trade-ports.ts';
import type { Database, Tx } from './database.ts';

/** Of each transaction, read once: a turn's context asks for it from several sides. */
const known = new WeakMap<Tx, Promise<string>>();

export function createJournalVersions(database: Database): JournalVersions {
  return {
    readVersion: (userId) =>
      database.asReader(userId, (tx) => {
        const reading = known.get(tx) ?? fetchVersion(tx, userId);
        known.set(tx, reading);
        return reading;
      }),
    prune: () =>
      database.asSystem(async (tx) => {
        // What sums do not hold yet stays; of a journal without any they begin with all of it.
        await sql`DELETE FROM journal_changes c USING (SELECT user_id, max(id) AS newest FROM journal_changes GROUP BY user_id) n
          WHERE c.user_id = n.user_id AND c.id < n.newest
            AND (c.days IS NULL OR NOT EXISTS (SELECT FROM summed_journals s WHERE s.user_id = c.user_id))`.execute(tx);
      }),
  };
}

/** Ids may be committed out of their order: the newest alone would not tell. */
async function fetchVersion(tx: Tx, userId: string): Promise<string> {
  const { rows } = await sql<{ version: string }>`SELECT count(*) || ':' || coalesce(sum(id), 0) AS version
    FROM journal_changes WHERE user_id = ${userId}`.execute(tx);
  return rows[0]?.version ?? '';
}
