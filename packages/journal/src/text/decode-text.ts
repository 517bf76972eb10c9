/** Bytes to text: UTF-8, UTF-16 with or without a mark, else Windows-1252. */
import { UnreadableFile } from '../unreadable-file.ts';

const MAX_BYTES = 256 * 1024 * 1024;
/** Files that people drop by mistake, by their first bytes. */
const OTHER_KINDS: readonly (readonly [string, string])[] = [
  ['PK\u0003\u0004', 'an Excel workbook or a ZIP archive; save it as CSV first'],
  ['%PDF', 'a PDF; export the statement as CSV'],
  ['\u00d0\u00cf\u0011\u00e0', 'an old Excel workbook; save it as CSV first'],
  ['\u0089PNG', 'a picture'],
  ['\u001f\u008b', 'a gzip archive; unpack it first'],
];

/** The text of a file without its byte order mark. Throws `UnreadableFile` when it is empty, too large or plainly no text. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.length === 0) throw new UnreadableFile('empty_file', 'The file is empty.');
  if (bytes.length > MAX_BYTES) throw new UnreadableFile('too_large', 'The file is larger than 256 MiB.');
  refuseOtherKinds(bytes);
  const encoding = encodingOf(bytes);
  if (encoding !== 'utf-8') return new TextDecoder(encoding).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8, so it is what Windows programs in the West write; that decoder takes any byte.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function refuseOtherKinds(bytes: Uint8Array): void {
  const start = String.fromCharCode(...bytes.subarray(0, 4));
  const kind = OTHER_KINDS.find(([mark]) => start.startsWith(mark));
  if (kind) throw new UnreadableFile('not_csv', `The file is not a CSV but ${kind[1]}.`);
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // Without a mark: in UTF-16 the other half of every Latin letter is zero.
  const sample = bytes.subarray(0, 1024);
  const zeros = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length / 4 && even < odd / 4) return 'utf-16le';
  if (even > sample.length / 4 && odd < even / 4) return 'utf-16be';
  return 'utf-8';
}
