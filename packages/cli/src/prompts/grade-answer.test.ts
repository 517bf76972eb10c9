/** Numbers as models write them, against the figure they should have. */
import { expect, test } from 'vitest';
import { gradeAnswer } from './grade-answer.ts';

test('a figure is right however it is written, rounded to what is shown', () => {
  for (const answer of [
    '1284.5',
    '$1,284.50',
    'about 1,285 USD',
    'n = 42; net 1 284.50'.replace('1 284', '1\u202f284'),
  ])
    expect([answer, gradeAnswer(answer, '1284.50')]).toEqual([answer, 'right']);
  expect(gradeAnswer('You lost 318.75 USD', '-318.75')).toBe('right');
  expect(gradeAnswer('Down \u2212318.75', '-318.75')).toBe('right');
  expect(gradeAnswer('Your win rate is 57.1 % (n = 42).', '0.5714')).toBe('right');
});

test('another figure is wrong, and none at all is a refusal', () => {
  expect(gradeAnswer('Your net P&L is $1,190.00.', '1284.50')).toBe('wrong');
  expect(gradeAnswer('57.9 %', '0.5714')).toBe('wrong');
  expect(gradeAnswer('I do not have that figure.', '1284.50')).toBe('refused');
  expect(gradeAnswer('I do not have that for 2026.', '1284.50')).toBe('refused');
  expect(gradeAnswer('You made 400 trades in 2026.', '412')).toBe('wrong');
  expect(gradeAnswer('You made 412 trades in 2026.', '412')).toBe('right');
  expect(gradeAnswer('Nothing is there for 2026.', '412')).toBe('refused');
});

test('where nothing answers it, to say so is right, and any figure wrong', () => {
  expect(gradeAnswer('Your journal has no Sharpe ratio.', null)).toBe('right');
  expect(gradeAnswer('Your Sharpe ratio is 1.4.', null)).toBe('wrong');
});
