import { expect, test, vi } from 'vitest';
import { createWritePace } from './write-pace.ts';

/** A pace whose clock moves half a second with each look, over a loop that works for `busy` of the time. */
function paceAt(busy: { part: number }) {
  let now = 0;
  const pace = createWritePace({ now: () => (now += 500), busyPart: () => busy.part });
  return (flush: () => void) => pace.soon({ flush });
}

/** What one text waits for: the end of this turn of the loop, or a timer of so many milliseconds. */
function waitOf(soon: (flush: () => void) => void): number | 'turn' {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate'] });
  try {
    let flushed = false;
    soon(() => {
      flushed = true;
    });
    vi.advanceTimersByTime(0);
    if (flushed) return 'turn';
    for (let ms = 1; ms <= 1000; ms += 1) {
      vi.advanceTimersByTime(1);
      if (flushed) return ms;
    }
    return Number.POSITIVE_INFINITY;
  } finally {
    vi.useRealTimers();
  }
}

test('while the loop is idle, text leaves at the end of the turn it came in', () => {
  const soon = paceAt({ part: 0.1 });
  expect([waitOf(soon), waitOf(soon)]).toEqual(['turn', 'turn']);
});

test('a loop that many share writes fifteen times a second, until it is idle again', () => {
  const busy = { part: 0.2 };
  const soon = paceAt(busy);
  expect(Array.from({ length: 5 }, () => waitOf(soon))).toEqual(Array(5).fill(66));
  busy.part = 0.1;
  expect(waitOf(soon)).toBe(66);
  busy.part = 0.05;
  expect(waitOf(soon)).toBe('turn');
});

test('the busier it stays the longer it rests, up to a bound, and less again when it is relieved', () => {
  const busy = { part: 1 };
  const soon = paceAt(busy);
  const waits = Array.from({ length: 6 }, () => waitOf(soon));
  expect(waits).toEqual(waits.toSorted((a, b) => Number(a) - Number(b)));
  expect([waits[0], waits.at(-1)]).toEqual([66, 200]);
  busy.part = 0.8;
  expect(waitOf(soon)).toBe(200);
  busy.part = 0.4;
  expect(Array.from({ length: 6 }, () => waitOf(soon)).at(-1)).toBe(66);
  busy.part = 0;
  expect(waitOf(soon)).toBe('turn');
});

test('the first text of an answer waits for no beat', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate'] });
  let now = 0;
  const pace = createWritePace({ now: () => (now += 500), busyPart: () => 1 });
  const flushed: string[] = [];
  pace.soon({ flush: () => void flushed.push('amid an answer') });
  pace.soon({ flush: () => void flushed.push('first') }, true);
  vi.advanceTimersByTime(0);
  expect(flushed).toEqual(['first']);
  vi.advanceTimersByTime(200);
  vi.useRealTimers();
  expect(flushed).toEqual(['first', 'amid an answer']);
});

test('one beat flushes all that wait, each once', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate'] });
  const soon = paceAt({ part: 0 });
  const flushed: number[] = [];
  for (let index = 0; index < 3; index += 1) soon(() => void flushed.push(index));
  vi.advanceTimersByTime(0);
  vi.useRealTimers();
  expect(flushed).toEqual([0, 1, 2]);
});
