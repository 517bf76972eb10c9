/** Prices in thirty-seconds and eighths. */
import { expect, test } from 'vitest';
import { readFuturePrice } from './fraction-price.ts';

test.each([
  ['ZB', "118'16", '118.5'],
  ['ZB', '118-17', '118.53125'],
  ['ZN', "110'165", '110.515625'],
  ['ZN', "108'005", '108.015625'],
  ['ZF', "107'217", '107.6796875'],
  ['ZF', "107'212", '107.6640625'],
  ['ZT', "102'166", '102.51953125'],
  ['ZN', "110'16.5", '110.515625'],
  ['ZC', "450'2", '450.25'],
  ['ZS', "1012'6", '1012.75'],
])('%s at %s is %s', (root, text, price) => {
  expect(readFuturePrice(text, root)).toBe(price);
});

test.each([
  ['ZN', "110'32"],
  ['ZN', "110'164"],
  ['ZC', "450'8"],
])('%s at %s is no price at all', (root, text) => {
  expect(readFuturePrice(text, root)).toBeNull();
});

test.each([
  ['ZN', '110.515625', '110.515625'],
  ['YM', "44'123", '44123'],
  ['ES', '6,117.25', '6117.25'],
])('%s at %s is a decimal', (root, text, price) => {
  expect(readFuturePrice(text, root)).toBe(price);
});
