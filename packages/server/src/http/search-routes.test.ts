/** Searching chats and journal over a real port, by word, by meaning, and when meaning is not to be had. */
import type { SearchHit, SearchResults } from '@tradistry/protocol';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { importFile } from '../testing/import-file.ts';
import { THREE_PAIRS, tradovateFile } from '../testing/journal-files.ts';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { type Embeddings, startEmbeddings } from '../testing/start-embeddings.ts';
import { answer } from '../testing/upstream.ts';

const WAIT = { timeout: 30_000, interval: 200 };

let embeddings: Embeddings;
let chat: Chat;
beforeAll(async () => {
  embeddings = await startEmbeddings();
  chat = await startChat({
    EMBEDDINGS_MODEL: 'words',
    EMBEDDINGS_BASE_URL: embeddings.url,
    EMBEDDINGS_BUDGET_MS: '1000',
  });
});
afterAll(async () => {
  await chat.close();
  await embeddings.close();
});

async function search(path: string, userId = 'alice'): Promise<SearchResults> {
  const response = await chat.server.call(path, { userId });
  expect(response.status).toBe(200);
  return (await response.json()) as SearchResults;
}

const cut = ({ passage, sentence, highlights }: SearchHit) => ({
  sentence: passage.slice(sentence.start, sentence.start + sentence.length),
  highlights: highlights.map(({ start, length }) => passage.slice(start, start + length)),
});

describe('searching', () => {
  test('finds a note at once, with the sentence and the words that matched', async () => {
    const json = { text: 'A calm day. Then I chased NVDA at the open.', symbols: ['NVDA'], date: '2026-03-02' };
    const { id } = (await (await chat.server.call('/api/notes', { json })).json()) as { id: string };
    const { items, next_cursor } = await search('/api/search?q=chasing');
    expect(next_cursor).toBeNull();
    expect(items).toMatchObject([
      { kind: 'note', id, session_id: null, date: '2026-03-02', symbols: ['NVDA'], passage: json.text },
    ]);
    expect(cut(items[0] as SearchHit)).toEqual({ sentence: 'Then I chased NVDA at the open.', highlights: ['chased'] });
    expect((await search('/api/search?q=fomo')).items).toMatchObject([{ id }]);
    expect((await search('/api/search?q=chasing&in=chats')).items).toEqual([]);
  });

  test('finds questions and answers soon after they were said, and not once their session is deleted', async () => {
    chat.upstream.script(answer('You were impatient on Tuesdays.'));
    await seeAnswer(await chat.ask({ message: 'When was I impatient?', session_id: 's-1' }));
    await vi.waitFor(async () => {
      const { items } = await search('/api/ai/chat/search?q=impatient');
      expect(items.map(({ kind, session_id }) => [kind, session_id]).sort()).toEqual([
        ['answer', 's-1'],
        ['question', 's-1'],
      ]);
      expect(items[0]?.title).toBe('When was I impatient?');
    }, WAIT);
    await chat.server.call('/api/ai/chat/sessions/s-1', { method: 'DELETE' });
    expect((await search('/api/ai/chat/search?q=impatient')).items).toEqual([]);
  });

  test('finds a trade by what was said about it, and not once its import is undone', async () => {
    const { id } = await importFile(chat.server, tradovateFile(THREE_PAIRS), { userId: 'trader' });
    const list = await chat.server.call('/api/trades', { userId: 'trader' });
    const [trade] = ((await list.json()) as { items: { id: string }[] }).items;
    const json = { tags: ['fomo'], setup: 'opening range' };
    await chat.server.call(`/api/trades/${trade?.id}`, { method: 'PATCH', userId: 'trader', json });
    const found = await search('/api/search?q=opening%20range&in=journal', 'trader');
    expect(found.items).toMatchObject([{ kind: 'trade', id: trade?.id }]);
    expect(found.items[0]?.passage).toMatch(/Setup: opening range\. Tags: fomo\. (Won|Lost) [\d.]+ USD net\.$/);
    // The first has the day before the second, at any time.
    const dates = await dateIn('Pacific/Pago_Pago', '');
    expect(await dateIn('Pacific/Kiritimati', dates)).toBe(dayAfter(dates));
    await chat.server.call(`/api/imports/${id}`, { method: 'DELETE', userId: 'trader' });
    await vi.waitFor(
      async () => expect((await search('/api/search?q=opening%20range&in=journal', 'trader')).items).toEqual([]),
      WAIT,
    );
  });

  /** The local day of the trader's trade, once it is another one than `before`. */
  async function dateIn(time_zone: string, before: string): Promise<string> {
    await chat.server.call('/api/settings', { method: 'PATCH', userId: 'trader', json: { time_zone } });
    return vi.waitFor(async () => {
      const { items } = await search('/api/search?q=opening%20range&in=journal', 'trader');
      const date = items[0]?.date ?? before;
      expect(date).not.toBe(before);
      return date;
    }, WAIT);
  }

  const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

  test('says when words alone had to do', async () => {
    expect((await search('/api/search?q=chased')).by_meaning).toBe(true);
    embeddings.fail(500);
    const { by_meaning, items } = await search('/api/search?q=chased%20again');
    expect([by_meaning, items.length]).toEqual([false, 1]);
    embeddings.fail(null);
  });

  test("shows nobody another user's", async () => {
    expect((await search('/api/search?q=chased', 'mallory')).items).toEqual([]);
  });

  test.each(['/api/search', '/api/search?q=', '/api/search?q=x&in=everywhere', '/api/ai/chat/search?q=x&limit=0'])(
    'refuses %s',
    async (path) => {
      expect((await chat.server.call(path)).status).toBe(400);
    },
  );
});

describe('a turn', () => {
  const prompts = () => chat.upstream.calls.map(({ body }) => body.messages[0]?.content ?? '');

  test('is told of notes, cites them, and of an earlier chat, but not of its own', async () => {
    chat.reset();
    chat.upstream.script(answer('You chased it [1].'));
    const { done, warnings } = await seeAnswer(await chat.ask({ message: 'Did I chase anything?', session_id: 's-2' }));
    expect(warnings).toEqual([]);
    expect(prompts()[0]).toContain('[1] note, 2026-03-02 NVDA: A calm day.');
    expect(done?.sources).toMatchObject([{ n: 1, kind: 'note', date: '2026-03-02' }]);
    await vi.waitFor(
      async () => expect((await search('/api/ai/chat/search?q=chase')).items.length).toBeGreaterThan(0),
      WAIT,
    );
    await seeAnswer(await chat.ask({ message: 'Did I chase more?', session_id: 's-2' }));
    expect(prompts()[1]).not.toMatch(/\[\d+\] question,/);
    await seeAnswer(await chat.ask({ message: 'Did I chase more?', session_id: 's-3' }));
    expect(prompts()[2]).toMatch(/\[\d+\] question,/);
  });

  test('goes on by word with a warning where the embedder is away or too slow, and never fails', async () => {
    chat.reset();
    embeddings.fail(503);
    const away = await seeAnswer(await chat.ask({ message: 'Did I chase while away?' }));
    expect(away.warnings).toMatchObject([{ code: 'retrieval_degraded' }]);
    expect(away.done).toMatchObject({ fallback_used: false });
    expect(prompts()[0]).toContain('A calm day.');
    embeddings.fail(null);
    embeddings.hold(true);
    const slow = await seeAnswer(await chat.ask({ message: 'Did I chase while slow?' }));
    embeddings.hold(false);
    expect(slow.warnings).toMatchObject([{ code: 'retrieval_degraded' }]);
    expect(slow.warnings[0]?.message).toContain('took too long');
  });

  test('of a trader who has nothing yet is told of nothing that was missed', async () => {
    chat.reset();
    embeddings.fail(503);
    const { warnings } = await seeAnswer(await chat.ask({ message: 'Where do I begin?' }, { userId: 'newcomer' }));
    embeddings.fail(null);
    expect(warnings).toEqual([]);
  });

  test('that wants no context is searched for nothing', async () => {
    chat.reset();
    const before = embeddings.calls.filter(({ input }) => input[0]?.startsWith('Did I chase nothing')).length;
    const { done } = await seeAnswer(await chat.ask({ message: 'Did I chase nothing?', context_limit: 0 }));
    expect(done?.sources).toBeUndefined();
    expect(embeddings.calls.filter(({ input }) => input[0]?.startsWith('Did I chase nothing'))).toHaveLength(before);
  });
});
