/** A stream can be left at any moment, and leaves nothing behind. */
import { expect, test } from 'vitest';
import { createClient } from './create-client.ts';
import { logOf, openStream, refuseWith, startScriptedServer, wireOf } from './testing/scripted-server.ts';

const OPENING = wireOf(logOf(['Hello']).slice(0, 2));
const greet = (response: Parameters<typeof openStream>[0]) => {
  openStream(response);
  response.write(OPENING);
};
const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

test('breaking out of the loop drops the connection', async () => {
  await using server = await startScriptedServer(greet);
  const stream = createClient({ baseUrl: server.url }).chat.stream({ message: 'q' });
  for await (const chunk of stream) if (chunk.type === 'token') break;
  await server.left;
  expect(server.requests).toHaveLength(1);
  expect(stream.lastEventId).toBe('2');
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test('return() ends a next() that waits', async () => {
  await using server = await startScriptedServer(greet);
  const stream = createClient({ baseUrl: server.url }).chat.stream({ message: 'q' });
  await stream.next();
  await stream.next();
  const waiting = stream.next();
  await stream.return();
  expect(await waiting).toEqual({ done: true, value: undefined });
  await server.left;
});

test('a signal ends the stream with its reason, and leaves no timer', async () => {
  await using server = await startScriptedServer(greet);
  const before = timers();
  const controller = new AbortController();
  const stream = createClient({ baseUrl: server.url }).chat.stream({ message: 'q', signal: controller.signal });
  await stream.next();
  await stream.next();
  const waiting = stream.next();
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await server.left;
  expect(timers()).toBeLessThanOrEqual(before);
});

test('a signal ends a wait between two attempts', async () => {
  await using server = await startScriptedServer(refuseWith(503, 'overloaded', { 'retry-after': '100' }));
  const before = timers();
  const controller = new AbortController();
  const stream = createClient({ baseUrl: server.url }).chat.stream({
    message: 'q',
    signal: controller.signal,
    onStatus: ({ state }) => state === 'waiting' && controller.abort(new Error('enough')),
  });
  await expect(stream.next()).rejects.toThrow('enough');
  expect(timers()).toBeLessThanOrEqual(before);
});

test('a signal that was aborted before sends nothing', async () => {
  await using server = await startScriptedServer(greet);
  const signal = AbortSignal.abort(new Error('too late'));
  const stream = createClient({ baseUrl: server.url }).chat.stream({ message: 'q', signal });
  await expect(stream.next()).rejects.toThrow('too late');
  expect(server.requests).toHaveLength(0);
});

test("a deadline of the caller's ends the stream, it is not taken for silence", async () => {
  await using server = await startScriptedServer(greet);
  const stream = createClient({ baseUrl: server.url }).chat.stream({ message: 'q', signal: AbortSignal.timeout(50) });
  await expect(Array.fromAsync(stream)).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(server.requests).toHaveLength(1);
});
