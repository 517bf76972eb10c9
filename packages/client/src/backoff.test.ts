/** Waits between attempts: longer each time, ended early by the browser, never by impatience. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { createBackoff, DEFAULT_RETRY } from './backoff.ts';
import { ChatError, connectionLost } from './chat-error.ts';
import { LineGone } from './line.ts';

const GONE = new LineGone(connectionLost(undefined));
const LONG = { ...DEFAULT_RETRY, firstDelayMs: 3_600_000, maxDelayMs: 3_600_000 };
const never = new AbortController().signal;

/** A browser's window and document, as far as waiting looks at them. */
function stubBrowser({ onLine = true } = {}) {
  const page = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.stubGlobal('document', document);
  vi.stubGlobal('navigator', { onLine });
  onTestFinished(() => void vi.unstubAllGlobals());
  return { page, document };
}

test('each delay is up to twice the one before, with jitter, up to the longest', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const delays: number[] = [];
  const backoff = createBackoff(DEFAULT_RETRY, (ms) => delays.push(ms));
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const waited = backoff.wait(GONE, never);
    await vi.runAllTimersAsync();
    await waited;
  }
  const ceilings = [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000];
  for (const [n, ceiling] of ceilings.entries()) {
    expect(delays[n]).toBeGreaterThanOrEqual(ceiling / 2);
    expect(delays[n]).toBeLessThanOrEqual(ceiling);
  }
});

test('what arrives in between makes the next failure the first again', async () => {
  const backoff = createBackoff({ ...DEFAULT_RETRY, attempts: 2, firstDelayMs: 0 });
  await backoff.wait(GONE, never);
  backoff.reset();
  await backoff.wait(GONE, never);
  await expect(backoff.wait(GONE, never)).rejects.toBe(GONE.error);
});

test('being online again ends a wait', async () => {
  const { page } = stubBrowser();
  const waited = createBackoff(LONG).wait(GONE, never);
  page.dispatchEvent(new Event('online'));
  await expect(waited).resolves.toBeUndefined();
});

test('a page that is looked at again ends a wait; one that is hidden does not', async () => {
  const { document } = stubBrowser();
  let ended = false;
  const waited = createBackoff(LONG)
    .wait(GONE, never)
    .then(() => {
      ended = true;
    });
  document.dispatchEvent(new Event('visibilitychange'));
  await Promise.resolve();
  expect(ended).toBe(false);
  document.visibilityState = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  await waited;
  expect(ended).toBe(true);
});

test('offline it waits for the network instead of the clock', async () => {
  const { page } = stubBrowser({ onLine: false });
  const delays: number[] = [];
  const waited = createBackoff({ ...DEFAULT_RETRY, firstDelayMs: 1 }, (ms) => delays.push(ms)).wait(GONE, never);
  page.dispatchEvent(new Event('online'));
  await waited;
  expect(delays[0]).toBeGreaterThan(60_000);
});

test('a time that the server asked for is not cut short', async () => {
  const { page } = stubBrowser();
  const error = new ChatError({ code: 'overloaded', status: 503, detail: '', retryAfterMs: 100_000 });
  const leave = new AbortController();
  const waited = createBackoff(LONG).wait(new LineGone(error), leave.signal);
  page.dispatchEvent(new Event('online'));
  leave.abort(new Error('left'));
  await expect(waited).rejects.toThrow('left');
});
