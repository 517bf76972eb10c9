/** The client against the real server: over a line that breaks, with tokens that end, in two places at once. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { type Client, collect, createClient } from '@tradistry/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../packages/server/src/testing/start-server.ts';
import { answer, startUpstream, type Upstream } from '../packages/server/src/testing/upstream.ts';

const PIECES = Array.from({ length: 200 }, (_, n) => `piece ${n} \u{1F4C8}, `);
const QUICK = { firstDelayMs: 1, maxDelayMs: 5, attempts: 100 };

let upstream: Upstream;
let server: TestServer;
const clientOf = (baseUrl = server.url): Client => createClient({ baseUrl, token: () => server.token(), retry: QUICK });

beforeAll(async () => {
  upstream = await startUpstream();
  server = await startTestServer({
    OPENROUTER_BASE_URL: upstream.url,
    OPENROUTER_API_KEY: 'k',
  });
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

test('an answer streams to its end and is what is stored', async () => {
  upstream.script(answer(...PIECES));
  const client = clientOf();
  const whole = await collect(client.chat.stream({ message: 'q' }));
  expect(whole).toMatchObject({ response: PIECES.join(''), error: null, ended: true });
  const stored = await client.messages.get(whole.saved?.message_id ?? '');
  expect(stored.content).toBe(whole.response);
});

test('over a line that breaks every few hundred bytes the answer is whole, asked once', async () => {
  const first = Promise.withResolvers<void>();
  const [head = '', ...tail] = PIECES;
  upstream.script(answer(head, { until: first.promise }, ...tail));
  const asked = upstream.calls.length;
  await using line = await startBreakingLine(server.url, 2500);
  let text = '';
  for await (const chunk of clientOf(line.url).chat.stream({ message: 'q' })) {
    if (chunk.type === 'token') text = text.slice(0, chunk.at) + chunk.content;
    first.resolve();
  }
  expect(text).toBe(PIECES.join(''));
  expect(line.broken()).toBeGreaterThanOrEqual(3);
  expect(upstream.calls.length - asked).toBe(1);
});

test('a second reader follows the same answer from the start while it is written', async () => {
  const go = Promise.withResolvers<void>();
  const [head = '', ...tail] = PIECES;
  upstream.script(answer(head, { until: go.promise }, ...tail));
  const stream = clientOf().chat.stream({ message: 'q' });
  await stream.next();
  const second = collect(clientOf().chat.resume(stream.streamId ?? ''));
  go.resolve();
  expect((await collect(stream)).response).toBe(PIECES.join(''));
  expect((await second).response).toBe(PIECES.join(''));
});

test('leaving does not end the turn; stop does, and what was written is kept', async () => {
  upstream.script(answer('The first words. ', { hang: true }));
  const client = clientOf();
  const stream = client.chat.stream({ message: 'q' });
  for await (const chunk of stream) if (chunk.type === 'token') break;
  const streamId = stream.streamId ?? '';
  expect((await client.chat.stop(streamId)).status).toBe('stopped');
  const rest = await collect(client.chat.resume(streamId));
  expect(rest).toMatchObject({ response: 'The first words. ', done: { finish_reason: 'stopped' } });
  expect((await client.chat.stop(streamId)).status).toBe('already_ended');
});

test('a token that ends in mid-answer is replaced; a fixed one ends the reader, not the turn', async () => {
  const go = Promise.withResolvers<void>();
  upstream.script(answer('Hello', { until: go.promise }, ' there'));
  // 30 s of skew are allowed, so this one ends a second after it was sent.
  const soon = () => server.token('alice', { expires: Math.floor(Date.now() / 1000) - 28 });
  let asked = 0;
  const token = () => (++asked === 1 ? soon() : server.token());
  const renewing = createClient({ baseUrl: server.url, token, retry: QUICK }).chat.stream({ message: 'q' });
  await renewing.next();
  const fixed = createClient({ baseUrl: server.url, token: await soon(), retry: QUICK });
  await expect(collect(fixed.chat.resume(renewing.streamId ?? ''))).rejects.toMatchObject({ code: 'token_expired' });
  setTimeout(go.resolve, 100);
  expect((await collect(renewing)).response).toBe('Hello there');
  expect(asked).toBe(2);
});

test('sessions and messages: make, list, rename, rate, delete', async () => {
  upstream.script(answer('59 %'));
  const client = clientOf();
  const session = await client.sessions.create({ title: 'Fridays' });
  const sent = await client.chat.send({ message: 'q', session_id: session.id });
  expect(sent.response).toBe('59 %');
  expect((await client.sessions.list()).items.map(({ id }) => id)).toContain(session.id);
  expect((await client.sessions.update(session.id, { pinned: true })).pinned).toBe(true);
  expect((await client.sessions.messages(session.id)).items.map(({ role }) => role)).toEqual(['user', 'assistant']);
  await client.messages.feedback(sent.message_id, { rating: 'up' });
  expect((await client.messages.get(sent.message_id)).feedback?.rating).toBe('up');
  expect(await Array.fromAsync(client.sessions.stream(session.id))).toEqual([]);
  await client.sessions.delete(session.id);
  await expect(client.sessions.get(session.id)).rejects.toMatchObject({ code: 'not_found', status: 404 });
});

test('a bad question names all its faults', async () => {
  const asked = collect(clientOf().chat.stream({ message: ' ', context_limit: 99 }));
  await expect(asked).rejects.toMatchObject({ code: 'invalid_request', status: 400, retryable: false });
  await asked.catch((error) => expect(error.errors).toHaveLength(2));
});

/** Passes bytes on, and breaks each connection after so many of the server's. */
async function startBreakingLine(target: string, bytes: number) {
  let broken = 0;
  const line = createServer((downstream) => {
    const upstream = connect(Number(new URL(target).port), '127.0.0.1');
    let left = bytes;
    const end = () => {
      upstream.destroy();
      downstream.destroy();
    };
    downstream.on('data', (data) => upstream.write(data));
    upstream.on('data', (data) => {
      downstream.write(data.subarray(0, left));
      left -= data.length;
      if (left > 0) return;
      broken += 1;
      downstream.end(end);
    });
    for (const socket of [upstream, downstream]) socket.on('error', end).on('close', end);
  });
  line.listen(0, '127.0.0.1');
  await once(line, 'listening');
  const { port } = line.address() as AddressInfo; // The address of a listening TCP server.
  return {
    url: `http://127.0.0.1:${port}`,
    broken: () => broken,
    [Symbol.asyncDispose]: async () => void line.close(),
  };
}
