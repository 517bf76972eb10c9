/** How many streams a user watches at once: bounded before anything is stored, and nobody who left counts. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { MAX_WRITE_BYTES } from '@tradistry/protocol';
import fastify, { type FastifyRequest } from 'fastify';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { ReadableLog } from '../chat/turn-log.ts';
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
afterEach(() => void vi.useRealTimers());

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

/** A server that streams `log` to whoever asks, as soon as `ready`, and one who does. */
async function watchOf(log: ReadableLog, ready: (asked: FastifyRequest) => Promise<unknown> = async () => undefined) {
  const app = fastify({ http: { highWaterMark: MAX_WRITE_BYTES }, forceCloseConnections: true });
  const viewers = createViewers(1);
  app.decorate('viewers', viewers);
  const streaming = Promise.withResolvers<void>();
  app.get('/', async (request, reply) => {
    await ready(request);
    const caller = { userId: 'u', plan: null, scopes: new Set<string>(), expiresAt: null };
    streamLog(reply, { streamId: 's', log, after: 0, include: [], caller });
    streaming.resolve();
    return reply;
  });
  const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  const socket = connect(Number(port), '127.0.0.1');
  socket.pause().write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  return { viewers, socket, streaming: streaming.promise, [Symbol.asyncDispose]: () => app.close() };
}

test('who stops reading holds a write or two, and is let go after a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await using watching = await watchOf({
    ...{ lastId: 1, highestId: 1, ended: false, follow: () => () => undefined },
    read: (cursor) => ({ frame: `:${'x'.repeat(4000)}\n`, to: cursor + 1 }),
  });
  const { load } = watching.viewers;
  await expect.poll(() => load().unsentBytes).toBeGreaterThan(0);
  expect(load().unsentBytes).toBeLessThan(2 * (MAX_WRITE_BYTES + 16));
  vi.advanceTimersByTime(59_000);
  expect(load().count).toBe(1);
  vi.advanceTimersByTime(1000);
  await expect.poll(() => load().count).toBe(0);
});

test('who left while the turn was being made is no viewer, and nothing of them stays', async () => {
  const log = createMemoryLog();
  const asked = Promise.withResolvers<void>();
  await using watching = await watchOf(log, async ({ raw: { socket } }) => {
    asked.resolve();
    await once(socket, 'close');
  });
  await asked.promise;
  watching.socket.destroy();
  await watching.streaming;
  expect([watching.viewers.load().count, log.followed]).toEqual([0, false]);
});
