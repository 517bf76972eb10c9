/** Reading is time in view on a visible page, told when the reader turns away. */
import { expect, test } from 'vitest';
import { createReadingTimes } from './reading-times.ts';

function reader() {
  const clock = { ms: 0 };
  const told: [string, number][] = [];
  const times = createReadingTimes({
    now: () => clock.ms,
    visible: true,
    tell: (answerId, ms) => void told.push([answerId, ms]),
  });
  const pass = (ms: number) => {
    clock.ms += ms;
  };
  return { times, told, pass };
}

test('only the time in view of a visible page counts, and all of it', () => {
  const { times, told, pass } = reader();
  times.see('s', true);
  pass(4000);
  times.name('s', 'a');
  pass(1000);
  times.show(false);
  expect(told).toEqual([['a', 5000]]);
  pass(60_000);
  times.show(true);
  pass(2000);
  times.see('s', false);
  expect(told).toEqual([
    ['a', 5000],
    ['a', 7000],
  ]);
  pass(9000);
  times.show(false);
  expect(told.length).toBe(2);
});

test('an answer drawn anew goes on where it was; a glance is not told, nor what has no message', () => {
  const { times, told, pass } = reader();
  times.see('s', true);
  pass(900);
  times.see('s', false);
  times.see('s', true);
  pass(900);
  times.see('s', false);
  expect(told).toEqual([]);
  times.name('s', 'a');
  times.see('s', true);
  times.see('s', false);
  expect(told).toEqual([['a', 1800]]);
  times.name('glance', 'b');
  times.see('glance', true);
  pass(500);
  times.show(false);
  expect(told.length).toBe(1);
});

test('no more than an hour is told', () => {
  const { times, told, pass } = reader();
  times.name('s', 'a');
  times.see('s', true);
  pass(9_000_000);
  times.show(false);
  expect(told).toEqual([['a', 3_600_000]]);
});
