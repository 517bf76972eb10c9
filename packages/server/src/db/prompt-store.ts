/** The prompt registry on either database: what is written there is counted, and in the audit, in the same transaction. */
import type { PromptType } from '@tradistry/protocol';
import { sql } from 'kysely';
import {
  type Catalogue,
  type Labels,
  type PromptKey,
  type PromptStore,
  type StoredPrompt,
  VERSION_SCOPE,
} from '../prompts/ports.ts';
import type { Database, Tx } from './database.ts';
import { findLiveExperiments } from './find-experiments.ts';
import { listAudit } from './prompt-audit.ts';
import { readMoments } from './prompt-moments.ts';
import { listVersions } from './prompt-version-list.ts';
import { keepVersions, moveLabel, removeLabel, saveVersion, setStrategy, shipVersions } from './prompt-writes.ts';
import { toStoredPrompt } from './stored-prompt.ts';

/** `PromptStore` on either database. */
export function createPromptStore(database: Database): PromptStore {
  const { asSystem } = database;
  return {
    readRevision: () => asSystem(readRevision),
    readCatalogue: () => asSystem(readCatalogue),
    findPrompt: (key) => asSystem((tx) => findPrompt(tx, key)),
    readLabels: async (type) => (await asSystem(readAllLabels)).get(type) ?? new Map<string, number>(),
    listVersions: (type, query) => asSystem((tx) => listVersions(tx, type, query)),
    readAll: () => asSystem(readAll),
    saveVersion: (author, type, content) => asSystem((tx) => saveVersion(tx, { author, type }, content)),
    keepVersions: (author, versions) => asSystem((tx) => keepVersions(tx, author, versions)),
    shipVersions: (contents) => asSystem((tx) => shipVersions(tx, contents)),
    moveLabel: (author, label, to) => asSystem((tx) => moveLabel(tx, { author, label }, to)),
    removeLabel: (author, label, type) => asSystem((tx) => removeLabel(tx, { author, label }, type)),
    setStrategy: (author, type, strategy) => asSystem((tx) => setStrategy(tx, { author, type }, strategy)),
    listAudit: (query) => asSystem((tx) => listAudit(tx, query)),
  };
}

async function readRevision(tx: Tx): Promise<number> {
  const { revision } = await tx.selectFrom('prompt_state').select('revision').executeTakeFirstOrThrow();
  return Number(revision);
}

/** The revision first: what changes meanwhile is found at the next look. */
async function readCatalogue(tx: Tx): Promise<Catalogue> {
  const revision = await readRevision(tx);
  const [labels, strategies] = [
    await readAllLabels(tx),
    await tx.selectFrom('prompt_strategies').selectAll().execute(),
  ];
  const experiments = await findLiveExperiments(tx);
  const named = [
    ...[...labels].flatMap(([type, of]) => [...of.values()].map((version) => ({ type, version }))),
    ...experiments.flatMap(({ type, variants }) => variants.map(({ version }) => ({ type, version }))),
  ];
  const prompts: StoredPrompt[] = [];
  for (const key of new Map(named.map((each) => [`${each.type}@${each.version}`, each])).values()) {
    const prompt = await findPrompt(tx, key);
    if (prompt) prompts.push(prompt);
  }
  const { moments: performance } = await readMoments(tx, VERSION_SCOPE);
  return {
    ...{ revision, prompts, labels, experiments, performance },
    strategies: new Map(strategies.map(({ type, strategy }) => [type, strategy])),
  };
}

async function readAllLabels(tx: Tx): Promise<Map<PromptType, Labels>> {
  const moved = await tx.selectFrom('prompt_labels').selectAll().execute();
  const latest = await tx
    .selectFrom('prompt_versions')
    .select(['type', sql<string>`'latest'`.as('label'), (row) => row.fn.max('version').as('version')])
    .groupBy('type')
    .execute();
  const byType = Map.groupBy([...moved, ...latest], ({ type }) => type);
  return new Map(
    [...byType].map(([type, rows]) => [type, new Map(rows.map(({ label, version }) => [label, version]))]),
  );
}

async function findPrompt(tx: Tx, { type, version }: PromptKey): Promise<StoredPrompt | undefined> {
  const row = await tx
    .selectFrom('prompt_versions')
    .selectAll()
    .where('type', '=', type)
    .where('version', '=', version)
    .executeTakeFirst();
  return row && toStoredPrompt(row);
}

async function readAll(tx: Tx): Promise<StoredPrompt[]> {
  const rows = await tx.selectFrom('prompt_versions').selectAll().orderBy('type').orderBy('version').execute();
  return rows.map(toStoredPrompt);
}
