/**
 * The WebAssembly module behind `multiply.ts`, written by loops: its kernels are the same lines, repeated for each row and column
 * so that all sums stay in registers. https://webassembly.github.io/spec/core/binary/instructions.html
 */

export const FLOAT = 4;
/** Numbers in a vector. */
const LANES = 4;
/** Vectors of columns that are summed at once. */
const VECTORS = 2;
/** Columns of the right matrix that are made at once; it is packed by them. */
export const PANEL = LANES * VECTORS;
/** Rows of the left matrix at once; more would not stay in the sixteen registers of a processor. */
export const MOST_ROWS = 6;
/** Numbers of a row in one round of the loop; rows are as long as a multiple of it. */
export const STEP = 4;

/** The kernel for one row, for two, and so on up to `MOST_ROWS`: `height` rows of one panel of the result. Pitches and length in bytes. */
export type Kernel = (
  ...parameters: [
    left: number,
    leftPitch: number,
    right: number,
    bias: number,
    result: number,
    resultPitch: number,
    length: number,
  ]
) => void;
const [LEFT, LEFT_PITCH, RIGHT, BIAS, RESULT, RESULT_PITCH, LENGTH] = [0, 1, 2, 3, 4, 5, 6] as const;
const PARAMETERS = 7;

/** Imports `host.memory`, exports the kernels in their order. */
export function assembleKernels(): Uint8Array<ArrayBuffer> {
  const heights = count(MOST_ROWS).map((index) => index + 1);
  const types = [[0x60, PARAMETERS, ...count(PARAMETERS).map(() => I32), 0]];
  const imports = [[...text('host'), ...text('memory'), 2, 0, 1]];
  const exports = heights.map((height, index) => [...text(`rows${height}`), 0, index]);
  const sections: [id: number, items: number[][]][] = [
    ...([
      [1, types],
      [2, imports],
      [3, heights.map(() => [0])],
      [7, exports],
    ] as [number, number[][]][]),
    [10, heights.map((height) => sized(kernel(height)))],
  ];
  const bytes = sections.flatMap(([id, items]) => [id, ...sized([...unsigned(items.length), ...items.flat()])]);
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...bytes]);
}

/** Where the variables of a kernel are: after its parameters, whole numbers before vectors. */
function localsOf(height: number) {
  const pointers = PARAMETERS + 1;
  const sums = pointers + height;
  return {
    end: PARAMETERS,
    pointer: (row: number) => pointers + row,
    sum: (row: number, vector: number) => sums + row * VECTORS + vector,
    columns: (vector: number) => sums + height * VECTORS + vector,
    value: sums + (height + 1) * VECTORS,
    declared: [2, 1 + height, I32, (height + 1) * VECTORS + 1, V128],
  };
}
type Locals = ReturnType<typeof localsOf>;

function kernel(height: number): number[] {
  const locals = localsOf(height);
  const rows = count(height);
  return [
    ...locals.declared,
    ...[...get(LEFT), ...get(LENGTH), ...ADD, ...set(locals.end)],
    ...rows.flatMap((row) => beginRow(locals, row)),
    ...[...LOOP, ...count(STEP).flatMap((step) => addStep(locals, rows, step))],
    ...[...rows.flatMap((row) => advance(locals.pointer(row), STEP * FLOAT)), ...advance(RIGHT, STEP * PANEL * FLOAT)],
    ...[...get(locals.pointer(0)), ...get(locals.end), ...LESS, ...AGAIN, ...END],
    ...[...rows.flatMap((row) => endRow(locals, row)), ...END],
  ];
}

function beginRow({ pointer, sum }: Locals, row: number): number[] {
  return [
    ...(row === 0 ? get(LEFT) : [...get(pointer(row - 1)), ...get(LEFT_PITCH), ...ADD]),
    ...set(pointer(row)),
    ...count(VECTORS).flatMap((vector) => [...get(BIAS), ...load(vector * LANES * FLOAT), ...set(sum(row, vector))]),
  ];
}

/** One number of each row, with its row of the panel. */
function addStep({ pointer, sum, columns, value }: Locals, rows: readonly number[], step: number): number[] {
  const vectors = count(VECTORS);
  return [
    ...vectors.flatMap((vector) => [
      ...get(RIGHT),
      ...load((step * VECTORS + vector) * LANES * FLOAT),
      ...set(columns(vector)),
    ]),
    ...rows.flatMap((row) => [
      ...[...get(pointer(row)), ...loadSplat(step * FLOAT), ...set(value)],
      ...vectors.flatMap((vector) => {
        const total = sum(row, vector);
        return [...get(value), ...get(columns(vector)), ...get(total), ...MULTIPLY_ADD, ...set(total)];
      }),
    ]),
  ];
}

function endRow({ sum }: Locals, row: number): number[] {
  return [
    ...count(VECTORS).flatMap((vector) => [...get(RESULT), ...get(sum(row, vector)), ...store(vector * LANES * FLOAT)]),
    ...[...get(RESULT), ...get(RESULT_PITCH), ...ADD, ...set(RESULT)],
  ];
}

const I32 = 0x7f;
const V128 = 0x7b;
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
const load = (offset: number) => [0xfd, 0x00, 4, ...unsigned(offset)];
const loadSplat = (offset: number) => [0xfd, 0x09, 2, ...unsigned(offset)];
const store = (offset: number) => [0xfd, 0x0b, 4, ...unsigned(offset)];

function count(to: number): number[] {
  return Array.from({ length: to }, (_, n) => n);
}

function text(name: string): number[] {
  return sized([...Buffer.from(name)]);
}

function sized(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >> 7)];
}

/** LEB128 with a sign, of what has none. */
function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
