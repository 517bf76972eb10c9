/** Lines that no provider should have, over real sockets: each is an answer or a failure of its class, and never hangs. */
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { callAndCollect, type Outcome, requestOf } from '../../testing/chat-model.contract.ts';
import { type RawServer, startRawServer } from '../../testing/raw-server.ts';
import { modelAt } from '../../testing/start-model.ts';
import { startUpstream } from '../../testing/upstream.ts';

const WHOLE = 'data: {"choices":[{"delta":{"content":"Hello there."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
const OK = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n';
const chunked = (body: string) => `${OK}transfer-encoding: chunked\r\n\r\n${chunk(body)}0\r\n\r\n`;
const chunk = (body: string) => `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`;
const sized = (body: Buffer, head = OK) =>
  Buffer.concat([Buffer.from(`${head}content-length: ${body.length}\r\n\r\n`), body]);

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function serve(answer: Parameters<typeof startRawServer>[0]): Promise<RawServer> {
  const server = await startRawServer((socket, request) =>
    request.startsWith('GET')
      ? socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
      : answer(socket, request),
  );
  opened.push(server);
  return server;
}

/** Asks whoever is at `url`. */
async function ask(url: string, options: Parameters<typeof modelAt>[1] = {}): Promise<Outcome> {
  const model = modelAt(url, options);
  opened.unshift(model);
  return callAndCollect(model, requestOf());
}

describe('an answer arrives whole', () => {
  const lines: [string, string | Buffer][] = [
    ['in chunks', chunked(WHOLE)],
    ['from a server of HTTP/1.0 that ends it by closing', `HTTP/1.0 200 OK\r\n\r\n${WHOLE}`],
    ['with early hints before it', `HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n${chunked(WHOLE)}`],
    ['with a byte order mark', chunked(`\ufeff${WHOLE}`)],
    ['with empty lines before it', chunked(`\n\r\n\n${WHOLE}`)],
    ['under another content type', sized(Buffer.from(WHOLE), 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n')],
    ['under none', sized(Buffer.from(WHOLE), 'HTTP/1.1 200 OK\r\n')],
    ['with another success for its status', sized(Buffer.from(WHOLE), 'HTTP/1.1 201 Created\r\n')],
    ['compressed by gzip, though nobody asked for that', sized(gzipSync(WHOLE), `${OK}content-encoding: gzip\r\n`)],
    ['compressed by zstd', sized(zstdCompressSync(WHOLE), `${OK}content-encoding: zstd\r\n`)],
    [
      'compressed in a way that nobody knows, which it is not',
      sized(Buffer.from(WHOLE), `${OK}content-encoding: x-own\r\n`),
    ],
    ['said to be compressed by nothing', sized(Buffer.from(WHOLE), `${OK}content-encoding: identity\r\n`)],
  ];
  test.each(lines)('%s', async (_name, bytes) => {
    const { url } = await serve((socket) => socket.end(bytes));
    const { text, failure } = await ask(url);
    expect({ text, failure }).toEqual({ text: 'Hello there.', failure: null });
  });

  test('compressed, piece by piece as it comes', async () => {
    const bytes = gzipSync(WHOLE);
    const { url } = await serve((socket) => {
      socket.write(`${OK}content-encoding: gzip\r\ncontent-length: ${bytes.length}\r\n\r\n`);
      for (const byte of bytes) socket.write(Uint8Array.of(byte));
    });
    expect((await ask(url)).text).toBe('Hello there.');
  });

  test('with bytes after its end, and the next question has a connection of its own', async () => {
    const server = await serve((socket) =>
      socket.write(`${chunked(WHOLE)}HTTP/1.1 200 OK\r\n\r\ndata: {"choices":[{"delta":{"content":"LEAK"}}]}`),
    );
    const model = modelAt(server.url);
    opened.unshift(model);
    for (const _ of [1, 2]) expect((await callAndCollect(model, requestOf())).text).toBe('Hello there.');
  });
});

describe('a failure of its class', () => {
  const lines: [string, string | Buffer, string][] = [
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n', 'malformed'],
    ['a header beyond all bounds', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`, 'malformed'],
    ['nothing, and the connection closes', '', 'network'],
    ['half a header', 'HTTP/1.1 200 OK\r\ncontent-ty', 'network'],
    ['a body that is shorter than announced', `${OK}content-length: 9999\r\n\r\n${WHOLE.slice(0, 30)}`, 'network'],
    ['chunks that are none', `${OK}transfer-encoding: chunked\r\n\r\nzz\r\n`, 'malformed'],
    ['a body of HTTP/1.0 that just ends', `HTTP/1.0 200 OK\r\n\r\n${WHOLE.slice(0, 40)}`, 'truncated'],
    ['compression that is none', sized(Buffer.from(WHOLE), `${OK}content-encoding: gzip\r\n`), 'malformed'],
    [
      'a compressed body that is cut',
      sized(gzipSync(WHOLE).subarray(0, 40), `${OK}content-encoding: gzip\r\n`),
      'truncated',
    ],
    [
      'a compressed error',
      sized(gzipSync('{"error":{"code":402}}'), 'HTTP/1.1 400 Bad Request\r\ncontent-encoding: gzip\r\n'),
      'payment',
    ],
    ['an error without a body', 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n', 'provider_down'],
    ['an error that is a page', sized(Buffer.from('<h1>LEAK</h1>'), 'HTTP/1.1 502 Bad Gateway\r\n'), 'provider_down'],
  ];
  test.each(lines)('%s', async (_name, bytes, failureClass) => {
    const { url } = await serve((socket) => socket.end(bytes));
    const { text, failure } = await ask(url);
    expect({ text, is: failure?.failureClass }).toEqual({ text: '', is: failureClass });
    expect(`${failure?.message}${failure?.detail}`).not.toContain('LEAK');
  });

  test.each([301, 302, 307, 308])('a redirect with %i, which the key does not follow', async (status) => {
    const elsewhere = await serve((socket) => socket.end(chunked(WHOLE)));
    const { url } = await serve((socket) =>
      socket.end(
        `HTTP/1.1 ${status} Moved\r\nlocation: ${elsewhere.url}/chat/completions\r\ncontent-length: 0\r\n\r\n`,
      ),
    );
    expect((await ask(url)).failure?.failureClass).toBe('provider_error');
    expect(elsewhere.received).toEqual([]);
  });

  test('nobody who listens', async () => {
    const server = await startRawServer(() => undefined);
    await server.close();
    expect((await ask(server.url)).failure?.failureClass).toBe('network');
  });

  test('a name that there is not', async () => {
    expect((await ask('http://nobody.invalid/v1')).failure?.failureClass).toBe('network');
  });

  test('an error whose body never ends', async () => {
    const { url } = await serve((socket) => socket.write('HTTP/1.1 429 No\r\ncontent-length: 99\r\n\r\n{"err'));
    expect((await ask(url, {})).failure?.failureClass).toBe('rate_limited');
  });

  test('a server that does not speak TLS', async () => {
    const upstream = await startUpstream();
    opened.push(upstream);
    expect((await ask(upstream.url.replace('http:', 'https:'))).failure?.failureClass).toBe('network');
  });
});
