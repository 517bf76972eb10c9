/** Multiplies matrices of 32-bit floats in WebAssembly: JavaScript has no vectors, and a model is little else. */
import { assembleKernels, FLOAT, type Kernel, MOST_ROWS, PANEL } from './assemble-kernels.ts';

/** Rows of numbers: where the first begins, in bytes, and how far apart two of them begin, in numbers. */
interface Rows {
  readonly at: number;
  readonly pitch: number;
}

interface Product {
  readonly left: Rows;
  /** Where its panels begin, in bytes. */
  readonly right: number;
  /** Where the numbers stand that each column's sums begin with. */
  readonly bias: number;
  readonly result: Rows;
  readonly rows: number;
  /** Of the result, a multiple of `PANEL`. */
  readonly columns: number;
  /** Numbers in a row of the left matrix, a multiple of `STEP`. */
  readonly depth: number;
}

export type Multiply = (product: Product) => void;

/** Each panel of the right matrix is read from far away once, and then meets all rows. */
export function createMultiply(memory: WebAssembly.Memory): Multiply {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assembleKernels()), { host: { memory } });
  // The module exports nothing else.
  const kernels = Object.values(exports) as Kernel[];
  return ({ left, right, bias, result, rows, columns, depth }) => {
    const [leftPitch, resultPitch, length] = [left.pitch * FLOAT, result.pitch * FLOAT, depth * FLOAT];
    const heights = evenHeights(rows);
    for (let column = 0; column < columns; column += PANEL) {
      let [from, to] = [left.at, result.at + column * FLOAT];
      for (const height of heights) {
        kernels[height - 1]?.(from, leftPitch, right + column * length, bias + column * FLOAT, to, resultPitch, length);
        from += height * leftPitch;
        to += height * resultPitch;
      }
    }
  };
}

/** 14 rows are 5, 5 and 4: 6, 6 and 2 would take longer. */
function evenHeights(rows: number): number[] {
  const count = Math.ceil(rows / MOST_ROWS);
  return Array.from({ length: count }, (_, n) => Math.floor(((n + 1) * rows) / count) - Math.floor((n * rows) / count));
}
