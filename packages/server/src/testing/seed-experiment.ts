/** An experiment that runs and has counted users already, put into a folder before a server opens it. */
import type { ExperimentLook, NewExperiment } from '@tradistry/protocol';
import { openPool } from '../db/database.ts';
import { openEmbedded } from '../db/embedded.ts';
import { ANSWERS, EXPOSURE } from '../prompts/count-executions.ts';
import { anExperiment } from './an-experiment.ts';

/** Of one variant: users with one answer each, and how many of these were rated up or failed. */
export interface SeededArm {
  readonly users: number;
  readonly helpful: number;
  readonly errors: number;
  /** Who was counted, but not shown it; nobody unless told. */
  readonly unexposed?: number;
}

export interface SeededExperiment {
  readonly id: string;
  readonly definition?: Partial<NewExperiment>;
  /** `control` and `candidate`, half and half. */
  readonly arms: Readonly<Record<string, SeededArm>>;
  /** How its intervals ran, as so many users had come. */
  readonly looks?: readonly Omit<ExperimentLook, 'at'>[];
}

export async function seedExperiment(
  folder: string,
  { id, definition, arms, looks = [] }: SeededExperiment,
): Promise<void> {
  const embedded = await openEmbedded(folder);
  const pool = openPool({ connection: { socketFolder: embedded.socketFolder }, poolSize: 1 });
  const { id: _, status, generations, author, created_at, started_at, ended_at, reason, ...rest } = anExperiment();
  await pool.query(
    `INSERT INTO tradistry.experiments (id, type, status, definition, author, started_at) VALUES ($1, 'chat', $2, $3, $4, now())`,
    [id, status, JSON.stringify({ ...rest, ...definition }), author],
  );
  await pool.query(
    `INSERT INTO tradistry.experiment_generations (experiment_id, generation, weights) VALUES ($1, 1, $2)`,
    [id, JSON.stringify(generations[0]?.weights)],
  );
  for (const [arm, { users, helpful, errors, unexposed = 0 }] of Object.entries(arms)) {
    const sums = { [ANSWERS]: users, [EXPOSURE]: users - unexposed, helpful, error: errors };
    for (const [metric, good] of Object.entries(sums)) {
      const counted = metric === EXPOSURE ? good : users;
      await pool.query(
        `INSERT INTO tradistry.prompt_moments (scope, generation, arm, metric, users, w, x, ww, wx, xx)
         VALUES ($1, 1, $2, $3, $4, $4, $5, $4, $5, $5)`,
        [id, arm, metric, counted, good],
      );
    }
  }
  for (const { users, differences } of looks)
    await pool.query(`INSERT INTO tradistry.experiment_looks (experiment_id, users, differences) VALUES ($1, $2, $3)`, [
      id,
      users,
      JSON.stringify(differences),
    ]);
  await pool.end();
  await embedded.close();
}
