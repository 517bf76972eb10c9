/** Each word of a text looks at all the others: what it takes from each of them is what its query finds in their keys. */
import type { Arena, Place } from './arena.ts';
import { FLOAT, PANEL, STEP } from './assemble-kernels.ts';
import { packColumns } from './dense.ts';
import type { Multiply } from './multiply.ts';
import { softmax } from './row-functions.ts';

interface Shape {
  readonly heads: number;
  /** Numbers of one head. */
  readonly width: number;
  readonly mostRows: number;
}

interface Work {
  /** Query, key and value of each word side by side, all heads of each. */
  readonly from: Place;
  /** What each has taken, all heads side by side. */
  readonly to: Place;
  readonly rows: number;
}

export function createAttention(
  arena: Arena,
  multiply: Multiply,
  { heads, width, mostRows }: Shape,
): (work: Work) => void {
  const all = heads * width;
  const pitch = 3 * all;
  const keys = arena.take(width * mostRows);
  const values = arena.take(width * mostRows);
  const scores = arena.take(mostRows * mostRows);
  const zeros = arena.take(mostRows);

  function attend(head: number, { from, to, rows }: Work): void {
    const [columns, depth] = [roundUp(rows, PANEL), roundUp(rows, STEP)];
    const first = head * width;
    packColumns(from.values.subarray(all + first), { columns: rows, depth: width, pitch }, keys.values);
    multiply({
      left: { at: from.at + first * FLOAT, pitch },
      right: keys.at,
      bias: zeros.at,
      result: { at: scores.at, pitch: columns },
      ...{ rows, columns, depth: width },
    });
    for (let row = 0; row < rows; row += 1) {
      softmax(scores.values.subarray(row * columns, (row + 1) * columns), rows, 1 / Math.sqrt(width));
    }
    packRows(from.values.subarray(2 * all + first), { columns: width, rows, depth, pitch }, values.values);
    multiply({
      left: { at: scores.at, pitch: columns },
      right: values.at,
      bias: zeros.at,
      result: { at: to.at + first * FLOAT, pitch: all },
      ...{ rows, columns: width, depth },
    });
  }

  return (work) => {
    for (let head = 0; head < heads; head += 1) attend(head, work);
  };
}

/** Rows stay rows; below the last one there are zeros, down to `depth`. */
function packRows(
  from: Float32Array,
  { columns, rows, depth, pitch }: { columns: number; rows: number; depth: number; pitch: number },
  to: Float32Array,
): void {
  for (let row = 0; row < depth; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = (Math.floor(column / PANEL) * depth + row) * PANEL + (column % PANEL);
      to[at] = row < rows ? (from[row * pitch + column] ?? 0) : 0;
    }
  }
}

function roundUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}
