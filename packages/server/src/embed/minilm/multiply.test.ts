/** The kernels multiply as one would by hand, whatever the shapes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createArena } from './arena.ts';
import { PANEL, STEP } from './assemble-kernels.ts';
import { packColumns } from './dense.ts';
import { createMultiply } from './multiply.ts';

const shape = fc.record({
  rows: fc.integer({ min: 1, max: 20 }),
  columns: fc.integer({ min: 1, max: 4 }).map((panels) => panels * PANEL),
  depth: fc.integer({ min: 1, max: 12 }).map((steps) => steps * STEP),
  seed: fc.integer(),
});

test('every sum is that of its row and column, and begins with the bias', () => {
  fc.assert(
    fc.property(shape, ({ rows, columns, depth, seed }) => {
      const arena = createArena(2 ** 17);
      // Small whole numbers: their sums are exact in any order.
      const whole = (count: number, salt: number) =>
        Float32Array.from({ length: count }, (_, n) => ((seed ^ salt) + n * 7919) % 13);
      const [left, right, bias, result] = [rows * depth, columns * depth, columns, rows * columns].map(arena.take);
      if (!left || !right || !bias || !result) throw new Error('no memory was given');
      left.values.set(whole(rows * depth, 1));
      bias.values.set(whole(columns, 2));
      const weights = whole(columns * depth, 3);
      packColumns(weights, { columns, depth, pitch: depth }, right.values);
      createMultiply(arena.memory)({
        left: { at: left.at, pitch: depth },
        right: right.at,
        bias: bias.at,
        result: { at: result.at, pitch: columns },
        ...{ rows, columns, depth },
      });
      const byHand = Array.from({ length: rows * columns }, (_, n) => {
        const [row, column] = [Math.floor(n / columns), n % columns];
        const products = Array.from(
          weights.subarray(column * depth, (column + 1) * depth),
          (weight, k) => weight * (left.values[row * depth + k] ?? 0),
        );
        return products.reduce((sum, product) => sum + product, bias.values[column] ?? 0);
      });
      expect([...result.values]).toEqual(byHand);
    }),
  );
});
