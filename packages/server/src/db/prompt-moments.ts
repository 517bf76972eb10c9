/** The sums that figures are made from. */
import type { ArmMoments } from '../prompts/ports.ts';
import type { Tx } from './database.ts';

/** Of one scope, however many answers they are over: some rows for each arm and generation. */
export async function readMoments(tx: Tx, scope: string): Promise<{ moments: ArmMoments[]; countedAt: Date | null }> {
  const { counted_at } = await tx.selectFrom('prompt_counter').select('counted_at').executeTakeFirstOrThrow();
  const rows = await tx.selectFrom('prompt_moments').selectAll().where('scope', '=', scope).execute();
  const moments = rows.map(({ generation, arm, metric, scope: _, ...sums }) => ({
    ...{ generation, arm, metric },
    moments: sums,
  }));
  return { moments, countedAt: counted_at };
}
