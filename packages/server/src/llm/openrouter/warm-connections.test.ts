/** Connections are open before they are needed, are handed out once, and are never the reason for a failure. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAndCollect, requestOf } from '../../testing/chat-model.contract.ts';
import { modelAt } from '../../testing/start-model.ts';
import type { OpenRouterModel } from './chat-model.ts';

const ANSWER = 'data: {"choices":[{"delta":{"content":"Hello."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

let server: Server;
let port: number;
/** In the order in which they came. */
let sockets: Socket[];
/** Which of them asked a question, by their place in `sockets`. */
let asked: number[];
let model: OpenRouterModel | undefined;

beforeEach(async () => {
  sockets = [];
  asked = [];
  server = createServer((socket) => {
    const n = sockets.push(socket) - 1;
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      if (bytes.includes('POST')) asked.push(n);
      const body = bytes.includes('POST') ? ANSWER : '{}';
      socket.write(`HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    });
  });
  await listen(0);
});
afterEach(async () => {
  await model?.close();
  for (const socket of sockets) socket.destroy();
  server.close();
});

async function listen(wanted: number): Promise<void> {
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as { port: number }).port;
}

function start(warmConnections: number): OpenRouterModel {
  model = modelAt(`http://127.0.0.1:${port}/v1`, { warmConnections });
  return model;
}

const open = () => sockets.filter((socket) => !socket.destroyed && !socket.readableEnded).length;

describe('warm connections', () => {
  test('are there before the first question, which takes one of them, and are made up for', async () => {
    const one = start(2);
    // Two, and the one of the list of models.
    await expect.poll(() => sockets.length).toBeGreaterThanOrEqual(3);
    const before = sockets.length;
    expect((await callAndCollect(one, requestOf())).text).toBe('Hello.');
    expect(asked[0]).toBeLessThan(before);
    await expect.poll(open).toBe(2);
  });

  test('that the server closed are not used, and are opened anew', async () => {
    const one = start(1);
    await expect.poll(() => sockets.length).toBeGreaterThanOrEqual(2);
    await expect.poll(open).toBe(1);
    // Closed when the other side has closed as well.
    const closed = sockets.filter((socket) => !socket.closed).map((socket) => once(socket, 'close'));
    for (const socket of sockets) socket.end();
    await Promise.all(closed);
    for (const _ of [1, 2, 3]) expect((await callAndCollect(one, requestOf())).failure).toBe(null);
    await expect.poll(open, { timeout: 10_000 }).toBe(1);
  });

  test('serve many questions at once, each on one of its own', async () => {
    const one = start(2);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => callAndCollect(one, requestOf())));
    expect(outcomes.map(({ text }) => text)).toEqual(Array.from({ length: 8 }, () => 'Hello.'));
    expect(new Set(asked).size).toBe(8);
  });

  test('come about by themselves when the provider was away at the start', async () => {
    server.close();
    await once(server, 'close');
    const one = start(1);
    expect((await callAndCollect(one, requestOf())).failure?.failureClass).toBe('network');
    await listen(port);
    await expect.poll(open, { timeout: 10_000 }).toBe(1);
    expect((await callAndCollect(one, requestOf())).text).toBe('Hello.');
  });

  test('end with the adapter', async () => {
    const one = start(2);
    await expect.poll(open).toBeGreaterThanOrEqual(2);
    await one.close();
    model = undefined;
    await expect.poll(open).toBe(0);
  });

  test('may be none at all', async () => {
    expect((await callAndCollect(start(0), requestOf())).text).toBe('Hello.');
    await expect.poll(open).toBe(0);
  });
});
