/** What the database has in the end, read past every policy: the last word on whether a turn still runs. */
import { openPool } from '../packages/server/src/db/database.ts';
import { openEmbedded } from '../packages/server/src/db/embedded.ts';

/** A turn with what belongs to its session. */
export interface TurnRow {
  readonly session_id: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly epoch: number;
  readonly questions: number;
  readonly answers: number;
  readonly turns: number;
}

type Where = { readonly url: string } | { readonly dataDir: string };

/** All turns. On the embedded database its server must have ended. */
export async function readTurns(where: Where, schema: string): Promise<TurnRow[]> {
  if ('url' in where) return query({ connection: where, schema, poolSize: 2 });
  const embedded = await openEmbedded(where.dataDir);
  try {
    return await query({ connection: { socketFolder: embedded.socketFolder }, schema, poolSize: 1 });
  } finally {
    await embedded.close();
  }
}

async function query(of: { connection: { url: string } | { socketFolder: string }; schema: string; poolSize: number }) {
  const pool = openPool(of);
  try {
    const { rows } = await pool.query<TurnRow>(`
      SELECT t.session_id, t.status, t.outcome, t.epoch,
        (SELECT count(*) FROM "${of.schema}".messages m WHERE m.session_id = t.session_id AND m.role = 'user')::int AS questions,
        (SELECT count(*) FROM "${of.schema}".messages m WHERE m.session_id = t.session_id AND m.role = 'assistant')::int AS answers,
        (SELECT count(*) FROM "${of.schema}".turns o WHERE o.session_id = t.session_id)::int AS turns
      FROM "${of.schema}".turns t`);
    return rows;
  } finally {
    await pool.end();
  }
}
