/** How many streams a user watches at once: bounded before anything is stored, and nobody who left counts. */
import { once } from 'node:events';
import { connect } from 'node:net';
import fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemoryLog } from '../log/memory-log.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { view } from '../testing/viewer.ts';
import { streamLog } from './stream-reply.ts';
import { createViewers } from './viewers.ts';

let chat: Chat;
beforeAll(async () => {
  chat = await startChat({ RATE_LIMIT_VIEWERS_PER_USER: '2' });
});
afterAll(() => chat.close());

test('one more is refused on every way of watching, with nothing stored, until another leaves', async () => {
  const { server, upstream, ask, stored } = chat;
  const post = (path: string) => server.call(path, { json: {} });
  upstream.script(['Well, ', { hang: true }]);
  const stopped = await view(ask({ message: 'q', session_id: 'stopped' }));
  await stopped.until('Well, ');
  await server.call(`/api/ai/chat/streams/${stopped.streamId}/stop`, { method: 'POST' });
  await stopped.done;
  const [, kept] = await stored('stopped');
  const leaving = new AbortController();
  const first = await ask({ message: 'q', session_id: 'first' });
  const streamId = first.headers.get('x-stream-id');
  const watch = (init = {}) => server.call(`/api/ai/chat/streams/${streamId}`, init);
  const second = await watch({ signal: leaving.signal });
  const refused = [
    await watch(),
    await ask({ message: 'q', session_id: 'third' }),
    await post(`/api/ai/chat/messages/${kept?.id}/continue`),
  ];
  for (const response of refused) {
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '5']);
    expect(await response.json()).toMatchObject({ code: 'too_many_streams', limit: 'viewers_per_user' });
  }
  expect((await server.call('/api/ai/chat/sessions/third')).status).toBe(404);
  expect((await stored('stopped'))[1]).toMatchObject({ status: 'stopped', content: 'Well, ' });
  leaving.abort();
  await expect(second.text()).rejects.toThrow();
  await expect.poll(async () => (await watch()).status).toBe(200);
});

test('who left while the turn was being made is no viewer, and nothing of them stays', async () => {
  const app = fastify();
  const viewers = createViewers(1);
  app.decorate('viewers', viewers);
  const made = Promise.withResolvers<void>();
  const log = createMemoryLog();
  app.get('/', async (request, reply) => {
    await once(request.raw.socket, 'close');
    const caller = { userId: 'u', plan: null, scopes: new Set<string>(), expiresAt: null };
    streamLog(reply, { streamId: 's', log, after: 0, include: [], caller });
    made.resolve();
    return reply;
  });
  const { port } = new URL(await app.listen({ port: 0 }));
  const socket = connect(Number(port));
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n', () => socket.destroy());
  await made.promise;
  expect([viewers.load().count, log.followed]).toEqual([0, false]);
  await app.close();
});
