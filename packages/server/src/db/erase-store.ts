/** Erases all that a user has, in batches: one deletion of a large journal would hold the embedded database's only connection. */
import { sql } from 'kysely';
import type { EraseStore } from '../user-data/ports.ts';
import type { Database, Tx } from './database.ts';
import { USER_TABLES } from './user-tables.ts';

const BATCH = 1000;
/** What came in while the rest was being erased goes too; after so many rounds somebody keeps writing. */
const ROUNDS = 3;

/** `EraseStore` on either database. */
export function createEraseStore(database: Database): EraseStore {
  return {
    listTurns: (userId) => database.asUser(userId, (tx) => listTurns(tx, userId)),
    async eraseRows(userId) {
      let erased = 0;
      for (let round = 0, more = true; more && round < ROUNDS; round += 1) {
        const now = await eraseTables(database, userId);
        erased += now;
        more = now > 0;
      }
      return erased;
    },
  };
}

async function listTurns(tx: Tx, userId: string) {
  const { rows } = await sql<{ stream_id: string; status: string }>`
    SELECT stream_id, status FROM turns
    WHERE user_id = ${userId} AND (status = 'running' OR ended_at > now() - interval '1 hour')`.execute(tx);
  const running = rows.filter((row) => row.status === 'running').map((row) => row.stream_id);
  return { running, recent: rows.map((row) => row.stream_id) };
}

async function eraseTables(database: Database, userId: string): Promise<number> {
  let erased = 0;
  for (const [table, definition] of Object.entries(USER_TABLES)) {
    const key = 'key' in definition && definition.eraseFromEnd ? Object.keys(definition.key) : [];
    for (let batch = BATCH; batch === BATCH; erased += batch) {
      batch = await database.asUser(userId, (tx) => eraseSome(tx, { userId, table, key }));
    }
  }
  return erased;
}

/** `key`: the order to erase in, from its end; empty: any. */
async function eraseSome(tx: Tx, of: { userId: string; table: string; key: readonly string[] }): Promise<number> {
  const backwards = of.key.map((column) => sql`${sql.ref(column)} DESC`);
  const order = backwards.length > 0 ? sql`ORDER BY ${sql.join(backwards)}` : sql``;
  const { numAffectedRows = 0n } = await sql`DELETE FROM ${sql.table(of.table)} WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM ${sql.table(of.table)} WHERE user_id = ${of.userId} ${order} LIMIT ${BATCH}))`.execute(tx);
  return Number(numAffectedRows);
}
