/** Assignment against published vectors, and what must hold for any words and weights. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf, chooseRange, namespaceBucketOf, rangesOf } from './bucket.ts';
import { fnv32a } from './fnv32a.ts';

test('the hash is that of the published vectors', () => {
  const vectors: [string, number][] = [
    ['a', 220],
    ['b', 77],
    ['ab', 946],
    ['def', 652],
    ['8952klfjas09ujkasdf', 549],
    ['123', 11],
    ['___)((*":&', 563],
  ];
  for (const [text, expected] of vectors) expect([text, fnv32a(text) % 1000]).toEqual([text, expected]);
});

test('buckets are those of the published vectors', () => {
  const vectors: [string, string, number][] = [
    ['seed', 'a', 0.0505],
    ['seed', 'b', 0.2696],
    ['foo', 'ab', 0.2575],
    ['foo', 'def', 0.2019],
    ['89123klj', '8952klfjas09ujkasdf', 0.124],
    ['90850943850283058242805', '123', 0.7516],
    ['()**(%$##$%#$#', '___)((*":&', 0.0128],
    ['feature', '123', 0.5231],
  ];
  for (const [seed, value, expected] of vectors)
    expect([seed, value, bucketOf(seed, value)]).toEqual([seed, value, expected]);
});

test('namespaces are those of the published vectors', () => {
  const vectors: [user: string, namespace: string, below: boolean][] = [
    ['1', 'namespace1', false],
    ['1', 'namespace2', false],
    ['2', 'namespace1', false],
    ['2', 'namespace2', false],
    ['3', 'namespace1', false],
    ['3', 'namespace2', true],
    ['4', 'namespace1', false],
    ['4', 'namespace2', true],
  ];
  // Each is published twice: in [0, 0.4) or not, and in [0.4, 1) or not.
  for (const [user, namespace, below] of vectors)
    expect([user, namespace, namespaceBucketOf(user, namespace) < 0.4]).toEqual([user, namespace, below]);
});

test('ranges and what is chosen by them are those of the published vectors', () => {
  const ranges: [weights: number[], coverage: number, expected: [number, number][]][] = [
    [
      [0.5, 0.5],
      1,
      [
        [0, 0.5],
        [0.5, 1],
      ],
    ],
    [
      [0.5, 0.5],
      0.5,
      [
        [0, 0.25],
        [0.5, 0.75],
      ],
    ],
    [
      [0.5, 0.5],
      0,
      [
        [0, 0],
        [0.5, 0.5],
      ],
    ],
    [
      [0.25, 0.25, 0.25, 0.25],
      1,
      [
        [0, 0.25],
        [0.25, 0.5],
        [0.5, 0.75],
        [0.75, 1],
      ],
    ],
    [
      [0.4, 0.6],
      1,
      [
        [0, 0.4],
        [0.4, 1],
      ],
    ],
    [
      [0.2, 0.3, 0.5],
      1,
      [
        [0, 0.2],
        [0.2, 0.5],
        [0.5, 1],
      ],
    ],
    [
      [0.2, 0.3, 0.5],
      0.2,
      [
        [0, 0.04],
        [0.2, 0.26],
        [0.5, 0.6],
      ],
    ],
  ];
  for (const [weights, coverage, expected] of ranges)
    expect(rangesOf(weights, coverage)).toEqual(
      expected.map(([from, to]) => [expect.closeTo(from, 9), expect.closeTo(to, 9)]),
    );
  const even = rangesOf([0.5, 0.5], 1);
  const reduced = rangesOf([0.5, 0.5], 0.5);
  for (const [bucket, arm] of [
    [0, 0],
    [0.2, 0],
    [0.4, 0],
    [0.5, 1],
    [0.6, 1],
    [0.8, 1],
  ] as const)
    expect([bucket, chooseRange(even, bucket)]).toEqual([bucket, arm]);
  for (const [bucket, arm] of [
    [0.2, 0],
    [0.25, null],
    [0.4, null],
    [0.5, 1],
    [0.6, 1],
    [0.8, null],
  ] as const)
    expect([bucket, chooseRange(reduced, bucket)]).toEqual([bucket, arm]);
  expect(
    chooseRange(
      [
        [0, 0.5],
        [0.5, 0.5],
        [0.5, 1],
      ],
      0.5,
    ),
  ).toBe(2);
});

test('a namespace hashes the user first, then its name', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (value, namespace) => {
      expect(namespaceBucketOf(value, namespace)).toBe((fnv32a(`${value}__${namespace}`) % 1000) / 1000);
    }),
  );
});

test('the hash is over UTF-16 units, lone surrogates included', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
      (text) => {
        let hash = 0x811c9dc5n;
        for (const unit of text.split('')) hash = ((hash ^ BigInt(unit.charCodeAt(0))) * 0x01000193n) & 0xffffffffn;
        expect(fnv32a(text)).toBe(Number(hash));
      },
    ),
  );
});

const weights = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 6 })
  .filter((list) => list.some((weight) => weight > 0))
  .map((list) => list.map((weight) => weight / list.reduce((sum, each) => sum + each, 0)));

test('ranges are half-open: with the whole covered a bucket is in one of them, or in none for want of rounding', () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 0, max: 9999 }), (parts, place) => {
      const bucket = place / 10_000;
      const ranges = rangesOf(parts, 1);
      const inside = ranges.filter(([from, to]) => from <= bucket && bucket < to);
      expect(inside.length).toBeLessThanOrEqual(1);
      const last = ranges.at(-1)?.[1] ?? 0;
      if (bucket < last) expect(inside).toHaveLength(1);
      expect(last).toBeCloseTo(1, 9);
    }),
  );
  expect(chooseRange(rangesOf([0.5, 0.5], 1), 0.5)).toBe(1);
  expect(chooseRange(rangesOf([0.5, 0.5], 0.5), 0.25)).toBe(null);
});

test('a coverage that grows moves nobody from one variant to another', () => {
  const coverage = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.record({ parts: weights, one: coverage, other: coverage, user: fc.string() }), (given) => {
      const { parts, one, other, user } = given;
      const [less, more] = one < other ? [one, other] : [other, one];
      const before = chooseRange(rangesOf(parts, less), bucketOf('s', user));
      if (before !== null) expect(chooseRange(rangesOf(parts, more), bucketOf('s', user))).toBe(before);
    }),
  );
});

test('ten thousand users fall as the weights say, within the binomial interval, and two experiments share no order', () => {
  const users = Array.from({ length: 10_000 }, (_, index) => `user-${index}`);
  const ranges = rangesOf([0.2, 0.3, 0.5], 1);
  const inOne = users.map((user) => chooseRange(ranges, bucketOf('one', user)));
  const inTwo = users.map((user) => chooseRange(ranges, bucketOf('two', user)));
  for (const [arm, weight] of [0.2, 0.3, 0.5].entries()) {
    // Five standard deviations: once in 1.7 million.
    const bound = 5 * Math.sqrt(10_000 * weight * (1 - weight));
    expect(Math.abs(inOne.filter((each) => each === arm).length - 10_000 * weight)).toBeLessThan(bound);
    const both = inOne.filter((each, index) => each === arm && inTwo[index] === arm).length;
    expect(Math.abs(both - 10_000 * weight ** 2)).toBeLessThan(5 * Math.sqrt(10_000) * weight);
  }
});
