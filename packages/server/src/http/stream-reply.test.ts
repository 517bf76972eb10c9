/** The line itself: slow readers, dead readers, tokens that end, frames that a naive reader can take apart. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWhole, shownText } from '../testing/read-stream.ts';
import { startTestServer, type TestServer } from '../testing/start-server.ts';
import { answer, startUpstream, type Upstream } from '../testing/upstream.ts';

let upstream: Upstream;
let server: TestServer;
beforeAll(async () => {
  upstream = await startUpstream();
  server = await startTestServer({ OPENROUTER_BASE_URL: upstream.url, OPENROUTER_API_KEY: 'k' });
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

const statusOf = async (sessionId: string) => {
  const { items } = (await (await server.call(`/api/ai/chat/sessions/${sessionId}/messages`)).json()) as {
    items: { status: string; content: string }[];
  };
  return items[1];
};

/** Sends a question by hand, so that nothing reads the answer before we do. */
async function askRaw(message: string, sessionId: string) {
  const body = JSON.stringify({ message, session_id: sessionId });
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.pause();
  socket.write(
    `POST /api/ai/chat/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${await server.token()}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return socket;
}

test('asked for by HEAD a running stream is its headers, and the next request on that line does not wait for its end', async () => {
  upstream.script(['Well, ', { hang: true }]);
  const response = await server.call('/api/ai/chat/stream', { json: { message: 'q', session_id: 'head' } });
  const path = `/api/ai/chat/streams/${response.headers.get('x-stream-id')}`;
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').setEncoding('latin1');
  const head = (method: string, of: string, token: string) =>
    `${method} ${of} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  const token = await server.token();
  socket.write(head('HEAD', path, token) + head('GET', '/healthz', token));
  let text = '';
  for await (const data of socket) {
    text += String(data);
    if (text.includes('"ok"')) break;
  }
  expect(text).toMatch(
    /^HTTP\/1\.1 200 OK\r\n[\s\S]*content-type: text\/event-stream[\s\S]*\r\n\r\nHTTP\/1\.1 200 OK/i,
  );
  await server.call(`${path}/stop`, { method: 'POST' });
  expect((await readWhole(response)).at(-1)?.chunk.type).toBe('stream_end');
});

describe('a reader', () => {
  const long = Array.from({ length: 4000 }, (_, n) => `word ${n} – ${'ä'.repeat(40)} `);

  test('that does not read for a while holds nothing up, and then gets all of it in writes it can take apart', async () => {
    upstream.script(answer(...long));
    const socket = await askRaw('long', 'slow');
    await expect.poll(async () => (await statusOf('slow'))?.status, { timeout: 20_000 }).toBe('complete');
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (data) => {
      text += String(data);
    });
    socket.resume();
    await expect.poll(() => text.includes('"stream_end"'), { timeout: 20_000 }).toBe(true);
    socket.destroy();
    // Each HTTP chunk is one write: whole events only, at most 8 KiB.
    const writes = text.slice(text.indexOf('\r\n\r\n') + 4).split(/\r\n[0-9a-f]+\r\n|^[0-9a-f]+\r\n/);
    for (const write of writes.filter((one) => one.startsWith('id:'))) {
      expect(write.length).toBeLessThanOrEqual(8192);
      expect(write.replace(/\r\n0\r\n\r\n$/, '')).toMatch(/\n\n$/);
    }
    const contents = [...text.matchAll(/^data: (\{"type":"token".*\})$/gm)].map(
      (match) => JSON.parse(match[1] ?? '') as { content: string; at: number },
    );
    expect(contents.reduce((shown, { at, content }) => shown.slice(0, at) + content, '')).toBe(long.join(''));
  });

  test('that dies hurts nobody: the answer is finished and saved', async () => {
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    upstream.script(answer('kept ', { until: gate }, 'whole'));
    const socket = await askRaw('die', 'dead');
    await expect.poll(() => upstream.calls.at(-1)?.body.messages.at(-1)?.content).toBe('die');
    socket.resetAndDestroy();
    release();
    await expect.poll(async () => (await statusOf('dead'))?.content).toBe('kept whole');
  });

  test('whose token ends is told so without an id, and the turn goes on without them', async () => {
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    upstream.script(answer('before ', { until: gate }, 'after'));
    // Half a minute of skew is granted; this token has one second of it left.
    const token = await server.token('alice', { expires: Math.floor(Date.now() / 1000) - 29 });
    const response = await server.call('/api/ai/chat/stream', {
      json: { message: 'q', session_id: 'expiring' },
      headers: { authorization: `Bearer ${token}` },
    });
    const chunks = await readWhole(response);
    expect(chunks.at(-1)).toMatchObject({ id: null, chunk: { type: 'error', code: 'token_expired' } });
    expect(chunks.some(({ chunk }) => chunk.type === 'stream_end')).toBe(false);
    release();
    const rest = await readWhole(
      await server.call(`/api/ai/chat/streams/${response.headers.get('x-stream-id')}?after=${chunks.at(-2)?.id}`),
    );
    expect(shownText(rest, shownText(chunks))).toBe('before after');
  });
});
