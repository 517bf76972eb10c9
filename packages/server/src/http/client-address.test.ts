/** Limits by address: whom they count as one, and whom not at all. */
import { describe, expect, test } from 'vitest';
import { createProxyCheck, toClientAddress } from './client-address.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['203.0.113.7:51234', '203.0.113.7'],
  ['[2001:db8:1:2::6]:51234', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::6]', '2001:db8:1:2::/64'],
  ['[]', 'unknown'],
  ['203.0.113.7:', 'unknown'],
  ['not an address', 'unknown'],
  [undefined, 'unknown'],
])('%s counts as %s', (address, counted) => {
  expect(toClientAddress(address)).toBe(counted);
});

describe('a proxy of ours', () => {
  const isProxy = createProxyCheck(['10.0.0.0/8', '192.0.2.1', '2001:db8::/32']);
  test.each(['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.1', '2001:db8:9::1'])('is %s', (address) => {
    expect(isProxy(address)).toBe(true);
  });
  test.each(['11.0.0.1', '192.0.2.2', '2001:db9::1', 'nonsense', undefined])('is not %s', (address) => {
    expect(isProxy(address)).toBe(false);
  });
  test('is nobody unless told, and everybody where all are believed', () => {
    expect(createProxyCheck(undefined)('10.1.2.3')).toBe(false);
    expect(createProxyCheck(true)('203.0.113.7')).toBe(true);
  });
});
