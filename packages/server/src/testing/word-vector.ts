/** Vectors for tests that need no model: texts are near where they share words. */
import { createHash } from 'node:crypto';

const DIMENSIONS = 64;

/** Of length 1. */
export function wordVector(text: string): Float32Array {
  const sums = new Array<number>(DIMENSIONS).fill(0.01);
  for (const word of text.toLowerCase().match(/[a-z0-9]+/g) ?? []) {
    const place = createHash('md5').update(word).digest().readUInt16BE(0) % DIMENSIONS;
    sums[place] = (sums[place] ?? 0) + 1;
  }
  const length = Math.hypot(...sums);
  return Float32Array.from(sums, (sum) => sum / length);
}
