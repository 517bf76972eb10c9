/** What an experiment's intervals were as its users came in. */
import type { ExperimentLook } from '@tradistry/protocol';
import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** Between two looks there are so many more users, as a part: from ten to a million that is some hundred looks. */
const APART = 0.03;

export async function keepLook(tx: Tx, id: string, { users, differences }: Omit<ExperimentLook, 'at'>): Promise<void> {
  await sql`INSERT INTO experiment_looks (experiment_id, users, differences)
    SELECT ${id}::uuid, ${users}::integer, ${JSON.stringify(differences)}::jsonb
    WHERE NOT EXISTS (SELECT 1 FROM experiment_looks l
      WHERE l.experiment_id = ${id}::uuid AND l.users > ${users / (1 + APART)}::float8)
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** The first first. */
export async function readLooks(tx: Tx, id: string): Promise<ExperimentLook[]> {
  const rows = await tx
    .selectFrom('experiment_looks')
    .select(['at', 'users', 'differences'])
    .where('experiment_id', '=', id)
    .orderBy('users')
    .execute();
  return rows.map(({ at, ...look }) => ({ ...look, at: at.toISOString() }));
}
