/** When the heap is collected: while nobody is answered and nothing else goes on, and not for little. */
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { collectAtRest, type Heap, oldHeapBytes } from './collect-at-rest.ts';
import { collect } from './testing/left-by-each.ts';

const MB = 2 ** 20;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A process whose old heap holds `living` bytes, and garbage. */
function watched(living: number) {
  const state = { garbage: 0, answering: false, busy: 0, collections: 0 };
  const heap: Heap = {
    oldBytes: () => living + state.garbage,
    collect() {
      state.garbage = 0;
      state.collections += 1;
    },
  };
  const stop = collectAtRest(
    () => state.answering,
    heap,
    () => state.busy,
  );
  return { state, stop, pass: (seconds: number) => vi.advanceTimersByTime(seconds * 1000) };
}

test('what has become of answers is collected once none runs, and only once', () => {
  const { state, pass } = watched(80 * MB);
  state.answering = true;
  state.garbage = 100 * MB;
  pass(60);
  expect(state.collections).toBe(0);
  state.answering = false;
  pass(1);
  expect(state.collections).toBe(1);
  pass(3600);
  expect(state.collections).toBe(1);
});

test('a loop that works, on an import or a page, is let work', () => {
  const { state, pass } = watched(80 * MB);
  state.garbage = 100 * MB;
  state.busy = 0.5;
  pass(60);
  expect(state.collections).toBe(0);
  state.busy = 0.02;
  pass(1);
  expect(state.collections).toBe(1);
});

test('little is left where it is, and the larger the heap the more of it: a large one takes long to collect', () => {
  const small = watched(80 * MB);
  small.state.garbage = 31 * MB;
  small.pass(3600);
  expect(small.state.collections).toBe(0);
  small.state.garbage = 33 * MB;
  small.pass(1);
  expect(small.state.collections).toBe(1);
  const large = watched(1000 * MB);
  large.state.garbage = 200 * MB;
  large.pass(3600);
  expect(large.state.collections).toBe(0);
});

test('what V8 collected by itself does not count as grown', () => {
  const { state, pass } = watched(80 * MB);
  state.answering = true;
  state.garbage = 100 * MB;
  pass(1);
  state.garbage = 0;
  pass(1);
  state.answering = false;
  state.garbage = 20 * MB;
  pass(60);
  expect(state.collections).toBe(0);
});

test('nothing is looked at once it has ended', () => {
  const { state, pass, stop } = watched(80 * MB);
  stop();
  state.garbage = 500 * MB;
  pass(60);
  expect(state.collections).toBe(0);
});

test('the heap of this process is collected where Node was started for it, as npm start does', async () => {
  vi.useRealTimers();
  const packageFile = await import('../../../package.json', { with: { type: 'json' } });
  expect(packageFile.default.scripts.start.split(' ')).toContain('--expose-gc');
  vi.stubGlobal('gc', collect);
  onTestFinished(() => void vi.unstubAllGlobals());
  onTestFinished(collectAtRest(() => false));
  let garbage: object[] | null = Array.from({ length: 2_000_000 }, (_, n) => ({ n }));
  collect();
  const full = oldHeapBytes();
  expect(garbage).toHaveLength(2_000_000);
  garbage = null;
  await expect.poll(() => oldHeapBytes()).toBeLessThan(full - 40 * MB);
});
