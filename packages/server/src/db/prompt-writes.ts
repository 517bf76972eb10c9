/** What changes the registry; each in a transaction of its own, in line with the others, and in the audit. */
import type { NewPromptVersion, PromptStrategy, PromptType } from '@tradistry/protocol';
import {
  type Author,
  type KeptVersion,
  type PromptContent,
  type PromptKey,
  type StoredPrompt,
  TRADISTRY,
  type TypedVersion,
} from '../prompts/ports.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { Tx } from './database.ts';
import { audit, beginChange } from './prompt-audit.ts';
import { digestOf, toStoredPrompt } from './stored-prompt.ts';

interface Of {
  readonly author: Author;
  readonly type: PromptType;
}

export async function saveVersion(tx: Tx, of: Of, content: NewPromptVersion): Promise<StoredPrompt> {
  await beginChange(tx);
  const { prompt, isNew } = await keepVersion(tx, of, content);
  if (isNew) return prompt;
  throw new Refusal(
    'conflict',
    `This is version ${prompt.version} of ${of.type} already, to the letter. Change something.`,
  );
}

export async function keepVersions(tx: Tx, author: Author, versions: readonly TypedVersion[]): Promise<KeptVersion[]> {
  await beginChange(tx);
  const kept: KeptVersion[] = [];
  for (const { type, content } of versions) kept.push(await keepVersion(tx, { author, type }, content));
  return kept;
}

async function keepVersion(tx: Tx, of: Of, content: NewPromptVersion): Promise<KeptVersion> {
  const known = await findByContent(tx, of.type, content);
  if (known) return { prompt: known, isNew: false };
  return { prompt: await insertVersion(tx, of, content), isNew: true };
}

/** Nothing is written, and no line is stood in, where all of it is there. */
export async function shipVersions(tx: Tx, contents: ReadonlyMap<PromptType, PromptContent>): Promise<void> {
  const missing = [];
  for (const [type, content] of contents)
    if (!(await findByContent(tx, type, content))) missing.push({ type, content });
  if (missing.length === 0) return;
  await beginChange(tx);
  for (const { type, content } of missing) await shipVersion(tx, type, content);
}

async function shipVersion(tx: Tx, type: PromptType, content: PromptContent): Promise<void> {
  // Another instance may have shipped it meanwhile.
  if (await findByContent(tx, type, content)) return;
  const now = await tx
    .selectFrom('prompt_labels as l')
    .innerJoin('prompt_versions as v', (join) =>
      join.onRef('v.type', '=', 'l.type').onRef('v.version', '=', 'l.version'),
    )
    .select('v.author')
    .where('l.type', '=', type)
    .where('l.label', '=', 'production')
    .executeTakeFirst();
  const of = { author: TRADISTRY, type };
  const { version } = await insertVersion(tx, of, {
    ...content,
    examples: [...content.examples],
    note: 'Ships with the product.',
    parent: null,
  });
  if (!now || now.author === TRADISTRY)
    await pointLabel(tx, { author: TRADISTRY, label: 'production' }, { type, version });
}

async function findByContent(tx: Tx, type: PromptType, content: PromptContent): Promise<StoredPrompt | undefined> {
  const row = await tx
    .selectFrom('prompt_versions')
    .selectAll()
    .where('type', '=', type)
    .where('digest', '=', digestOf(content))
    .executeTakeFirst();
  return row && toStoredPrompt(row);
}

async function insertVersion(tx: Tx, { author, type }: Of, content: NewPromptVersion): Promise<StoredPrompt> {
  const { template, examples, settings, note } = content;
  const latest = await latestVersion(tx, type);
  const parent = content.parent ?? latest;
  if (parent !== null && parent > (latest ?? 0)) throw unknownParent(type);
  const row = await tx
    .insertInto('prompt_versions')
    .values({
      ...{ type, template, note, author, parent, version: (latest ?? 0) + 1, digest: digestOf(content) },
      examples: JSON.stringify(examples),
      settings: JSON.stringify(settings),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await audit(tx, {
    who: author,
    action: 'version_saved',
    subject: `${type}@${row.version}`,
    details: { note, parent },
  });
  return toStoredPrompt(row);
}

async function latestVersion(tx: Tx, type: PromptType): Promise<number | null> {
  const { latest } = await tx
    .selectFrom('prompt_versions')
    .select((row) => row.fn.max<number | null>('version').as('latest'))
    .where('type', '=', type)
    .executeTakeFirstOrThrow();
  return latest;
}

function unknownParent(type: PromptType): Refusal {
  return new Refusal('invalid_request', `There is no such version of ${type} to have been made from.`, {
    errors: [{ path: 'parent', message: 'must be a version of the same type' }],
  });
}

interface Pointing {
  readonly author: Author;
  readonly label: string;
}

export async function moveLabel(tx: Tx, pointing: Pointing, to: PromptKey): Promise<void> {
  await beginChange(tx);
  const { type, version } = to;
  const latest = await latestVersion(tx, type);
  if (latest === null || version > latest) throw notFound(`version of ${type}`);
  await pointLabel(tx, pointing, to);
}

export async function pointLabel(tx: Tx, { author, label }: Pointing, { type, version }: PromptKey): Promise<void> {
  const before = await tx
    .selectFrom('prompt_labels')
    .select('version')
    .where('type', '=', type)
    .where('label', '=', label)
    .executeTakeFirst();
  await tx
    .insertInto('prompt_labels')
    .values({ type, label, version })
    .onConflict((conflict) => conflict.columns(['type', 'label']).doUpdateSet({ version }))
    .execute();
  const details = { label, from: before?.version ?? null, to: version };
  await audit(tx, { who: author, action: 'label_moved', subject: `${type}@${version}`, details });
}

export async function removeLabel(tx: Tx, { author, label }: Pointing, type: PromptType): Promise<boolean> {
  await beginChange(tx);
  const removed = await tx
    .deleteFrom('prompt_labels')
    .where('type', '=', type)
    .where('label', '=', label)
    .returning('version')
    .executeTakeFirst();
  if (!removed) return false;
  const subject = `${type}@${removed.version}`;
  await audit(tx, { who: author, action: 'label_removed', subject, details: { label } });
  return true;
}

export async function setStrategy(tx: Tx, { author, type }: Of, strategy: PromptStrategy): Promise<void> {
  await beginChange(tx);
  await tx
    .insertInto('prompt_strategies')
    .values({ type, strategy: JSON.stringify(strategy) })
    .onConflict((conflict) => conflict.column('type').doUpdateSet({ strategy: JSON.stringify(strategy) }))
    .execute();
  await audit(tx, { who: author, action: 'strategy_set', subject: type, details: strategy });
}
