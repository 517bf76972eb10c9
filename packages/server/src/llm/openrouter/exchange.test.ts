/** A call, its body taken in piece by piece. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { Agent } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Exchange, type ResponseHead } from './exchange.ts';

let reply: (response: ServerResponse, request: IncomingMessage) => void;
const server = createServer((request, response) => reply(response, request));
let agent: Agent;

beforeEach(async () => {
  agent = new Agent();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await agent.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function post(exchange: Exchange): Promise<ResponseHead> {
  // A TCP server's address is an AddressInfo.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return exchange.post(agent, { origin, path: '/', headers: {}, body: 'What — now?' });
}

/** One whose head has come. */
async function call(): Promise<Exchange> {
  const exchange = new Exchange();
  expect((await post(exchange)).statusCode).toBe(200);
  return exchange;
}

/** All of the body as text, and how it ended. */
function takeAll(exchange: Exchange): Promise<{ text: string; error: unknown }> {
  return new Promise((resolve) => {
    let text = '';
    exchange.take({
      data: (bytes) => {
        text += bytes.toString();
      },
      end: () => resolve({ text, error: null }),
      fail: (error) => resolve({ text, error }),
    });
  });
}

test('what is sent arrives whole, and says how long it is', async () => {
  reply = async (response, request) => response.end(`${request.headers['content-length']} ${await text(request)}`);
  expect((await takeAll(await call())).text).toBe('13 What — now?');
});

test('a body that was all there before anyone took it in is handed over whole, compressed or not', async () => {
  for (const encoding of ['identity', 'gzip']) {
    reply = (response) => {
      const body = encoding === 'gzip' ? gzipSync('all of it') : 'all of it';
      response.writeHead(200, { 'content-encoding': encoding }).end(body);
    };
    const exchange = await call();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await takeAll(exchange)).toEqual({ text: 'all of it', error: null });
  }
});

test('a line that breaks before the headers rejects the call; one that breaks amid the body fails its taker', async () => {
  reply = (response) => response.socket?.resetAndDestroy();
  await expect(call()).rejects.toThrow();
  reply = (response) => {
    response.write('half');
    setImmediate(() => response.socket?.resetAndDestroy());
  };
  const taken = await takeAll(await call());
  expect(taken.text).toBe('half');
  expect(taken.error).toBeInstanceOf(Error);
});

test('an abort rejects at once while there are no headers, and closes the connection; later it fails the taker', async () => {
  const stopped = new Exchange();
  const closed = new Promise((resolve) => {
    reply = (response) => {
      response.on('close', resolve);
      stopped.abort(new Error('stopped'));
    };
  });
  await expect(post(stopped)).rejects.toThrow('stopped');
  await closed;

  reply = (response) => void response.write('some');
  const later = await call();
  const taking = takeAll(later);
  later.abort(new Error('enough'));
  expect(await taking).toMatchObject({ error: { message: 'enough' } });
});

test('what is not needed closes the connection, and a response that has ended leaves it open for the next call', async () => {
  const sockets = new Set<unknown>();
  const gone: Promise<unknown>[] = [];
  reply = (response) => {
    sockets.add(response.socket);
    response.end('whole');
  };
  for (let n = 0; n < 2; n += 1) {
    const exchange = await call();
    await takeAll(exchange);
    exchange.abort(new Error('not needed'));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(sockets.size).toBe(1);
  reply = (response) => {
    gone.push(new Promise((resolve) => response.on('close', resolve)));
    response.write('first');
  };
  (await call()).abort(new Error('not needed'));
  await Promise.all(gone);
  expect(gone).toHaveLength(1);
});
