/** The calls: where they go, what they send, what they throw. */
import { ERRORS, type ErrorCode } from '@tradistry/protocol';
import { expect, test } from 'vitest';
import { ChatError } from './chat-error.ts';
import { createClient } from './create-client.ts';
import { type Act, refuseWith, startScriptedServer } from './testing/scripted-server.ts';

const retry = { firstDelayMs: 1, maxDelayMs: 1 };
const json =
  (value: unknown, status = 200): Act =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

test('send asks without streaming and repeats a lost question with its key', async () => {
  await using server = await startScriptedServer((response) => void response.destroy(), json({ response: '59 %' }));
  const answer = await createClient({ baseUrl: `${server.url}/`, retry }).chat.send({ message: 'q' });
  expect(answer.response).toBe('59 %');
  expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(Array(2).fill('POST /api/ai/chat'));
  expect(new Set(server.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});

test('every call goes where the contract says', async () => {
  await using server = await startScriptedServer(json({ items: [], next_cursor: null }));
  const client = createClient({ baseUrl: server.url, retry });
  await client.chat.stop('a/b');
  await client.sessions.list({ cursor: 'c', limit: 2 });
  await client.sessions.create({ title: 'T' });
  await client.sessions.get('s:1');
  await client.sessions.update('s', { pinned: true });
  await client.sessions.delete('s');
  await client.sessions.messages('s');
  await client.messages.get('m');
  await client.messages.delete('m');
  await client.messages.feedback('m', { rating: 'up' });
  await client.request({ method: 'GET', path: '/api/ai/models' });
  expect(server.requests.map(({ method, url, body }) => [method, url, body].join(' ').trim())).toEqual([
    'POST /api/ai/chat/streams/a%2Fb/stop',
    'GET /api/ai/chat/sessions?cursor=c&limit=2',
    'POST /api/ai/chat/sessions {"title":"T"}',
    'GET /api/ai/chat/sessions/s%3A1',
    'PATCH /api/ai/chat/sessions/s {"pinned":true}',
    'DELETE /api/ai/chat/sessions/s',
    'GET /api/ai/chat/sessions/s/messages',
    'GET /api/ai/chat/messages/m',
    'DELETE /api/ai/chat/messages/m',
    'PUT /api/ai/chat/messages/m/feedback {"rating":"up"}',
    'GET /api/ai/models',
  ]);
});

test('an export comes piece by piece, one that breaks off is an error, a refusal says why', async () => {
  await using server = await startScriptedServer(
    (response) => void response.writeHead(200, { 'content-type': 'application/zip' }).end('PK'),
    (response) => void response.writeHead(200, { 'content-length': '9' }).write('PK', () => response.destroy()),
    refuseWith(409, 'conflict'),
  );
  const client = createClient({ baseUrl: server.url, retry });
  expect(Buffer.concat(await Array.fromAsync(client.exportData())).toString()).toBe('PK');
  await expect(Array.fromAsync(client.exportData())).rejects.toMatchObject({ code: 'connection_lost' });
  await expect(Array.fromAsync(client.exportData())).rejects.toMatchObject({ code: 'conflict' });
  expect(server.requests.map(({ url }) => url)).toEqual(Array(3).fill('/api/export'));
});

test('streams of a session and of a continued answer go where the contract says', async () => {
  await using server = await startScriptedServer((response) => void response.writeHead(204).end());
  const client = createClient({ baseUrl: server.url });
  await Array.fromAsync(client.sessions.stream('s', { include: ['tool'] }));
  await Array.fromAsync(client.chat.continue('m', { include: ['tool'] }));
  expect(server.requests.map(({ method, url, body }) => [method, url, body].join(' ').trim())).toEqual([
    'GET /api/ai/chat/sessions/s/stream?include=tool',
    'POST /api/ai/chat/messages/m/continue {"include":["tool"]}',
  ]);
});

test('a form goes as a form', async () => {
  await using server = await startScriptedServer(json({ import_id: 'i' }, 202));
  const body = new FormData();
  body.set('time_zone', 'Europe/Berlin');
  await createClient({ baseUrl: server.url }).request({ method: 'POST', path: '/api/imports', body });
  expect(server.requests[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  expect(server.requests[0]?.body).toContain('Europe/Berlin');
});

test('an empty answer is undefined', async () => {
  await using server = await startScriptedServer((response) => void response.writeHead(204).end());
  expect(await createClient({ baseUrl: server.url }).sessions.delete('s')).toBeUndefined();
});

test('a refusal carries all that the server said', async () => {
  await using server = await startScriptedServer((response) => {
    response.writeHead(409, { 'content-type': 'application/problem+json', 'retry-after': '2' });
    response.end(
      JSON.stringify({
        code: 'turn_in_progress',
        detail: 'Wait.',
        request_id: 'r',
        stream_id: 's',
        errors: [{ path: 'a', message: 'b' }],
      }),
    );
  });
  const error: unknown = await createClient({ baseUrl: server.url })
    .chat.send({ message: 'q' })
    .catch((caught) => caught);
  expect(error).toBeInstanceOf(ChatError);
  expect(error).toMatchObject({
    ...{ code: 'turn_in_progress', status: 409, retryable: true, detail: 'Wait.', message: 'Wait.', requestId: 'r' },
    ...{ streamId: 's', retryAfterMs: 2000, errors: [{ path: 'a', message: 'b' }] },
  });
});

test('a failed model is not asked for again by the client', async () => {
  await using server = await startScriptedServer(refuseWith(502, 'provider_error'));
  const asked = createClient({ baseUrl: server.url, retry }).chat.send({ message: 'q' });
  await expect(asked).rejects.toMatchObject({ code: 'provider_error' });
  expect(server.requests).toHaveLength(1);
});

test('a lost line says so', async () => {
  await using server = await startScriptedServer((response) => void response.destroy());
  await expect(createClient({ baseUrl: server.url }).sessions.list()).rejects.toMatchObject({
    code: 'connection_lost',
  });
});

test('which errors may be tried again is what the protocol says', () => {
  for (const [code, { status, retryable }] of Object.entries(ERRORS)) {
    const error = new ChatError({ code: code as ErrorCode, status, detail: '' }); // The keys of the table are its codes.
    expect([code, error.retryable]).toEqual([code, retryable]);
  }
});

test('an address that cannot be one is refused at once', () => {
  expect(() => createClient({ baseUrl: 'chat.example.com' })).toThrow(TypeError);
});
