/** The registry on both databases: numbers without gaps whoever writes at once, and what ships follows itself only. */
import { expect, test } from 'vitest';
import { BUILT_IN } from '../prompts/built-in.ts';
import type { PromptContent } from '../prompts/ports.ts';
import { describeOnDatabases } from '../testing/test-database.ts';
import { createPromptStore } from './prompt-store.ts';

const content = (template: string): PromptContent => ({ template, examples: [], settings: {} });
const version = (template: string) => ({ ...content(template), examples: [], note: null, parent: null });

describeOnDatabases('the prompt store', (current) => {
  test('ships each text once, from however many instances', async () => {
    const store = createPromptStore(current().database);
    await Promise.all([store.shipVersions(BUILT_IN), store.shipVersions(BUILT_IN), store.shipVersions(BUILT_IN)]);
    const all = await store.readAll();
    expect(all.map((prompt) => prompt.version)).toEqual(all.map(() => 1));
    expect(all).toHaveLength(BUILT_IN.size);
    const revision = await store.readRevision();
    await store.shipVersions(BUILT_IN);
    expect(await store.readRevision()).toBe(revision);
  });

  test('numbers versions in a row, whoever saves at once', async () => {
    const store = createPromptStore(current().database);
    const saved = await Promise.all(
      Array.from({ length: 10 }, (_, n) => store.saveVersion('olga', 'title', version(`number ${n}`))),
    );
    expect(saved.map((prompt) => prompt.version).sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  test('moves production to a new version that ships, unless somebody chose another', async () => {
    const store = createPromptStore(current().database);
    await store.shipVersions(new Map([['summary', content('second')]]));
    expect((await store.readLabels('summary')).get('production')).toBe(2);
    const mine = await store.saveVersion('olga', 'summary', version('mine'));
    await store.moveLabel('olga', 'production', { type: 'summary', version: mine.version });
    await store.shipVersions(new Map([['summary', content('fourth')]]));
    expect(Object.fromEntries(await store.readLabels('summary'))).toEqual({ production: 3, latest: 4 });
  });

  test('a version that is there is refused to be made again, and kept as it is', async () => {
    const store = createPromptStore(current().database);
    await expect(store.saveVersion('olga', 'summary', version('mine'))).rejects.toThrow(/version 3 of summary/);
    const typed = (template: string) => ({ type: 'summary' as const, content: version(template) });
    expect(await store.keepVersions('otto', [typed('mine'), typed('fifth'), typed('fifth')])).toMatchObject([
      { isNew: false, prompt: { version: 3, author: 'olga' } },
      { isNew: true, prompt: { version: 5, author: 'otto' } },
      { isNew: false, prompt: { version: 5 } },
    ]);
  });

  test('of several at once all are kept or none', async () => {
    const store = createPromptStore(current().database);
    const before = (await store.readAll()).length;
    const broken = { ...version('seventh'), parent: 999 };
    const both = ['sixth', 'seventh'].map((template) => ({
      type: 'summary' as const,
      content: template === 'sixth' ? version(template) : broken,
    }));
    await expect(store.keepVersions('olga', both)).rejects.toThrow('no such version');
    expect(await store.readAll()).toHaveLength(before);
  });

  test('no role may change a version', async () => {
    const { owner, schema } = current();
    const rows = await owner(
      `SELECT grantee FROM information_schema.column_privileges WHERE table_schema = '${schema}' AND table_name = 'prompt_versions' AND privilege_type = 'UPDATE' AND grantee LIKE '${schema}\\_%'`,
    );
    expect(rows).toEqual([]);
  });
});
