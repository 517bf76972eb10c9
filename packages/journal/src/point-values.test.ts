/** Point values and contract names. */
import { expect, test } from 'vitest';
import { rootOf } from './instruments.ts';
import { pointValueOf } from './point-values.ts';

test.each([
  ['ES', '50'],
  ['/MES', '5'],
  ['mym', '0.5'],
  ['6E', '125000'],
  ['6J', '12500000'],
  ['MBT', '0.1'],
  ['CL', '1000'],
  ['ZB', '1000'],
])('%s is worth %s a point', (root, value) => {
  expect(pointValueOf(root)).toBe(value);
});

test.each(['', 'AAPL', 'constructor', 'toString'])('%s is in no table', (root) => {
  expect(pointValueOf(root)).toBeNull();
});

test.each([
  ['MESH5', 'MES'],
  ['/ESZ25', 'ES'],
  ['6EM5', '6E'],
  ['M2KU5', 'M2K'],
  ['ZBH5', 'ZB'],
  ['AAPL', null],
  ['MES', null],
])('%s is a contract of %s', (symbol, root) => {
  expect(rootOf(symbol)).toBe(root);
});
