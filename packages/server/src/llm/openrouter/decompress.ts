/** Nobody asks for compression, and some proxies compress all the same. */
import type { Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';

/** What is there is handed on at once, and an end that is cut is no error of the compression. */
const ZLIB = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const BROTLI = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };
const ZSTD = { flush: constants.ZSTD_e_flush, finishFlush: constants.ZSTD_e_flush };

const KNOWN: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', () => createGunzip(ZLIB)],
  ['x-gzip', () => createGunzip(ZLIB)],
  ['deflate', () => createInflate(ZLIB)],
  ['br', () => createBrotliDecompress(BROTLI)],
  ['zstd', () => createZstdDecompress(ZSTD)],
]);

/** Takes a body in; after `end` or `fail` nothing comes. */
export interface BodyTaker {
  data(bytes: Buffer): void;
  end(): void;
  fail(error: Error): void;
}

/** What takes a body as it comes, for one that takes it as it was meant: itself where it is not compressed, or in a way that nobody knows. */
export function decompress(taker: BodyTaker, encoding: string | string[] | undefined): BodyTaker {
  const create = typeof encoding === 'string' ? KNOWN.get(encoding.trim().toLowerCase()) : undefined;
  if (!create) return taker;
  const plain = create();
  plain.on('data', (bytes: Buffer) => taker.data(bytes));
  plain.on('end', () => taker.end());
  plain.on('error', (error) => taker.fail(error));
  return {
    data: (bytes) => void plain.write(bytes),
    end: () => void plain.end(),
    fail: (error) => void plain.destroy(error),
  };
}
