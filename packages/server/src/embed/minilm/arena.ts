/** One piece of memory for JavaScript and WebAssembly, given out from its beginning and never taken back. */

const PAGE = 65_536;
/** What a vector instruction reads at once. */
const ALIGNED = 16;

/** Numbers, and where they stand in the memory, in bytes. */
export interface Place {
  readonly at: number;
  readonly values: Float32Array<ArrayBuffer>;
}

export interface Arena {
  readonly memory: WebAssembly.Memory;
  take(count: number): Place;
}

export function createArena(bytes: number): Arena {
  const pages = Math.ceil(bytes / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  let taken = 0;
  return {
    memory,
    take(count) {
      const at = taken;
      taken += Math.ceil((count * Float32Array.BYTES_PER_ELEMENT) / ALIGNED) * ALIGNED;
      return { at, values: new Float32Array(memory.buffer, at, count) };
    },
  };
}
