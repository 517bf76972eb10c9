/** What a reader must be told beside the file. */
import type { GivenPointValues } from '../instruments.ts';
import type { Format } from '../types.ts';

export interface ParseOptions {
  /** Left out: found by the header. */
  readonly format?: Format;
  /** IANA zone of times that carry none. */
  readonly timeZone: string;
  /**
   * Our field to the file's column, for the generic format. Besides, for any format, `multiplier.ROOT` to the money per
   * point of a future that the table does not have (`{"multiplier.FDAX": "25"}`), and for the generic one `date_order` to
   * `dmy` or `mdy` and `decimal_mark` to `.` or `,`.
   */
  readonly mapping?: Readonly<Record<string, string>>;
  /** ISO 4217, where the file does not say; `USD` by default. */
  readonly currency?: string;
}

const MULTIPLIER = /^multiplier\.(.+)$/;

/** The point values among the mapping's entries. */
export function givenPointValues(mapping: Readonly<Record<string, string>> | undefined): GivenPointValues {
  const given: Record<string, string> = {};
  for (const [key, value] of Object.entries(mapping ?? {})) {
    const root = MULTIPLIER.exec(key)?.[1];
    if (root && /^\d{1,9}(\.\d{1,9})?$/.test(value) && Number(value) > 0) given[root.toUpperCase()] = value;
  }
  return given;
}

/** How to give a point value, in words. */
export function askForPointValue(root: string, symbol: string): string {
  return `The point value of ${symbol} is not known. Give the money per point with the mapping {"multiplier.${root}": "..."} and import the file again.`;
}
