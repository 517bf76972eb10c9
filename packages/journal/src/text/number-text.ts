/** Numbers as brokers and spreadsheets write them, to plain decimal strings. */

/** Which mark parts whole and fraction. */
export type DecimalMark = '.' | ',';

/** Longer cells are no numbers; the patterns below are only quick on short ones. */
const LONGEST = 64;
const MAX_WHOLE = 18;
const MAX_DECIMALS = 18;
const ACCEPTED = {
  '.': /^([1-9]\d{0,2}(?:[,']\d{3})+|\d*)(?:\.(\d*))?$/,
  ',': /^([1-9]\d{0,2}(?:[.']\d{3})+|\d*)(?:,(\d*))?$/,
} as const;

/**
 * `$(1,250.00)`, `-10,300.00`, `(41.25)`, `5-`, `1.234,56 €`, `+3`, `1e-7` as `-1250`, ...; null when it is no such number, or
 * has more than 18 digits before or behind the mark.
 */
export function readNumber(text: string, mark: DecimalMark = '.'): string | null {
  if (text.length > LONGEST) return null;
  const bare = text
    .replace(/[\s\u00a0\u202f$€£¥@]/g, '')
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/’/g, "'");
  const signed = /^(?:([-+]?)([^()+-]+(?:e[-+]?\d{1,2})?)(-?)|-?\(([^()+-]+)\))$/i.exec(bare);
  if (!signed) return null;
  const [, before = '', plain, after = '', parenthesised] = signed;
  if (before !== '' && after !== '') return null;
  const digits = expandExponent(plain ?? parenthesised ?? '');
  const parts = ACCEPTED[mark].exec(digits);
  if (!parts || !/\d/.test(digits)) return null;
  const negative = before === '-' || after === '-' || parenthesised !== undefined;
  return assemble(negative, (parts[1] ?? '').replace(/[.,']/g, ''), parts[2] ?? '');
}

function assemble(negative: boolean, whole: string, fraction: string): string | null {
  const left = whole.replace(/^0+(?=\d)/, '') || '0';
  const right = fraction.replace(/0+$/, '');
  if (left.length > MAX_WHOLE || right.length > MAX_DECIMALS) return null;
  const isZero = left === '0' && right === '';
  return `${negative && !isZero ? '-' : ''}${left}${right === '' ? '' : `.${right}`}`;
}

function expandExponent(text: string): string {
  const match = /^(\d+)(?:\.(\d+))?e([-+]?\d{1,2})$/i.exec(text);
  if (!match) return text;
  const [, whole = '', fraction = '', power = '0'] = match;
  const point = whole.length + Number(power);
  const digits = `${'0'.repeat(Math.max(0, -point))}${whole}${fraction}`;
  const at = Math.max(0, point);
  const padded = digits.padEnd(at, '0');
  return at === padded.length ? padded : `${padded.slice(0, at)}.${padded.slice(at)}`;
}

/**
 * The decimal mark of a column of numbers, or null where none settles it and a wrong guess would be a thousandfold off. A
 * mark that cannot part thousands settles it. Else a comma is taken as the file's delimiter suggests: it parts thousands
 * (`"44,123"`), in a file cut at semicolons decimals; there a point may be either (`18.345`).
 */
export function decimalMarkOf(cells: Iterable<string>, delimiter: string): DecimalMark | null {
  let hasPoint = false;
  for (const cell of cells) {
    const last = cell.length > LONGEST ? null : /(\d*)([.,])(\d+)\D*$/.exec(cell);
    if (!last) continue;
    const [, before = '', mark, behind = ''] = last;
    const both = cell.includes('.') && cell.includes(',');
    const partsNoThousands = behind.length !== 3 || before.length > 3 || before === '' || before.startsWith('0');
    if (both || partsNoThousands) return mark === ',' ? ',' : '.';
    if (mark === '.') hasPoint = true;
  }
  if (delimiter !== ';') return '.';
  return hasPoint ? null : ',';
}

/** The number without its sign. */
export function magnitude(number: string): string {
  return number.startsWith('-') ? number.slice(1) : number;
}

/** The number with the other sign. */
export function negate(number: string): string {
  if (number === '0') return number;
  return number.startsWith('-') ? number.slice(1) : `-${number}`;
}
