/** A turn whose search had to do with words alone, taken up by the next start: its viewer is told of that once. */
import { rmSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { seeAnswer } from '../testing/see-answer.ts';
import { startEmbeddings } from '../testing/start-embeddings.ts';
import { startTestServer } from '../testing/start-server.ts';
import { copyTemplateFolder } from '../testing/test-database.ts';
import { answer, startUpstream } from '../testing/upstream.ts';

test('a warning is not said again by who takes the turn up', async () => {
  await using upstream = await startUpstream();
  const embeddings = await startEmbeddings();
  const folder = copyTemplateFolder();
  const env = {
    ...{ DATA_DIR: folder, SHUTDOWN_GRACE_MS: '1' },
    ...{ OPENROUTER_BASE_URL: upstream.url, OPENROUTER_API_KEY: 'k', LLM_MODELS: 'a/one' },
    ...{ EMBEDDINGS_MODEL: 'words', EMBEDDINGS_BASE_URL: embeddings.url },
  };
  embeddings.fail(503);
  const first = await startTestServer(env);
  await first.call('/api/notes', { json: { text: 'I chased it.', symbols: [], date: '2026-03-02' } });
  upstream.script(['You chased', { hang: true }], answer(' it.'));
  const asked = await first.call('/api/ai/chat/stream', { json: { message: 'Did I chase it again?' } });
  await vi.waitFor(() => expect(upstream.calls).toHaveLength(1), { timeout: 30_000 });
  await first.close();
  await asked.body?.cancel();

  const second = await startTestServer(env);
  const path = `/api/ai/chat/streams/${asked.headers.get('x-stream-id')}`;
  const { text, warnings } = await seeAnswer(await second.call(path));
  await second.close();
  await embeddings.close();
  rmSync(folder, { recursive: true, force: true });
  expect(text).toBe('You chased it.');
  expect(warnings.filter(({ code }) => code === 'retrieval_degraded')).toHaveLength(1);
}, 60_000);
