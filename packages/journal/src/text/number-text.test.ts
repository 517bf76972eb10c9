/** Numbers as people and brokers write them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalMarkOf, readNumber } from './number-text.ts';

test.each([
  ['$(41.25)', '-41.25'],
  ['$1,250.00', '1250'],
  ['($1,250.50)', '-1250.5'],
  ['-$5', '-5'],
  ['"-10,300.00"'.replaceAll('"', ''), '-10300'],
  ['5-', '-5'],
  ['\u22121.5', '-1.5'],
  ['+3', '3'],
  ['@33.10', '33.1'],
  ['.5', '0.5'],
  ['007', '7'],
  ['1 234.5', '1234.5'],
  ["1'234.5", '1234.5'],
  ['1e-7', '0.0000001'],
  ['1.5E3', '1500'],
  ['-0.00', '0'],
])('%s is %s', (text, value) => {
  expect(readNumber(text)).toBe(value);
});

test.each([
  '',
  '-',
  '--',
  'abc',
  '1,2',
  '1.2.3',
  '1,23,456',
  '(1',
  '1)',
  '-5-',
  'NaN',
  'Infinity',
  '0x10',
  '1'.repeat(19),
])('%s is no number', (text) => {
  expect(readNumber(text)).toBeNull();
});

test('a comma can be the decimal mark', () => {
  expect(readNumber('1.234,56 €', ',')).toBe('1234.56');
  expect(decimalMarkOf(['1.234', '5,5'], ';')).toBe(',');
  expect(decimalMarkOf(['1,234', '5.5'], ';')).toBe('.');
  expect(decimalMarkOf(['1,234'], ';')).toBe(',');
  expect(decimalMarkOf(['1,234'], ',')).toBe('.');
  expect(decimalMarkOf(['0.125'], ';')).toBe('.');
  expect(decimalMarkOf(['1234.125'], ';')).toBe('.');
  expect(readNumber('0.125', ',')).toBeNull();
});

test('any amount survives being written with thousands and in parentheses', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000_000_000 }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
      const plain = `${whole}.${String(cents).padStart(2, '0')}`.replace(/\.?0+$/, (zeros) =>
        zeros.startsWith('.') ? '' : zeros.replace(/0+$/, ''),
      );
      const expected = cents === 0 ? String(whole) : plain;
      const written = `$(${whole.toLocaleString('en-US')}.${String(cents).padStart(2, '0')})`;
      expect(readNumber(written)).toBe(`-${expected}`);
    }),
  );
});
