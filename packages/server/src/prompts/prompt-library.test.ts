/** The version in use, from memory: by the strategy of its type, and never none. */
import type { PromptStrategy } from '@tradistry/protocol';
import pino from 'pino';
import { expect, test } from 'vitest';
import type { Catalogue, StoredPrompt } from './ports.ts';
import { createPromptLibrary } from './prompt-library.ts';

const version = (number: number, template: string): StoredPrompt => ({
  ...{ type: 'continuation', version: number, template, examples: [], settings: {} },
  ...{ note: null, author: 'olga', parent: null, createdAt: new Date(0) },
});

async function libraryOf(prompts: readonly StoredPrompt[], labels: Record<string, number>, strategy?: PromptStrategy) {
  const catalogue: Catalogue = {
    ...{ revision: 1, prompts, experiments: [], performance: [] },
    labels: new Map([['continuation', new Map(Object.entries(labels))]]),
    strategies: new Map(strategy && [['continuation', strategy]]),
  };
  const library = createPromptLibrary({
    store: {
      readRevision: async () => 1,
      readCatalogue: async () => catalogue,
      findPrompt: async () => undefined,
    },
    logger: pino({ level: 'silent' }),
  });
  await library.reload();
  return library;
}

const said = async (...of: Parameters<typeof libraryOf>) =>
  (await libraryOf(...of)).current('continuation').render({ last: 'x' });
const PROMPTS = [version(2, 'Two after {{last}}'), version(3, 'Three after {{last}}')];
const LABELS = { production: 2, candidate: 3 };

test('production, unless the strategy names another label', async () => {
  expect(await said(PROMPTS, LABELS)).toBe('Two after x');
  expect(await said(PROMPTS, LABELS, { strategy: 'LATEST_VERSION', label: 'candidate' })).toBe('Three after x');
});

test('production stands in for one that cannot be rendered, and what ships for production', async () => {
  const broken = version(3, '{{from_a_newer_release}}');
  const candidate: PromptStrategy = { strategy: 'LATEST_VERSION', label: 'candidate' };
  expect(await said([version(2, 'Two after {{last}}'), broken], LABELS, candidate)).toBe('Two after x');
  expect(await said([broken], { production: 3 })).toContain('Its last characters were: x');
});
