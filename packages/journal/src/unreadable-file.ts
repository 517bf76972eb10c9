/** The refusal of a file that cannot be read as a whole. */

import { printable } from './text/printable.ts';

export type UnreadableCode =
  | 'empty_file'
  | 'not_csv'
  | 'unknown_header'
  | 'mapping_needed'
  | 'wrong_mapping'
  | 'no_rows'
  | 'too_large'
  | 'too_many_rows'
  | 'line_too_long'
  | 'unknown_time_zone';

/** What a person must be asked before a generic CSV can be read. */
export interface MappingNeeded {
  /** The file's column names, as written. */
  readonly header: readonly string[];
  /** Our fields; `column` is what was recognised by itself, or null. */
  readonly fields: readonly { readonly name: string; readonly required: boolean; readonly column: string | null }[];
}

/** The file as a whole cannot be read; the message says why, for people. */
export class UnreadableFile extends Error {
  readonly code: UnreadableCode;
  /** Set where mapping the columns once would help. */
  readonly mappingNeeded: MappingNeeded | null;

  constructor(code: UnreadableCode, message: string, mappingNeeded: MappingNeeded | null = null) {
    super(printable(message, 1000));
    this.name = 'UnreadableFile';
    this.code = code;
    this.mappingNeeded = mappingNeeded;
  }
}
