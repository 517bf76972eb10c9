/** What changes experiments; each in a transaction of its own, in line with the others, and in the audit. */
import { randomUUID } from 'node:crypto';
import type { Experiment, NewExperiment } from '@tradistry/protocol';
import { sql } from 'kysely';
import type { DecideChange, ExperimentChange } from '../prompts/experiment-ports.ts';
import type { Author } from '../prompts/ports.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { Tx } from './database.ts';
import { findExperiment, findLiveExperiments } from './find-experiments.ts';
import { isUuid } from './is-uuid.ts';
import { audit, beginChange } from './prompt-audit.ts';
import { pointLabel } from './prompt-writes.ts';

interface Of {
  readonly author: Author;
  readonly id: string;
}

export async function createExperiment(tx: Tx, author: Author, experiment: NewExperiment): Promise<Experiment> {
  await beginChange(tx);
  await checkVersions(tx, experiment);
  const id = randomUUID();
  await tx
    .insertInto('experiments')
    .values({ id, type: experiment.type, definition: JSON.stringify(experiment), author })
    .execute();
  const { name } = experiment;
  await audit(tx, { who: author, action: 'experiment_made', subject: id, details: { name } });
  return mustFind(tx, id);
}

async function checkVersions(tx: Tx, { type, variants }: NewExperiment): Promise<void> {
  const rows = await tx.selectFrom('prompt_versions').select('version').where('type', '=', type).execute();
  const known = new Set(rows.map(({ version }) => version));
  const errors = variants.flatMap(({ version }, index) =>
    known.has(version) ? [] : [{ path: `variants.${index}.version`, message: `must be a version of ${type}` }],
  );
  if (errors.length > 0)
    throw new Refusal('invalid_request', 'A variant names a version that is not there.', { errors });
}

/** `null`: nothing was to be changed. */
export async function changeExperiment(tx: Tx, of: Of, decide: DecideChange): Promise<Experiment | null> {
  await beginChange(tx);
  const change = decide(await mustFind(tx, of.id), await findLiveExperiments(tx));
  if (!change) return null;
  await writeChange(tx, of, change);
  const { action, details } = change;
  await audit(tx, { who: of.author, action, subject: of.id, details });
  return mustFind(tx, of.id);
}

async function writeChange(tx: Tx, { author, id }: Of, change: ExperimentChange): Promise<void> {
  const { definition, generation, status, reason, production } = change;
  if (definition)
    await tx
      .updateTable('experiments')
      .set({ definition: JSON.stringify(definition) })
      .where('id', '=', id)
      .execute();
  if (generation)
    await tx
      .insertInto('experiment_generations')
      .values({ experiment_id: id, generation: generation.number, weights: JSON.stringify(generation.weights) })
      .execute();
  if (status)
    await sql`UPDATE experiments SET status = ${status}, reason = ${reason ?? null},
      started_at = coalesce(started_at, clock_timestamp()), ended_at = CASE WHEN ${status} <> 'running' THEN clock_timestamp() END
      WHERE id = ${id}`.execute(tx);
  if (production) await pointLabel(tx, { author, label: 'production' }, production);
}

async function mustFind(tx: Tx, id: string): Promise<Experiment> {
  const experiment = isUuid(id) ? await findExperiment(tx, id) : undefined;
  if (!experiment) throw notFound('experiment');
  return experiment;
}
