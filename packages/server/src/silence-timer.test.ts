import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SilenceTimer } from './silence-timer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('silence is counted from the last sign of life, however many there were', () => {
  const timer = new SilenceTimer();
  const onSilence = vi.fn();
  timer.start(1000, onSilence);
  for (let n = 0; n < 30; n += 1) {
    vi.advanceTimersByTime(90);
    timer.heardAt = performance.now();
  }
  vi.advanceTimersByTime(999);
  expect(onSilence).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onSilence).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(5000);
  expect(onSilence).toHaveBeenCalledOnce();
});

test('what was waited for before is not any more, and nothing is once it was stopped', () => {
  const timer = new SilenceTimer();
  const [first, second] = [vi.fn(), vi.fn()];
  timer.start(1000, first);
  vi.advanceTimersByTime(900);
  timer.start(500, second);
  vi.advanceTimersByTime(499);
  timer.stop();
  vi.advanceTimersByTime(5000);
  expect([first.mock.calls, second.mock.calls]).toEqual([[], []]);
  expect(vi.getTimerCount()).toBe(0);
});
