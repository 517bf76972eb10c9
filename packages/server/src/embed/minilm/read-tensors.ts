/** Reads weights from a safetensors file: a header that says by name where each matrix of 16-bit floats stands. */
import { z } from 'zod';

const HEADER_LENGTH = 8;
const Header = z.record(
  z.string(),
  z.object({ dtype: z.string(), data_offsets: z.tuple([z.int(), z.int()]) }).partial(),
);

/** A copy. */
export type Tensors = (name: string) => Float16Array<ArrayBuffer>;

export function readTensors(file: Uint8Array<ArrayBuffer>): Tensors {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const begin = HEADER_LENGTH + length;
  const header = Header.parse(JSON.parse(new TextDecoder().decode(file.subarray(HEADER_LENGTH, begin))));
  return (name) => {
    const { dtype, data_offsets: offsets } = header[name] ?? {};
    if (dtype !== 'F16' || !offsets) throw new Error(`the weights have no ${name} of 16-bit floats`);
    // A Buffer's own `slice` would be no copy, and begin at an odd byte.
    return new Float16Array(Uint8Array.prototype.slice.call(file, begin + offsets[0], begin + offsets[1]).buffer);
  };
}
