/** Multiplies matrices of 32-bit floats in WebAssembly: JavaScript has no vectors of four, and a model is little else. */

/** Columns of the right matrix that are made at once; it is packed by them (`packColumns`). */
export const PANEL = 8;
/** Rows of the left matrix at once: with two vectors of sums each, more would not stay in the registers of any processor. */
const MOST_ROWS = 6;
/** Numbers of a row in one round of the loop; rows are as long as a multiple of it. */
export const STEP = 4;
export const FLOAT = 4;
const VECTOR = 16;

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
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble()), { host: { memory } });
  // `assemble` exports nothing else.
  const kernels = Object.values(exports) as ((...parameters: number[]) => void)[];
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

const I32 = 0x7f;
const V128 = 0x7b;
/** The kernels' parameters, in the order of their locals. */
const [LEFT, LEFT_PITCH, RIGHT, BIAS, RESULT, RESULT_PITCH, LENGTH] = [0, 1, 2, 3, 4, 5, 6] as const;
const PARAMETERS = 7;

/** A module with a kernel for each count of rows, the same but for how often its lines are repeated. */
function assemble(): Uint8Array<ArrayBuffer> {
  const heights = Array.from({ length: MOST_ROWS }, (_, n) => n + 1);
  const section = (id: number, items: readonly number[][]) => [
    id,
    ...sized([...number(items.length), ...items.flat()]),
  ];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [[0x60, PARAMETERS, ...Array.from({ length: PARAMETERS }, () => I32), 0]]),
    ...section(2, [[...name('host'), ...name('memory'), 2, 0, 1]]),
    ...section(
      3,
      heights.map(() => [0]),
    ),
    ...section(
      7,
      heights.map((height, index) => [...name(`rows${height}`), 0, index]),
    ),
    ...section(
      10,
      heights.map((height) => sized(kernel(height))),
    ),
  ]);
}

function kernel(height: number): number[] {
  const rows = Array.from({ length: height }, (_, n) => n);
  const steps = Array.from({ length: STEP }, (_, n) => n);
  const end = PARAMETERS;
  const pointer = (row: number) => PARAMETERS + 1 + row;
  const firstVector = PARAMETERS + 1 + height;
  const sum = (row: number, half: number) => firstVector + 2 * row + half;
  const [low, high, value] = [firstVector + 2 * height, firstVector + 2 * height + 1, firstVector + 2 * height + 2];
  const halves = [low, high];

  const starts = rows.flatMap((row) => [
    ...(row === 0 ? get(LEFT) : [...get(pointer(row - 1)), ...get(LEFT_PITCH), ...ADD]),
    ...set(pointer(row)),
    ...halves.flatMap((_, half) => [...get(BIAS), ...load(half * VECTOR), ...set(sum(row, half))]),
  ]);
  const round = steps.flatMap((step) => [
    ...halves.flatMap((vector, half) => [...get(RIGHT), ...load((2 * step + half) * VECTOR), ...set(vector)]),
    ...rows.flatMap((row) => [
      ...[...get(pointer(row)), ...loadSplat(step * FLOAT), ...set(value)],
      ...halves.flatMap((vector, half) => [
        ...get(value),
        ...get(vector),
        ...get(sum(row, half)),
        ...MULTIPLY_ADD,
        ...set(sum(row, half)),
      ]),
    ]),
  ]);
  const moves = [...rows.flatMap((row) => advance(pointer(row), STEP * FLOAT)), ...advance(RIGHT, 2 * STEP * VECTOR)];
  const stores = rows.flatMap((row) => [
    ...halves.flatMap((_, half) => [...get(RESULT), ...get(sum(row, half)), ...store(half * VECTOR)]),
    ...[...get(RESULT), ...get(RESULT_PITCH), ...ADD, ...set(RESULT)],
  ]);
  return [
    ...[2, 1 + height, I32, 2 * height + 3, V128],
    ...[...get(LEFT), ...get(LENGTH), ...ADD, ...set(end), ...starts],
    ...[...LOOP, ...round, ...moves, ...get(pointer(0)), ...get(end), ...LESS, ...AGAIN, ...END],
    ...[...stores, ...END],
  ];
}

// https://webassembly.github.io/spec/core/binary/instructions.html
const LOOP = [0x03, 0x40];
const AGAIN = [0x0d, 0];
const END = [0x0b];
const LESS = [0x49];
const ADD = [0x6a];
/** One instruction where the processor has it, rounded once; else two. */
const MULTIPLY_ADD = [0xfd, 0x85, 0x02];
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const advance = (local: number, by: number) => [...get(local), 0x41, ...signed(by), ...ADD, ...set(local)];
const load = (offset: number) => [0xfd, 0x00, 4, ...number(offset)];
const loadSplat = (offset: number) => [0xfd, 0x09, 2, ...number(offset)];
const store = (offset: number) => [0xfd, 0x0b, 4, ...number(offset)];

function name(text: string): number[] {
  return sized([...Buffer.from(text)]);
}

function sized(bytes: readonly number[]): number[] {
  return [...number(bytes.length), ...bytes];
}

/** LEB128. */
function number(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...number(value >> 7)];
}

/** The same with a sign; `value` has none. */
function signed(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >> 7)];
}
