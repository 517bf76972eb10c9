/** Trials' places and what they used up, on either database. */
import { sql } from 'kysely';
import type { EndedTrial, NewTrial, TrialStore } from '../chat/trial-ports.ts';
import type { LateBill } from '../chat/turn-end-ports.ts';
import { settleDay } from './add-bill.ts';
import type { Database, Tx } from './database.ts';
import { addUp, toAttemptRows } from './keep-attempts.ts';
import { checkGate, type StandingRow, spending, streams } from './start-turns.ts';

/** `TrialStore` on either database. */
export function createTrialStore(database: Database): TrialStore {
  return {
    startTrial: (trial) => {
      const run = trial.gate ? database.asUserInLine : database.asUser;
      return run(trial.userId, (tx) => takePlace(tx, trial));
    },
    renewTrials: (instance) => database.asSystem((tx) => renew(tx, instance)),
    endTrial: (trial) => database.asUser(trial.userId, (tx) => givePlaceBack(tx, trial)),
    addBill: (bill, day) => database.asUser(bill.userId, (tx) => addBill(tx, bill, day)),
    prune: () => database.asSystem(async (tx) => void (await forgetSilent(tx))),
  };
}

/** A user who has none yet gets a row: what is used up counts for those who have one. */
async function takePlace(tx: Tx, { userId, streamId, instance, gate }: NewTrial): Promise<void> {
  const { rows } = await sql<StandingRow>`
    WITH owner AS (INSERT INTO users (user_id) VALUES (${userId}) ON CONFLICT DO NOTHING),
    placed AS (INSERT INTO trials (user_id, stream_id, instance) VALUES (${userId}, ${streamId}, ${instance}))
    SELECT ${streams(gate)} AS running, ${spending(gate)} AS spent`.execute(tx);
  checkGate(gate, rows[0]);
}

async function renew(tx: Tx, instance: string): Promise<ReadonlySet<string>> {
  const rows = await tx
    .updateTable('trials')
    .set({ heartbeat_at: sql<Date>`clock_timestamp()` })
    .where('instance', '=', instance)
    .returning('stream_id')
    .execute();
  return new Set(rows.map((row) => row.stream_id));
}

/** Both or neither: of a user who was erased meanwhile nothing is written. */
async function givePlaceBack(tx: Tx, { userId, streamId, attempts }: EndedTrial): Promise<string | null> {
  const { rows } = await sql<{ day: string }>`
    WITH ended AS (DELETE FROM trials WHERE user_id = ${userId} AND stream_id = ${streamId} RETURNING user_id),
    tried AS (
      SELECT e.user_id, a.* FROM ended e, jsonb_to_recordset(${toAttemptRows(attempts)}::jsonb)
        AS a(first_token_ms integer, total_tokens integer, cost_usd numeric)
    ) ${addUp(attempts)} RETURNING u.day`.execute(tx);
  return rows[0]?.day ?? null;
}

async function addBill(tx: Tx, bill: LateBill, day: string): Promise<boolean> {
  const { userId, attempt } = bill;
  const { rows } = await sql`
    WITH billed AS (
      SELECT ${userId}::text AS user_id, ${attempt.firstTokenMs}::float8 AS first_token_ms, ${day}::date AS day
    ) ${settleDay(bill)}`.execute(tx);
  return rows.length === 1;
}

async function forgetSilent(tx: Tx): Promise<unknown> {
  return sql`DELETE FROM trials WHERE heartbeat_at < clock_timestamp() - interval '1 hour'`.execute(tx);
}
