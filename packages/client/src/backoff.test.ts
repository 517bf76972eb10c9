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

test('offline it goes on trying, gently, and gives up nothing; being online ends the wait', async () => {
  const { page } = stubBrowser({ onLine: false });
  const delays: number[] = [];
  const policy = { ...DEFAULT_RETRY, attempts: 2, firstDelayMs: 1, maxDelayMs: 3_600_000 };
  const backoff = createBackoff(policy, (ms) => delays.push(ms));
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const waited = backoff.wait(GONE, never);
    page.dispatchEvent(new Event('online'));
    await waited;
  }
  expect(Math.min(...delays)).toBeGreaterThan(60_000);
});

test('a device that slept through a wait goes on when it wakes', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const waited = createBackoff(LONG).wait(GONE, never);
  vi.setSystemTime(Date.now() + 1_800_000);
  await vi.advanceTimersByTimeAsync(1000);
  await expect(waited).resolves.toBeUndefined();
});

test('a time that the server asked for is not cut short, and spread a little', async () => {
  const { page } = stubBrowser();
  const error = new ChatError({ code: 'overloaded', status: 503, detail: '', retryAfterMs: 100_000 });
  const leave = new AbortController();
  const delays: number[] = [];
  const waited = createBackoff(DEFAULT_RETRY, (ms) => delays.push(ms)).wait(new LineGone(error), leave.signal);
  page.dispatchEvent(new Event('online'));
  leave.abort(new Error('left'));
  await expect(waited).rejects.toThrow('left');
  expect(delays[0]).toBeGreaterThan(100_000);
});

test('a time that the server asked for passes in sleep too', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const error = new ChatError({ code: 'overloaded', status: 503, detail: '', retryAfterMs: 100_000 });
  let over = false;
  const waited = createBackoff(DEFAULT_RETRY)
    .wait(new LineGone(error), never)
    .then(() => {
      over = true;
    });
  vi.setSystemTime(Date.now() + 60_000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(over).toBe(false);
  vi.setSystemTime(Date.now() + 60_000);
  await vi.advanceTimersByTimeAsync(1000);
  await waited;
  expect(over).toBe(true);
});
