/** Sessions and messages over a real port. */
import type { Message, Page, Session } from '@tradistry/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const SESSIONS = '/api/ai/chat/sessions';
async function json<T>(path: string, init: Parameters<TestServer['call']>[1] = {}): Promise<T> {
  const response = await server.call(path, init);
  expect(response.status, path).toBeLessThan(300);
  return (await response.json()) as T;
}
const ask = (session_id: string, message: string, userId = 'alice') =>
  json('/api/ai/chat', { json: { session_id, message }, userId });

describe('sessions', () => {
  test('are made by asking, titled by their first question, and listed newest first, pinned ones before', async () => {
    for (const id of ['s1', 's2', 's3']) await ask(id, `Question of ${id}`);
    await json(`${SESSIONS}/s1`, { method: 'PATCH', json: { pinned: true } });
    const { items } = await json<Page<Session>>(SESSIONS);
    expect(items.map(({ id }) => id)).toEqual(['s1', 's3', 's2']);
    expect(items[0]).toMatchObject({
      title: 'Question of s1',
      pinned: true,
      archived: false,
      active_stream_id: null,
      message_count: 2,
    });
  });

  test('come in pages that miss and repeat nothing', async () => {
    for (let n = 0; n < 7; n += 1) await json(SESSIONS, { json: { title: `t${n}` }, userId: 'pages' });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `${SESSIONS}?limit=3${cursor && `&cursor=${cursor}`}`;
      const page: Page<Session> = await json(path, { userId: 'pages' });
      seen.push(...page.items.map(({ title }) => title));
      cursor = page.next_cursor;
    }
    expect(seen.toSorted()).toEqual(['t0', 't1', 't2', 't3', 't4', 't5', 't6']);
    expect((await server.call(`${SESSIONS}?cursor=nonsense`)).status).toBe(400);
    expect((await server.call(`${SESSIONS}?limit=0`)).status).toBe(400);
  });

  test('are made empty, renamed, archived out of the list, and deleted with their messages', async () => {
    const made = await server.call(SESSIONS, { json: { id: 'own-name' }, userId: 'bob' });
    expect(made.status).toBe(201);
    expect((await server.call(SESSIONS, { json: { id: 'own-name' }, userId: 'bob' })).status).toBe(409);
    await ask('own-name', 'A title from the question', 'bob');
    expect(await json(`${SESSIONS}/own-name`, { userId: 'bob' })).toMatchObject({ title: 'A title from the question' });
    expect(
      await json(`${SESSIONS}/own-name`, { method: 'PATCH', json: { title: ' Mine ' }, userId: 'bob' }),
    ).toMatchObject({ title: 'Mine' });
    expect((await server.call(`${SESSIONS}/own-name`, { method: 'PATCH', json: {}, userId: 'bob' })).status).toBe(400);
    await json(`${SESSIONS}/own-name`, { method: 'PATCH', json: { archived: true }, userId: 'bob' });
    expect((await json<Page<Session>>(SESSIONS, { userId: 'bob' })).items).toEqual([]);
    expect((await json<Page<Session>>(`${SESSIONS}?archived=true`, { userId: 'bob' })).items.length).toBe(1);
    const { items } = await json<Page<Message>>(`${SESSIONS}/own-name/messages`, { userId: 'bob' });
    expect((await server.call(`${SESSIONS}/own-name`, { method: 'DELETE', userId: 'alice' })).status).toBe(404);
    expect((await server.call(`${SESSIONS}/own-name`, { method: 'DELETE', userId: 'bob' })).status).toBe(204);
    expect((await server.call(`${SESSIONS}/own-name`, { userId: 'bob' })).status).toBe(404);
    expect((await server.call(`/api/ai/chat/messages/${items[0]?.id}`, { userId: 'bob' })).status).toBe(404);
  });
});

describe('messages', () => {
  test('come oldest first in pages, and one by one', async () => {
    for (const message of ['one', 'two', 'three']) await ask('m', message);
    const first = await json<Page<Message>>(`${SESSIONS}/m/messages?limit=4`);
    const second = await json<Page<Message>>(`${SESSIONS}/m/messages?limit=4&cursor=${first.next_cursor}`);
    const all = [...first.items, ...second.items];
    expect(all.filter(({ role }) => role === 'user').map(({ content }) => content)).toEqual(['one', 'two', 'three']);
    expect(second.next_cursor).toBeNull();
    expect(await json(`/api/ai/chat/messages/${all[0]?.id}`)).toEqual(all[0]);
    expect(all[1]).toMatchObject({
      role: 'assistant',
      status: 'complete',
      model_used: 'tradistry/analyst',
      layer: 'streaming',
      partial: false,
      feedback: null,
    });
  });

  test('take feedback on answers, change it and take it back; a question takes none', async () => {
    const { items } = await json<Page<Message>>(`${SESSIONS}/m/messages`);
    const path = (index: number) => `/api/ai/chat/messages/${items[index]?.id}/feedback`;
    expect(await json(path(1), { method: 'PUT', json: { rating: 'up', comment: 'right' } })).toMatchObject({
      feedback: { rating: 'up', comment: 'right' },
    });
    expect(await json(path(1), { method: 'PUT', json: { rating: null } })).toMatchObject({ feedback: null });
    expect((await server.call(path(1), { method: 'PUT', json: { rating: 'great' } })).status).toBe(400);
    expect((await server.call(path(1), { method: 'PUT', json: { rating: 'up' }, userId: 'bob' })).status).toBe(404);
    expect((await server.call(path(0), { method: 'PUT', json: { rating: 'up' } })).status).toBe(404);
  });

  test('are deleted with what was said after them', async () => {
    const { items } = await json<Page<Message>>(`${SESSIONS}/m/messages`);
    const second = items.find(({ content }) => content === 'two');
    expect((await server.call(`/api/ai/chat/messages/${second?.id}`, { method: 'DELETE', userId: 'bob' })).status).toBe(
      404,
    );
    expect((await server.call(`/api/ai/chat/messages/${second?.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await json<Page<Message>>(`${SESSIONS}/m/messages`)).items.length).toBe(2);
  });
});

describe('the interface description', () => {
  test('lists every route with its bodies, and there is a page to read it', async () => {
    const document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    for (const path of [
      '/api/ai/chat/stream',
      '/api/ai/chat',
      '/api/ai/chat/streams/{stream_id}',
      SESSIONS,
      '/api/ai/models',
    ]) {
      expect(Object.keys(document.paths)).toContain(path);
    }
    expect(JSON.stringify(document.paths['/api/ai/chat/stream'])).toContain('context_limit');
    const page = await fetch(`${server.url}/api/docs/`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  });
});
