/** A broker's file, whatever its format, to executions with every row accounted for. */

import { parseGeneric } from './formats/generic.ts';
import type { ParseOptions } from './formats/parse-options.ts';
import { isTastytrade, parseTastytrade } from './formats/tastytrade.ts';
import { isTradistry, parseTradistry } from './formats/tradistry.ts';
import { isTradovatePerformance, parseTradovatePerformance } from './formats/tradovate-performance.ts';
import { decodeText } from './text/decode-text.ts';
import { readTable, type Table } from './text/read-table.ts';
import type { Format, ParsedFile } from './types.ts';
import { UnreadableFile } from './unreadable-file.ts';

interface Reader {
  readonly name: string;
  readonly fits: (header: readonly string[]) => boolean;
  readonly parse: (table: Table, options: ParseOptions) => ParsedFile;
}

/** In the order they are tried; the generic one fits everything. */
const READERS: Readonly<Record<Format, Reader>> = {
  tradovate_performance: {
    name: 'Tradovate Performance',
    fits: isTradovatePerformance,
    parse: parseTradovatePerformance,
  },
  tradistry: { name: 'Tradistry', fits: isTradistry, parse: parseTradistry },
  tastytrade: { name: 'tastytrade', fits: isTastytrade, parse: parseTastytrade },
  generic: { name: 'generic CSV', fits: () => true, parse: parseGeneric },
};

/**
 * Reads a file: every data row is imported, skipped or in review. Throws `UnreadableFile` when it cannot be read as a
 * whole, with `mappingNeeded` set when naming its columns would do.
 */
export function parseFile(bytes: Uint8Array, options: ParseOptions): ParsedFile {
  const table = readTable(decodeText(bytes));
  if (table.header.length < 2) {
    throw new UnreadableFile(
      'not_csv',
      'The file is no CSV: its first line has no comma, semicolon, tab or bar between columns.',
    );
  }
  const reader = readerFor(table.header, options.format);
  const parsed = reader.parse(table, options);
  if (parsed.rowsRead === 0) throw new UnreadableFile('no_rows', 'The file has a header and no rows.');
  return parsed;
}

function readerFor(header: readonly string[], format: Format | undefined): Reader {
  if (format === undefined) return Object.values(READERS).find((reader) => reader.fits(header)) ?? READERS.generic;
  const reader = READERS[format];
  if (reader.fits(header)) return reader;
  throw new UnreadableFile(
    'unknown_header',
    `The header is not that of a ${reader.name} export: ${header.join(',').slice(0, 200)}`,
  );
}

/** The file's column names, to keep a mapping under. Throws `UnreadableFile`. */
export function headerOf(bytes: Uint8Array): readonly string[] {
  return readTable(decodeText(bytes)).header;
}
