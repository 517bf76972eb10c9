/** The operators' store: over all users, under the role that sees no words of theirs. */
import { sql } from 'kysely';
import type { OpsStore, ReadingStore } from '../ops/ports.ts';
import type { Database, Tx } from './database.ts';
import { isUuid } from './is-uuid.ts';
import { findEndedStream, findRunningStream, listEndedStreams, listRunningStreams } from './stream-records.ts';
import { summarizeTurns } from './summary-rows.ts';
import { listUsageDays } from './usage-rows.ts';

/** One statement is short, however long nobody did it. */
const FORGET_AT_ONCE = 5000;
/** An hour is added up after so long; readings of its answers come no later. */
const READING_TIME = '1 hour';

/** `OpsStore` on either database. Its statements take long enough to be kept away from the connections that leases need. */
export function createOpsStore(database: Database): OpsStore {
  return {
    summarize: (plan) => database.asOperator((tx) => summarizeTurns(tx, plan)),
    listRunning: (query) => database.asOperator((tx) => listRunningStreams(tx, query)),
    listEnded: (choice) => database.asOperator((tx) => listEndedStreams(tx, choice)),
    findRunning: async (id) => (isUuid(id) ? database.asOperator((tx) => findRunningStream(tx, id)) : undefined),
    findEnded: async (id) => (isUuid(id) ? database.asOperator((tx) => findEndedStream(tx, id)) : undefined),
    findOwner: async (id) => (isUuid(id) ? database.asOperator((tx) => findOwner(tx, id)) : undefined),
    listUsage: (choice) => database.asOperator((tx) => listUsageDays(tx, choice)),
    addUp: (until) => database.asOperator(async (tx) => void (await sql`SELECT add_up_hours(${until})`.execute(tx))),
    prune: async (before) => {
      for (let more = true; more; ) more = await database.asOperator((tx) => forgetRecords(tx, before.records));
      await database.asOperator((tx) =>
        sql`DELETE FROM stream_rollups WHERE span = 'hour' AND at < ${before.hours}`.execute(tx),
      );
    },
  };
}

async function findOwner(tx: Tx, streamId: string): Promise<string | undefined> {
  const turn = await tx.selectFrom('turns').select('user_id').where('stream_id', '=', streamId).executeTakeFirst();
  return turn?.user_id;
}

async function forgetRecords(tx: Tx, before: Date): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`DELETE FROM stream_records WHERE stream_id IN (
    SELECT stream_id FROM stream_records WHERE ended_at < least(${before}::timestamptz, added_up_until())
    ORDER BY ended_at LIMIT ${FORGET_AT_ONCE})`.execute(tx);
  return numAffectedRows >= FORGET_AT_ONCE;
}

/** `ReadingStore` on either database. */
export function createReadingStore(database: Database): ReadingStore {
  return {
    saveReading: async (userId, messageId, readingMs) =>
      isUuid(messageId) && database.asUser(userId, (tx) => saveReading(tx, messageId, readingMs)),
  };
}

async function saveReading(tx: Tx, messageId: string, readingMs: number): Promise<boolean> {
  const { rows } = await sql`
    WITH told AS (
      UPDATE stream_records SET reading_ms = greatest(reading_ms, ${readingMs}::int) WHERE stream_id = (
        SELECT stream_id FROM stream_records WHERE answer_id = ${messageId}
          AND ended_at > now() - ${sql.lit(READING_TIME)}::interval ORDER BY ended_at DESC LIMIT 1)
    )
    SELECT 1 FROM messages WHERE id = ${messageId} AND role = 'assistant'`.execute(tx);
  return rows.length > 0;
}
