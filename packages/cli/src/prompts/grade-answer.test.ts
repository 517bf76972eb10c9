/** Numbers as models write them, against the figure they should have. */
import { expect, test } from 'vitest';
import { gradeAnswer } from './grade-answer.ts';

const grade = (answer: string, figure: string, isShare = false) => gradeAnswer(answer, { figure, isShare });

test('a figure is right however it is written, rounded to what is shown', () => {
  for (const answer of [
    '1284.5',
    '$1,284.50',
    'about 1,285 USD',
    'n = 42; net 1 284.50'.replace('1 284', '1\u202f284'),
  ])
    expect([answer, grade(answer, '1284.50')]).toEqual([answer, 'right']);
  expect(grade('You lost 318.75 USD', '-318.75')).toBe('right');
  expect(grade('Down \u2212318.75', '-318.75')).toBe('right');
  expect(grade('Your win rate is 57.1 % (n = 42).', '0.5714', true)).toBe('right');
});

test('what is rounded to nothing, or is a share of something else, is not the figure', () => {
  expect(grade('You have 1 account.', '0.5714', true)).toBe('refused');
  expect(grade('Your profit factor is 1.0.', '1.42')).toBe('wrong');
  expect(grade('Your profit factor is 1.4.', '1.42')).toBe('right');
  expect(grade('142 %', '1.42')).toBe('wrong');
  expect(grade('None broke even: 0.', '0')).toBe('right');
});

test('another figure is wrong, and none at all is a refusal', () => {
  expect(grade('Your net P&L is $1,190.00.', '1284.50')).toBe('wrong');
  expect(grade('57.9 %', '0.5714', true)).toBe('wrong');
  expect(grade('I do not have that figure.', '1284.50')).toBe('refused');
  expect(grade('I do not have that for 2026.', '1284.50')).toBe('refused');
  expect(grade('You made 400 trades in 2026.', '412')).toBe('wrong');
  expect(grade('You made 412 trades in 2026.', '412')).toBe('right');
  expect(grade('Nothing is there for 2026.', '412')).toBe('refused');
});

test('where nothing answers it, to say so is right, and any figure wrong', () => {
  expect(gradeAnswer('Your journal has no Sharpe ratio.', null)).toBe('right');
  expect(gradeAnswer('Your Sharpe ratio is 1.4.', null)).toBe('wrong');
});
