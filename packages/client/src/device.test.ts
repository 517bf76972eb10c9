/** A device that sleeps, wakes and wanders between networks: a line that did not live through it is left at once. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { collect } from './collect.ts';
import { createClient } from './create-client.ts';
import { watchDevice } from './device.ts';
import { openLine } from './line.ts';
import { type Act, logOf, openStream, play, startScriptedServer, wireOf } from './testing/scripted-server.ts';

const LOG = logOf(['Hello ', 'there']);
const never = new AbortController().signal;

function useFakeTimers() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
}

function watched() {
  const changes: number[] = [];
  const device = watchDevice((since) => changes.push(since));
  onTestFinished(() => device.stop());
  return { device, changes };
}

test('timers that jump mean that the device slept, and since when', () => {
  useFakeTimers();
  const { changes } = watched();
  vi.advanceTimersByTime(5000);
  const asleepAt = Date.now();
  vi.setSystemTime(asleepAt + 3_600_000);
  vi.advanceTimersByTime(1000);
  expect(changes).toEqual([asleepAt]);
  vi.advanceTimersByTime(60_000);
  expect(changes).toHaveLength(1);
});

test('a busy page, and a clock that is set back, are not a sleep', () => {
  useFakeTimers();
  const { changes } = watched();
  vi.setSystemTime(Date.now() + 5000);
  vi.advanceTimersByTime(1000);
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(10_000);
  expect(changes).toEqual([]);
});

test('another network is a change, another speed is not', () => {
  const connection = Object.assign(new EventTarget(), { type: 'wifi' });
  vi.stubGlobal('navigator', { connection });
  onTestFinished(() => void vi.unstubAllGlobals());
  const { changes, device } = watched();
  connection.dispatchEvent(new Event('change'));
  expect(changes).toHaveLength(0);
  connection.type = 'cellular';
  connection.dispatchEvent(new Event('change'));
  expect(changes).toHaveLength(1);
  device.stop();
  connection.type = 'wifi';
  connection.dispatchEvent(new Event('change'));
  expect(changes).toHaveLength(1);
});

test('a line that was silent since is gone at once, one that was heard is not', async () => {
  useFakeTimers();
  const silent = openLine(never, 45_000);
  const waiting = silent.within(new Promise(() => undefined));
  silent.suspect(Date.now());
  await expect(waiting).rejects.toThrow('Nothing came for too long.');
  expect(silent.wasCancelled()).toBe(false);
  const lively = openLine(never, 45_000);
  vi.advanceTimersByTime(1000);
  await lively.within(Promise.resolve());
  lively.suspect(Date.now() - 500);
  expect(lively.signal.aborted).toBe(false);
  lively.close();
});

/** Two chunks, and then nothing any more on a connection that stays open. */
const fallSilent: Act = (response) => {
  openStream(response);
  response.write(wireOf(LOG.slice(0, 2)));
};
const retry = { firstDelayMs: 1, maxDelayMs: 1 };

test('an answer goes on after the lid was closed for a night, without waiting for the silence to be long', async () => {
  await using server = await startScriptedServer(fallSilent, play(LOG));
  const real = Date.now.bind(Date);
  let slept = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => real() + slept);
  onTestFinished(() => void vi.restoreAllMocks());
  const stream = createClient({ baseUrl: server.url, retry }).chat.stream({ message: 'q' });
  await stream.next();
  await stream.next();
  slept = 8 * 3_600_000;
  expect((await collect(stream)).ended).toBe(true);
  expect(server.requests[1]).toMatchObject({ method: 'GET', headers: { 'last-event-id': '2' } });
});

test('an answer goes on at once when the device is online again', async () => {
  const page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  onTestFinished(() => void vi.unstubAllGlobals());
  await using server = await startScriptedServer(fallSilent, play(LOG));
  const stream = createClient({ baseUrl: server.url, retry }).chat.stream({ message: 'q' });
  await stream.next();
  await stream.next();
  const rest = collect(stream);
  page.dispatchEvent(new Event('online'));
  expect((await rest).ended).toBe(true);
  expect(server.requests).toHaveLength(2);
});
