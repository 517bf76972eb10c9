/** Both embedders keep one contract; what goes wrong at a provider is told apart from a vector. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Embedder } from '../rag/ports.ts';
import { describeEmbedder } from '../testing/embedder.contract.ts';
import { type Embeddings, startEmbeddings } from '../testing/start-embeddings.ts';
import { createApiEmbedder } from './api-embedder.ts';
import { createLocalEmbedder } from './local-embedder.ts';
import { readApiOptions } from './read-options.ts';

let provider: Embeddings;
let api: Embedder;
let local: Embedder;
beforeAll(async () => {
  provider = await startEmbeddings();
  api = createApiEmbedder({ baseUrl: provider.url, apiKey: 'secret-key', model: 'vendor/model', variant: '#1' });
  local = createLocalEmbedder('#1');
});
afterAll(async () => {
  await Promise.all([api.close(), local.close(), provider.close()]);
});
beforeEach(() => provider.fail(null));

describeEmbedder('of a provider', () => api);
describeEmbedder('in a worker', () => local);

describe('a provider', () => {
  test('is asked for its model with its key, and named with what else makes the vectors', async () => {
    await api.embed(['one'], { purpose: 'question' });
    expect(provider.calls.at(-1)).toMatchObject({ model: 'vendor/model', input: ['one'], key: 'Bearer secret-key' });
    expect(api.model).toBe('vendor/model#1');
  });

  test.each([401, 429, 500])('that answers %i is away, and the key is in no message', async (status) => {
    provider.fail(status);
    const failure: unknown = await api.embed(['one'], { purpose: 'question' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'EmbedderAway' });
    expect(String(failure)).not.toContain('secret-key');
  });

  test('that is not there is away', async () => {
    const nobody = createApiEmbedder({ baseUrl: 'http://127.0.0.1:9', apiKey: undefined, model: 'm', variant: '' });
    await expect(nobody.embed(['one'], { purpose: 'question' })).rejects.toMatchObject({ name: 'EmbedderAway' });
    await nobody.close();
  });

  test('has the key that was given for it, never that of another', () => {
    const keys = {
      OPENROUTER_API_KEY: 'theirs',
      OPENROUTER_BASE_URL: undefined,
      EMBEDDINGS_API_KEY: undefined,
      EMBEDDINGS_BASE_URL: undefined,
    };
    expect(readApiOptions({ ...keys, EMBEDDINGS_MODEL: undefined }, '')).toBeNull();
    expect(readApiOptions({ ...keys, EMBEDDINGS_MODEL: 'm' }, '')).toMatchObject({ apiKey: 'theirs', model: 'm' });
    const own = { ...keys, EMBEDDINGS_MODEL: 'm', EMBEDDINGS_BASE_URL: 'http://own/v1/' };
    expect(readApiOptions(own, '')).toMatchObject({ apiKey: undefined, baseUrl: 'http://own/v1' });
    expect(readApiOptions({ ...own, EMBEDDINGS_API_KEY: 'mine' }, '')).toMatchObject({ apiKey: 'mine' });
  });
});
