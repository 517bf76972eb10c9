/** A version of a model is that model; another one that it could be mistaken for is not. */
import { expect, test } from 'vitest';
import { answeredBy } from './answered-by.ts';

const CASES: [said: string, asked: string, others: string[], model: string | null][] = [
  ['a/one', 'a/one', ['b/two'], null],
  ['a/one-2026-01-01', 'a/one', ['b/two'], null],
  ['a/one', 'a/one:free', ['b/two'], null],
  ['b/two', 'a/one', ['b/two'], 'b/two'],
  ['b/two-2026-01-01', 'a/one', ['a/one', 'b/two'], 'b/two'],
  ['a/one-mini', 'a/one', ['a/one-mini'], 'a/one-mini'],
  ['c/three', 'a/one', ['b/two'], null],
  ['a/one', 'a/one', ['a/one'], null],
  ['a/onerous', 'a/one', ['a/onerous'], 'a/onerous'],
];
test.each(CASES)('%s, where %s was asked and %j may answer, is %s', (...[said, asked, others, model]) => {
  expect(answeredBy(said, asked, others)).toBe(model);
});
