/** What other instances have saved of the turns they run: read for all of them at once. */
import { sql } from 'kysely';
import type { MirrorRow, MirrorState, MirrorStore } from '../chat/instance-ports.ts';
import type { Mark } from '../chat/turn-log.ts';
import type { Database, Tx } from './database.ts';

/** `MirrorStore` on PostgreSQL. */
export function createMirrorStore(database: Database): MirrorStore {
  return {
    readMirrored: (mirrors) => database.asSystem((tx) => readMirrored(tx, mirrors)),
    listRunning: () =>
      database.asSystem((tx) =>
        tx
          .selectFrom('turns')
          .select(['user_id as userId', 'session_id as sessionId', 'stream_id as streamId', 'instance'])
          .where('status', '=', 'running')
          .execute(),
      ),
  };
}

interface Row {
  stream_id: string;
  epoch: number;
  ended: boolean;
  text: string;
  marks: Mark[];
}

/** Of a turn that has nothing new neither text nor marks leave the database. */
async function readMirrored(tx: Tx, mirrors: readonly MirrorState[]): Promise<MirrorRow[]> {
  const { rows } = await sql<Row>`
    SELECT t.stream_id, t.epoch, t.status = 'ended' AS ended,
      CASE WHEN t.epoch <> m.epoch THEN t.answer WHEN known THEN '' ELSE substr(t.answer, m.points + 1) END AS text,
      CASE WHEN known THEN '[]' ELSE t.marks END AS marks
    FROM unnest(${mirrors.map((m) => m.streamId)}::uuid[], ${mirrors.map((m) => m.epoch)}::int[],
      ${mirrors.map((m) => m.lastId)}::bigint[], ${mirrors.map((m) => m.points)}::int[])
      AS m(stream_id, epoch, last_id, points)
    JOIN turns t ON t.stream_id = m.stream_id
    CROSS JOIN LATERAL (SELECT t.status = 'running' AND t.epoch = m.epoch AND t.last_id <= m.last_id AS known) k`.execute(
    tx,
  );
  return rows.map(({ stream_id, ...row }) => ({ streamId: stream_id, ...row }));
}
