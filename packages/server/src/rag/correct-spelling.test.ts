/** Slips of the finger. */
import { expect, test } from 'vitest';
import { correctSpelling, countSlips } from './correct-spelling.ts';

test.each([
  ['revange', 'revenge', 1],
  ['breakuot', 'breakout', 1],
  ['brekaot', 'breakout', 2],
  ['same', 'same', 0],
  ['', 'abc', 3],
])('%s and %s are %i slips apart', (a, b, slips) => {
  expect(countSlips(a, b)).toBe(slips);
  expect(countSlips(b, a)).toBe(slips);
});

test('the nearest word is taken, and none where none is near', () => {
  const near = ['brave', 'bread', 'breakeven', 'breakout'].map((word) => ({ asked: 'breakuot', word }));
  expect(correctSpelling([...near, { asked: 'unicorn', word: 'unique' }])).toEqual(['breakout']);
  expect(
    correctSpelling([
      { asked: 'trail', word: 'trial' },
      { asked: 'trail', word: 'train' },
    ]),
  ).toEqual(['trial']);
});
