/** Prices that futures markets quote in fractions: `110'165` of a note, `450'2` of corn. */
import { divideRounded, fromUnits, powerOfTen } from '../decimal.ts';
import { type DecimalMark, readNumber } from './number-text.ts';

const NOTES_AND_BONDS = new Set(['ZT', 'Z3N', 'ZF', 'ZN', 'TN', 'ZB', 'UB', 'TWE']);
const GRAINS = new Set(['ZC', 'XC', 'ZS', 'XK', 'ZW', 'XW', 'KE', 'ZO', 'ZR', 'MZC', 'MZS', 'MZW']);
/** The third digit of a thirty-second, in eighths of it: quarters are written 2, 5, 7, the eighths between them 1, 3, 6, 8. */
const EIGHTHS: Readonly<Record<string, number>> = { 0: 0, 1: 1, 2: 2, 3: 3, 5: 4, 6: 5, 7: 6, 8: 7 };
const SCALE = 18;

/**
 * The price as a decimal: `118'16` of ZB is 118.5, `110'165` of ZN is 110 and 16.5 thirty-seconds, `450'2` of ZC is 450.25.
 * Null when it is not such a price, or not of such a market (there `1'234` has a thousands mark).
 */
function readFractionPrice(text: string, root: string): string | null {
  const parts = /^(-?)(\d{1,4})['’-](\d{1,3})(?:\.(0|25|5|50|75))?$/.exec(text.trim());
  if (!parts) return null;
  const [, sign = '', whole = '', behind = '', rest = ''] = parts;
  const fraction = fractionOf(root, behind, rest);
  return fraction === null
    ? null
    : fromUnits(BigInt(`${sign}1`) * (BigInt(whole) * powerOfTen(SCALE) + fraction), SCALE);
}

/** A price of a future, in fractions or as a decimal, or null. */
export function readFuturePrice(text: string, root: string, mark: DecimalMark = '.'): string | null {
  const fraction = readFractionPrice(text, root);
  if (fraction !== null) return fraction;
  // Where prices are quoted in fractions, an apostrophe parts no thousands: `110'164` would be read a thousandfold.
  const isBroken = /['’]/.test(text) && (NOTES_AND_BONDS.has(root) || GRAINS.has(root));
  return isBroken ? null : readNumber(text, mark);
}

function fractionOf(root: string, digits: string, rest: string): bigint | null {
  if (NOTES_AND_BONDS.has(root) && digits.length >= 2) return thirtySeconds(digits, rest);
  if (GRAINS.has(root) && digits.length === 1 && rest === '' && Number(digits) < 8) return share(Number(digits), 8);
  return null;
}

function thirtySeconds(digits: string, rest: string): bigint | null {
  const whole = Number(digits.slice(0, 2));
  const eighths = digits.length === 3 ? EIGHTHS[digits.slice(2)] : rest === '' ? 0 : Number(rest.padEnd(2, '0')) / 12.5;
  if (whole > 31 || eighths === undefined || (digits.length === 3 && rest !== '' && rest !== '0')) return null;
  return share(whole * 8 + eighths, 256);
}

function share(parts: number, of: number): bigint {
  return divideRounded(BigInt(parts) * powerOfTen(SCALE), BigInt(of));
}
