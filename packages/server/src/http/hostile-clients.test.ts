/** Clients that mean no good, by raw sockets: they are let go in time, and a good one beside them notices nothing. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer } from '../testing/upstream.ts';
import { view } from '../testing/viewer.ts';

const MANY = 300;
const SECRET = 'Authorization: Bearer ';

let chat: Chat;
beforeAll(async () => {
  chat = await startChat({
    HTTP_HEADERS_TIMEOUT_MS: '300',
    HTTP_BODY_TIMEOUT_MS: '300',
    HTTP_KEEP_ALIVE_MS: '300',
    CONNECTIONS_PER_ADDRESS: '0',
  });
});
afterAll(() => chat.close());

const sockets = new Set<BadSocket>();
afterEach(() => {
  for (const { socket } of sockets) socket.destroy();
  sockets.clear();
});

interface BadSocket {
  readonly socket: Socket;
  /** Everything it was told until it was closed. */
  readonly closed: Promise<string>;
}

function open(first = ''): BadSocket {
  const socket = connect({ port: Number(new URL(chat.server.url).port), host: '127.0.0.1' });
  let said = '';
  socket.on('data', (data) => {
    said += data.toString();
  });
  // A reset closes it as well.
  socket.on('error', () => undefined);
  const closed = new Promise<string>((resolve) => socket.on('close', () => resolve(said)));
  const bad = { socket, closed };
  sockets.add(bad);
  if (first !== '') socket.write(first);
  return bad;
}

const head = (path: string, ...lines: string[]) =>
  `${[`POST ${path} HTTP/1.1`, 'Host: x', 'Content-Type: application/json', ...lines].join('\r\n')}\r\n\r\n`;
const bearer = async () => `${SECRET}${await chat.server.token('mallory')}`;

/** A good client is in the middle of its answer; whatever `attack` does, it gets the rest. */
async function besideGoodClient(attack: () => Promise<void>): Promise<void> {
  chat.upstream.script(['Well, ', { hang: true }]);
  const before = await view(chat.ask({ message: 'q' }, { userId: 'good' }));
  await before.until('Well, ');
  await attack();
  chat.upstream.script(answer('Fine.'));
  expect((await seeAnswer(await chat.ask({ message: 'q' }, { userId: 'good' }))).text).toBe('Fine.');
  await chat.server.call(`/api/ai/chat/streams/${before.streamId}/stop`, { method: 'POST', userId: 'good' });
  await before.done;
  expect([before.shown(), before.ended]).toEqual(['Well, ', true]);
}

describe('are let go in time, hundreds of them', () => {
  test('who open a connection and say nothing', () =>
    besideGoodClient(async () => {
      await Promise.all(Array.from({ length: MANY }, () => open().closed));
    }));

  test('who send their headers for ever', () =>
    besideGoodClient(async () => {
      const bad = Array.from({ length: MANY }, () => open('GET /healthz HTTP/1.1\r\nHost: x\r\n'));
      const dripping = setInterval(() => {
        for (const { socket } of bad) socket.write('X-More: y\r\n');
      }, 50);
      await Promise.all(bad.map(({ closed }) => closed)).finally(() => clearInterval(dripping));
    }));

  test('who send their body for ever', () =>
    besideGoodClient(async () => {
      const token = await bearer();
      const bad = Array.from({ length: MANY }, () =>
        open(`${head('/api/ai/chat', token, 'Content-Length: 100000')}{"message":"`),
      );
      const dripping = setInterval(() => {
        for (const { socket } of bad) socket.write('x');
      }, 50);
      const said = await Promise.all(bad.map(({ closed }) => closed)).finally(() => clearInterval(dripping));
      expect(said[0]).toContain('The request came too slowly and was given up.');
    }));

  test('who are refused, and go on sending their body', () =>
    besideGoodClient(async () => {
      const bad = Array.from({ length: MANY }, () => open(`${head('/api/imports', 'Content-Length: 100000')}x`));
      const said = await Promise.all(bad.map(({ closed }) => closed));
      expect(said[0]).toContain('token_missing');
    }));

  test('who have been answered and stay', () =>
    besideGoodClient(async () => {
      const bad = Array.from({ length: MANY }, () => open('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'));
      const said = await Promise.all(bad.map(({ closed }) => closed));
      expect(said.every((text) => text.startsWith('HTTP/1.1 200'))).toBe(true);
    }));
});

describe('are cut short', () => {
  test('who send more headers than anyone needs', async () => {
    const flood = Array.from({ length: 5000 }, (_, index) => `X-${index}: ${'y'.repeat(20)}\r\n`).join('');
    // What it is told may be lost with the connection, which is reset on what it still sends.
    expect(await open(`GET /healthz HTTP/1.1\r\nHost: x\r\n${flood}\r\n`).closed).toMatch(/^(HTTP\/1\.1 431|$)/);
  });

  test('who send a hundred requests before the first is answered', () =>
    besideGoodClient(async () => {
      const one = `GET /api/settings HTTP/1.1\r\nHost: x\r\n${await bearer()}\r\n\r\n`;
      const said = await Promise.all(Array.from({ length: 20 }, () => open(one.repeat(500)).closed));
      for (const text of said) expect(text.split('HTTP/1.1 200').length - 1).toBeLessThanOrEqual(16);
    }));

  test('who send a bomb of zeros', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const response = await chat.server.call('/api/ai/chat', { method: 'POST', body: bomb, headers });
    expect([response.status, await response.json()]).toMatchObject([415, { code: 'unsupported_media_type' }]);
  });
});

test('a browser that sends a few requests at once on one connection is served', async () => {
  const one = `GET /api/settings HTTP/1.1\r\nHost: x\r\n${await bearer()}\r\n\r\n`;
  const said = await open(one.repeat(16)).closed;
  expect(said.split('HTTP/1.1 200').length - 1).toBe(16);
});

describe('one network address', () => {
  test('has so many connections open and no more; behind a proxy that is trusted, each client counts alone', async () => {
    const bounded = await startChat({ CONNECTIONS_PER_ADDRESS: '5' });
    const port = Number(new URL(bounded.server.url).port);
    const connected = Array.from({ length: 5 }, () => connect({ port, host: '127.0.0.1' }));
    await Promise.all(connected.map((socket) => once(socket, 'connect')));
    const sixth = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
    await once(sixth, 'close');
    connected[0]?.destroy();
    await expect
      .poll(async () => fetch(`${bounded.server.url}/healthz`).then(({ status }) => status, String))
      .toBe(200);
    for (const socket of connected) socket.destroy();
    await bounded.close();
  });

  test('sends so many requests a minute and fails to sign in so often; others, and who has a valid token, are not in it', async () => {
    const limited = await startChat({
      RATE_LIMIT_REQUESTS_PER_ADDRESS: '6',
      RATE_LIMIT_FAILURES_PER_ADDRESS: '2',
      TRUST_PROXY: '127.0.0.1,10.0.0.0/8,2001:db8:1::/48',
    });
    const from = (address: string, headers: Record<string, string> = {}) =>
      limited.server.call('/api/settings', { headers: { 'x-forwarded-for': address, ...headers } });
    const wrong = { authorization: 'Bearer wrong' };
    const statuses = [];
    for (const _ of [1, 2, 3]) statuses.push((await from('203.0.113.1', wrong)).status);
    expect(statuses).toEqual([401, 401, 429]);
    const blocked = await from('203.0.113.1', wrong);
    expect([Number(blocked.headers.get('retry-after')) > 0, await blocked.json()]).toMatchObject([
      true,
      { code: 'rate_limited', limit: 'failures_per_address' },
    ]);
    for (const _ of [1, 2]) expect((await from('203.0.113.1')).status).toBe(200);
    expect(await (await from('203.0.113.1')).json()).toMatchObject({ limit: 'requests_per_address' });
    expect((await from('203.0.113.2')).status).toBe(200);
    // Whoever writes a header of their own before the proxies' is still themselves, through however many of them they come.
    for (const claimed of ['203.0.113.9', '10.0.0.9', '127.0.0.1', 'nonsense'])
      for (const hops of ['', ', 10.0.0.7', ', 2001:db8:1::7, 10.0.0.7'])
        expect((await from(`${claimed}, 203.0.113.1${hops}`)).status).toBe(429);
    // Nor do they become somebody else by naming them.
    expect((await from('203.0.113.1, 203.0.113.3')).status).toBe(200);
    expect(
      (await fetch(`${limited.server.url}/healthz`, { headers: { 'x-forwarded-for': '203.0.113.1' } })).status,
    ).toBe(200);
    await limited.close();
  });

  test('is what the connection comes from, whatever its headers say, where no proxy is trusted', async () => {
    const limited = await startChat({ RATE_LIMIT_REQUESTS_PER_ADDRESS: '3' });
    const statuses = [];
    for (const n of [1, 2, 3, 4]) {
      const headers = {
        'x-forwarded-for': `203.0.113.${n}`,
        forwarded: `for=203.0.113.${n}`,
        'x-real-ip': `203.0.113.${n}`,
      };
      statuses.push((await limited.server.call('/api/settings', { headers })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
    await limited.close();
  });
});
