/** Nobody asks for compression, and some proxies compress all the same. */
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream';
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

/** The body as it was meant: itself where it is not compressed, or in a way that nobody knows. Errors come through. */
export function decompress(body: Readable, encoding: string | string[] | undefined): Readable {
  const create = typeof encoding === 'string' ? KNOWN.get(encoding.trim().toLowerCase()) : undefined;
  if (!create) return body;
  const plain = create();
  // Whoever reads `plain` hears of its errors.
  pipeline(body, plain, () => undefined);
  return plain;
}
