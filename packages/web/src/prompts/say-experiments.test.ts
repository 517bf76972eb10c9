import { expect, it } from 'vitest';
import { sayDifference, sayFigure, sayRange } from './say-experiments.ts';

it('each figure is said in its own unit', () => {
  expect([
    ...[sayFigure('helpful', 0.5), sayFigure('first_token', 340), sayFigure('tokens', 1234.4)],
    ...[sayFigure('cost', 0.00031), sayFigure('confidence', 0.7), sayFigure('error', null)],
  ]).toEqual(['50%', '340 ms', '1,234 tokens', '$0.0003', '0.70', '–']);
});

it('a difference has its sign, and one of shares is in points', () => {
  expect([sayDifference('helpful', 0.021), sayDifference('first_token', -40)]).toEqual(['+2.1 points', '−40 ms']);
  expect(sayRange({ metric: 'error', lower: -0.01, upper: 0.02 })).toBe('−1.0 points to +2.0 points');
  expect([sayDifference('error', 0), sayDifference('error', -0.0001)]).toEqual(['0.0 points', '0.0 points']);
  expect(sayRange({ metric: 'error', lower: null, upper: null })).toBe('–');
});
