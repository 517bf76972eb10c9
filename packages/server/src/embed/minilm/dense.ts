/** The layers of a model that weigh each number of a row for each of the next: a matrix, packed as the kernel reads it, and a bias. */
import type { Arena, Place } from './arena.ts';
import { PANEL } from './assemble-kernels.ts';
import type { Multiply } from './multiply.ts';
import type { Tensors } from './read-tensors.ts';

interface Dense {
  readonly weights: Place;
  readonly bias: Place;
  readonly columns: number;
  readonly depth: number;
}

/** Several of the same depth become one, their columns side by side. */
export function readDense(tensors: Tensors, arena: Arena, names: readonly string[]): Dense {
  const biases = names.map((name) => tensors(`${name}.bias`));
  const matrices = names.map((name) => tensors(`${name}.weight`));
  const columns = biases.reduce((sum, { length }) => sum + length, 0);
  const depth = matrices.reduce((sum, { length }) => sum + length, 0) / columns;
  const dense = { weights: arena.take(columns * depth), bias: arena.take(columns), columns, depth };
  let column = 0;
  for (const [index, matrix] of matrices.entries()) {
    const bias = biases[index] ?? [];
    dense.bias.values.set(bias, column);
    packColumns(
      new Float32Array(matrix),
      { columns: bias.length, depth, pitch: depth },
      dense.weights.values.subarray(column * depth),
    );
    column += bias.length;
  }
  return dense;
}

interface Shape {
  readonly columns: number;
  readonly depth: number;
  /** In numbers: how far apart two of the source's rows begin. */
  readonly pitch: number;
}

/** Each of the source's rows becomes a column: eight columns are a panel, which has its numbers row by row. */
export function packColumns(from: Float32Array, { columns, depth, pitch }: Shape, to: Float32Array): void {
  for (let column = 0; column < columns; column += 1) {
    const at = Math.floor(column / PANEL) * PANEL * depth + (column % PANEL);
    for (let n = 0; n < depth; n += 1) to[at + n * PANEL] = from[column * pitch + n] ?? 0;
  }
}

/** `rows` rows of `from`, as wide as the layer is deep, become as many of `to`. */
export function applyDense(
  multiply: Multiply,
  { weights, bias, columns, depth }: Dense,
  { from, to, rows }: { from: Place; to: Place; rows: number },
): void {
  multiply({
    left: { at: from.at, pitch: depth },
    right: weights.at,
    bias: bias.at,
    result: { at: to.at, pitch: columns },
    ...{ rows, columns, depth },
  });
}
