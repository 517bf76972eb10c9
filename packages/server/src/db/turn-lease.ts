/** Who owns a turn: checkpoints that renew its lease, release, takeover, and the wish to stop it. */
import type { TurnOutcome } from '@tradistry/protocol';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { StopReport } from '../chat/turn-end-ports.ts';
import type { Checkpoint, OrphanedTurn, OrphanSearch, TurnState } from '../chat/turn-store-ports.ts';
import type { Tx } from './database.ts';
import { toStorableJson } from './storable-json.ts';
import { toStored } from './stored-turn.ts';
import type { Tables } from './tables.ts';
import { unnest } from './unnest.ts';

/** Rows under our own name that are none of our turns are orphans sooner, but not in the moment they are made. */
const OWN_SILENCE = sql.raw("interval '2 seconds'");

/**
 * `TurnStore.saveCheckpoints` in its transaction. A checkpoint is written where the last one ended, or whole over an older
 * one: a statement that was given up for lost, and arrives after all, changes nothing.
 */
export async function saveCheckpoints(
  tx: Tx,
  checkpoints: readonly Checkpoint[],
  instance: string,
): Promise<ReadonlySet<string>> {
  return writeAll(tx, checkpoints, { instance, heartbeat: 'clock_timestamp()' });
}

/** `TurnStore.releaseTurns` in its transaction: silent since ever. */
export async function releaseTurns(tx: Tx, checkpoints: readonly Checkpoint[], instance: string): Promise<void> {
  await writeAll(tx, checkpoints, { instance, heartbeat: "'-infinity'::timestamptz" });
}

/** Who sends checkpoints, and what becomes their sign of life. */
interface Sender {
  readonly instance: string;
  readonly heartbeat: 'clock_timestamp()' | "'-infinity'::timestamptz";
}

async function writeAll(tx: Tx, checkpoints: readonly Checkpoint[], by: Sender): Promise<ReadonlySet<string>> {
  const { rows } = await checkpointStatement(checkpoints, by).execute(tx);
  return new Set(rows.map((row) => row.stream_id));
}

/**
 * Its rows are those that were not ours. What else must hold of a turn is asked in a CASE, of the row that its key has found: until the
 * table's first ANALYZE PostgreSQL supposes that hardly any turn is running, and compared each of them with each checkpoint (2.6 s
 * for 940 of 1,700).
 */
export function checkpointStatement(checkpoints: readonly Checkpoint[], by: Sender): RawBuilder<{ stream_id: string }> {
  return sql`
    WITH c(stream_id, epoch, from_id, text, marks, last_id, attempts, chunk_count, first_token_ms, sources) AS (SELECT * FROM ${toRows(checkpoints)}),
    written AS (UPDATE turns t SET answer = CASE WHEN c.from_id = 0 THEN c.text ELSE t.answer || c.text END,
      marks = c.marks::jsonb, last_id = c.last_id, attempts = c.attempts, chunk_count = c.chunk_count,
      first_token_ms = c.first_token_ms, sources = coalesce(c.sources::jsonb, t.sources), heartbeat_at = ${sql.raw(by.heartbeat)}
    FROM c
    WHERE t.stream_id = c.stream_id AND CASE t.status WHEN 'running' THEN t.epoch = c.epoch AND t.instance = ${by.instance}
      AND (t.last_id = c.from_id OR (c.from_id = 0 AND t.last_id <= c.last_id)) END
    RETURNING t.stream_id)
    SELECT stream_id FROM c WHERE stream_id NOT IN (SELECT stream_id FROM written)`;
}

function toRows(checkpoints: readonly Checkpoint[]) {
  return unnest([
    ['uuid', checkpoints.map((one) => one.streamId)],
    ['int', checkpoints.map((one) => one.epoch)],
    ['bigint', checkpoints.map((one) => one.fromId)],
    ['text', checkpoints.map((one) => one.text)],
    ['text', checkpoints.map((one) => toStorableJson(one.marks))],
    ['bigint', checkpoints.map((one) => one.lastId)],
    ['int', checkpoints.map((one) => one.attemptsBegun)],
    ['int', checkpoints.map((one) => one.chunkCount)],
    ['int', checkpoints.map((one) => one.firstTokenMs)],
    ['text', checkpoints.map((one) => one.sources && toStorableJson(one.sources))],
  ]);
}

/**
 * `TurnStore.takeOrphans` in its transaction. Several instances at once share the orphans: what one has locked the others skip.
 * All that runs is read, for no index holds the last sign of life; by `<> ALL` thousands would each be compared with thousands.
 * A sign of life from the future came before the clock was set back; an owner that lives gives another within a second or two.
 */
export async function takeOrphans(tx: Tx, search: OrphanSearch): Promise<OrphanedTurn[]> {
  const { instance, silentMs, except, limit } = search;
  const rows = await tx
    .updateTable('turns')
    .set((eb) => ({ epoch: eb('epoch', '+', 1), instance, heartbeat_at: sql<Date>`clock_timestamp()` }))
    .where('stream_id', 'in', (eb) =>
      eb
        .selectFrom('turns')
        .select('stream_id')
        .where('status', '=', 'running')
        .where(sql<boolean>`NOT EXISTS (SELECT FROM unnest(${except}::uuid[]) AS own (id) WHERE own.id = stream_id)`)
        .where((or) =>
          or.or([
            or('heartbeat_at', '<=', sql<Date>`clock_timestamp() - ${silentMs} * interval '1 millisecond'`),
            or('heartbeat_at', '>', sql<Date>`clock_timestamp() + ${silentMs} * interval '1 millisecond'`),
            or.and([
              or('instance', '=', instance),
              or('heartbeat_at', '<=', sql<Date>`clock_timestamp() - ${OWN_SILENCE}`),
            ]),
          ]),
        )
        .orderBy('heartbeat_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning([
      ...(['stream_id', 'user_id', 'session_id', 'question_id', 'answer_id', 'status', 'epoch'] as const),
      ...(['ended_at', 'answer', 'marks', 'request', 'streaming', 'attempts'] as const),
      ...(['chunk_count', 'first_token_ms', 'stop_requested_at', 'sources'] as const),
      sql<number>`(extract(epoch FROM clock_timestamp() - created_at) * 1000)::float8`.as('age_ms'),
    ])
    .execute();
  return rows.map((row) => ({ ...toStored(row), ageMs: row.age_ms }));
}

/** `TurnStore.requestStop` in its transaction. */
export async function requestStop(tx: Tx, streamId: string): Promise<TurnState | undefined> {
  await tx
    .updateTable('turns')
    .set({ stop_requested_at: sql<Date>`clock_timestamp()` })
    .where('stream_id', '=', streamId)
    .where('status', '=', 'running')
    .where('stop_requested_at', 'is', null)
    .execute();
  return findState(tx, streamId);
}

/** `TurnStore.findStopRequests` in its transaction. */
export async function findStopRequests(tx: Tx, instance: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('turns')
    .select('stream_id')
    .where('instance', '=', instance)
    .where('status', '=', 'running')
    .where('stop_requested_at', 'is not', null)
    .execute();
  return rows.map((row) => row.stream_id);
}

/** `TurnStore.findState` in its transaction. */
export async function findState(tx: Tx, streamId: string): Promise<TurnState | undefined> {
  const row = await tx
    .selectFrom('turns')
    .select(['status', 'outcome', 'chunk_count', 'stop_report'])
    .where('stream_id', '=', streamId)
    .executeTakeFirst();
  return row && toState(row);
}

function toState(
  row: Pick<Selectable<Tables['turns']>, 'status' | 'outcome' | 'chunk_count' | 'stop_report'>,
): TurnState {
  return {
    status: row.status,
    // Both were written by `endTurn`, from these types.
    outcome: row.outcome as TurnOutcome | null,
    stopReport: row.stop_report as StopReport | null,
    chunkCount: row.chunk_count,
  };
}
