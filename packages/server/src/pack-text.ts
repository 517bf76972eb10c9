/** Text that is kept and hardly ever read, made small: a zstd frame. */
import { constants, createZstdCompress, type ZstdCompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** The fastest level: a prompt of 40 KB takes a tenth of a millisecond and becomes a sixth of it. */
const params = { [constants.ZSTD_c_compressionLevel]: 1 };

/** A text that becomes small as soon as its turn has come. */
export class PackedText {
  #text: string;
  #frame: Buffer | null = null;
  /** Resolves when it is small, or when that failed and it stays as it is. */
  readonly done: Promise<void>;

  constructor(text: string, pack = packOne) {
    this.#text = text;
    this.done = pack(text).then((frame) => this.#take(frame), keepAsItIs);
  }

  /** For `unpackText`. */
  get frame(): Buffer {
    return this.#frame ?? zstdCompressSync(this.#text, { params });
  }

  #take(frame: Buffer): void {
    this.#frame = frame;
    this.#text = '';
  }
}

/** What a `PackedText` was made of. */
export function unpackText(frame: Buffer): string {
  return zstdDecompressSync(frame).toString();
}

const packOne = createPacker(() => createZstdCompress({ params }));

/**
 * One compressor for all texts, and so one after the other; one that fails is followed by another, which `open` makes. A compressor for each would be
 * collected with the whole heap and never before (0040), and with it the 64 KiB of Node's pool of buffers that its output is a part of.
 */
export function createPacker(open: () => ZstdCompress): (text: string) => Promise<Buffer> {
  let compressor: ZstdCompress | null = null;
  let last: Promise<unknown> = Promise.resolve();

  function use(): ZstdCompress {
    // It may have failed while nobody packed: without a listener that would end the process.
    if (!compressor || compressor.destroyed) compressor = open().on('error', keepAsItIs);
    return compressor;
  }

  return (text) => {
    const packed = last.then(() => packBy(use(), text));
    last = packed.catch(keepAsItIs);
    return packed;
  };
}

function packBy(compressor: ZstdCompress, text: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const take = (piece: Buffer) => void pieces.push(piece);
    compressor.on('data', take).once('error', reject);
    compressor.write(text);
    compressor.flush(constants.ZSTD_e_end, () => {
      // Called as well where it failed, which the error tells.
      if (compressor.errored) return;
      compressor.off('data', take).off('error', reject);
      resolve(joined(pieces));
    });
  });
}

/** Of its own size: a part of a pool would keep all of the pool. */
function joined(pieces: readonly Buffer[]): Buffer {
  const all = Buffer.allocUnsafeSlow(pieces.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const piece of pieces) end += piece.copy(all, end);
  return all;
}

function keepAsItIs(): undefined {
  return undefined;
}
