/** Experiments on either database: definitions and generations over all users, assignments as the user. */
import type { Experiment, Page, PageQuery } from '@tradistry/protocol';
import { sql } from 'kysely';
import type { PinRequest, PromptChoice } from '../chat/prompt-ports.ts';
import type { ExperimentStore, Placement } from '../prompts/experiment-ports.ts';
import type { Database, Tx } from './database.ts';
import { keepLook, readLooks } from './experiment-looks.ts';
import { changeExperiment, createExperiment } from './experiment-writes.ts';
import { findExperiment, selectExperiments, toExperiment } from './find-experiments.ts';
import { isUuid } from './is-uuid.ts';
import { decodeCursor, encodeCursor, instantText } from './page-cursor.ts';
import { readMoments } from './prompt-moments.ts';

/** `ExperimentStore` on either database. */
export function createExperimentStore(database: Database): ExperimentStore {
  const { asSystem, asUser } = database;
  return {
    createExperiment: (author, experiment) => asSystem((tx) => createExperiment(tx, author, experiment)),
    findExperiment: async (id) => (isUuid(id) ? asSystem((tx) => findExperiment(tx, id)) : undefined),
    listExperiments: (query) => asSystem((tx) => listExperiments(tx, query)),
    changeExperiment: (author, id, decide) => asSystem((tx) => changeExperiment(tx, { author, id }, decide)),
    readMoments: (scope) => asSystem((tx) => readMoments(tx, scope)),
    keepLook: (id, look) => asSystem((tx) => keepLook(tx, id, look)),
    readLooks: (id) => asSystem((tx) => readLooks(tx, id)),
    pin: (userId, sessionId, request) => asUser(userId, (tx) => pin(tx, sessionId, request)),
    assign: (userId, placement) => asUser(userId, (tx) => assign(tx, placement)),
  };
}

async function listExperiments(tx: Tx, { cursor, limit }: PageQuery): Promise<Page<Experiment>> {
  const after = decodeCursor(cursor);
  const rows = await selectExperiments(tx)
    .select(instantText(sql.ref('created_at')).as('exact'))
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(created_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const last = rows[limit - 1];
  return {
    items: rows.slice(0, limit).map(toExperiment),
    next_cursor: rows.length > limit && last ? encodeCursor([last.exact, last.id]) : null,
  };
}

async function pin(tx: Tx, sessionId: string, request: PinRequest): Promise<PromptChoice | null> {
  const { rows } = await sql<{ pin: PromptChoice | null }>`
    SELECT pin_prompt(${sessionId}, ${JSON.stringify(request)}::jsonb) AS pin`.execute(tx);
  return rows[0]?.pin ?? null;
}

async function assign(
  tx: Tx,
  { id, era, variant, generation }: Placement,
): Promise<{ variant: string; generation: number } | null> {
  const { rows } = await sql<{ variant: string | null; generation: number }>`
    SELECT variant, generation FROM assign_variant(${id}, ${era}, ${variant}, ${generation})`.execute(tx);
  const [row] = rows;
  return row?.variant == null ? null : { variant: row.variant, generation: row.generation };
}
