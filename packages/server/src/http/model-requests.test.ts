/** What the model saw: the request as it went upstream, for the answer's owner and nobody else. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer } from '../testing/upstream.ts';

let chat: Chat;
beforeAll(async () => {
  chat = await startChat({ LLM_BREAKER_FAILURES: '0', OPENROUTER_API_KEY: 'sk-canary' });
});
afterAll(() => chat.close());
beforeEach(() => chat.reset());

interface Record {
  n: number;
  model: string;
  layer: string;
  body: string;
}
const requestsOf = async (id: string | undefined, userId = 'alice') => {
  const response = await chat.server.call(`/api/ai/chat/messages/${id}/requests`, { userId });
  const { items } = (await response.json()) as { items: Record[] };
  return { status: response.status, items };
};

describe('what the model saw', () => {
  test('is the body as it was sent, without any key', async () => {
    const { saved } = await seeAnswer(await chat.ask({ message: 'How am I doing?' }));
    const { items } = await requestsOf(saved?.message_id);
    expect(items).toMatchObject([{ n: 1, model: 'a/one', layer: 'streaming' }]);
    expect(JSON.parse(items[0]?.body ?? '')).toEqual(chat.upstream.calls[0]?.body);
    expect(JSON.stringify(items)).not.toContain('sk-canary');
  });

  test('has one entry for each attempt', async () => {
    chat.upstream.script({ status: 402 }, answer('Fine.'));
    const { saved } = await seeAnswer(await chat.ask({ message: 'How am I doing?' }));
    const { items } = await requestsOf(saved?.message_id);
    expect(items.map(({ n, model }) => [n, model])).toEqual([
      [1, 'a/one'],
      [2, 'b/two'],
    ]);
  });

  test('is nothing for a question, and not found by anybody else', async () => {
    const { saved, session } = await seeAnswer(await chat.ask({ message: 'How am I doing?' }));
    expect((await requestsOf(session.message_id)).items).toEqual([]);
    expect((await requestsOf(saved?.message_id, 'mallory')).status).toBe(404);
    expect((await requestsOf('nonsense')).status).toBe(404);
  });

  test('says where each part of the context comes from, and as of when', async () => {
    await seeAnswer(await chat.ask({ message: 'How am I doing?' }));
    const [system] = chat.upstream.calls[0]?.body.messages ?? [];
    expect(system?.content).toMatch(/\(source: the journal's engine, as of \d{4}-\d\d-\d\dT/);
    expect(system?.content).toMatch(/\(source: the broker records in the journal, as of \d{4}/);
    expect(system?.content).toContain('(source: what the trader wrote, and earlier chats, each as of its day');
  });
});

test('None is kept where the server is set to keep none', async () => {
  const other = await startChat({ MODEL_REQUESTS_DAYS: '0' });
  const { saved } = await seeAnswer(await other.ask({ message: 'How am I doing?' }));
  const response = await other.server.call(`/api/ai/chat/messages/${saved?.message_id}/requests`);
  expect(await response.json()).toEqual({ items: [], next_cursor: null });
  await other.close();
});
