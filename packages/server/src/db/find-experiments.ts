/** Experiments with their generations, as rows become what the API calls an experiment. */
import type { Experiment, ExperimentGeneration, NewExperiment } from '@tradistry/protocol';
import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** A conversation may go on for so long after its experiment ended, with the prompt that it began with. */
const REMEMBERED_DAYS = 7;

export function selectExperiments(tx: Tx) {
  return tx
    .selectFrom('experiments')
    .selectAll()
    .select(
      sql<
        ExperimentGeneration[]
      >`(SELECT coalesce(json_agg(json_build_object('generation', g.generation, 'weights', g.weights,
        'began_at', to_char(g.began_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY g.generation), '[]')
        FROM experiment_generations g WHERE g.experiment_id = experiments.id)`.as('generations'),
    );
}

export async function findExperiment(tx: Tx, id: string): Promise<Experiment | undefined> {
  const row = await selectExperiments(tx).where('id', '=', id).executeTakeFirst();
  return row && toExperiment(row);
}

/** Those that run, and those that conversations may still be pinned by. The first to begin comes first. */
export async function findLiveExperiments(tx: Tx): Promise<Experiment[]> {
  const rows = await selectExperiments(tx)
    .where(
      sql<boolean>`status = 'running' OR (status = 'stopped' AND ended_at > now() - ${REMEMBERED_DAYS} * interval '1 day')`,
    )
    .orderBy('started_at')
    .orderBy('id')
    .execute();
  return rows.map(toExperiment);
}

interface ExperimentRow {
  readonly id: string;
  readonly status: Experiment['status'];
  readonly definition: NewExperiment;
  readonly generations: ExperimentGeneration[];
  readonly author: string;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly reason: string | null;
}

export function toExperiment(row: ExperimentRow): Experiment {
  return {
    id: row.id,
    ...row.definition,
    status: row.status,
    generations: row.generations,
    author: row.author,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    ended_at: row.ended_at?.toISOString() ?? null,
    reason: row.reason,
  };
}
