/** Exact decimals as integers of a small unit: what matching adds up, with no float anywhere. */

const POWERS: bigint[] = Array.from({ length: 80 }, (_, exponent) => 10n ** BigInt(exponent));

/** 10 to the power of `exponent`, 0 to 79. */
export function powerOfTen(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}

/** A plain decimal string (`-12.50`) as an integer of 10^-scale. Throws `RangeError` for anything else or finer than that. */
export function toUnits(text: string, scale: number): bigint {
  const dot = text.indexOf('.');
  if (dot < 0) return integerOf(text) * powerOfTen(scale);
  const fraction = text.slice(dot + 1);
  if (fraction.length > scale) throw new RangeError(`more than ${scale} decimals: ${text}`);
  return integerOf(text.slice(0, dot) + fraction) * powerOfTen(scale - fraction.length);
}

function integerOf(digits: string): bigint {
  try {
    return BigInt(digits);
  } catch (cause) {
    throw new RangeError(`not a decimal number: ${digits}`, { cause });
  }
}

/** The shortest plain decimal string of an integer of 10^-scale: no exponent, no trailing zeros, no `-0`. */
export function fromUnits(units: bigint, scale: number): string {
  if (units === 0n) return '0';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const cut = digits.length - scale;
  let end = digits.length;
  while (end > cut && digits.charCodeAt(end - 1) === 48) end -= 1;
  const fraction = end > cut ? `.${digits.slice(cut, end)}` : '';
  return `${units < 0n ? '-' : ''}${digits.slice(0, cut)}${fraction}`;
}

/** `numerator / denominator`, rounded half away from zero. The denominator is positive. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const half = denominator / 2n;
  return (numerator < 0n ? numerator - half : numerator + half) / denominator;
}

/** The exact sum of decimal strings. */
export function sumOf(values: Iterable<string>): string {
  let total = 0n;
  for (const value of values) total += toUnits(value, SUM_SCALE);
  return fromUnits(total, SUM_SCALE);
}

/** A decimal string rounded half away from zero to so many decimals, trailing zeros kept: `roundTo('1.005', 2)` is `1.01`. */
export function roundTo(text: string, decimals: number): string {
  const units = divideRounded(toUnits(text, SUM_SCALE), powerOfTen(SUM_SCALE - decimals));
  const [whole = '0', fraction = ''] = fromUnits(units, decimals).split('.');
  return decimals === 0 ? whole : `${whole}.${fraction.padEnd(decimals, '0')}`;
}

/** The exact difference of two decimal strings. */
export function difference(left: string, right: string): string {
  return fromUnits(toUnits(left, SUM_SCALE) - toUnits(right, SUM_SCALE), SUM_SCALE);
}

/** The exact product of decimal strings of at most 18 decimals each. */
export function productOf(...factors: readonly string[]): string {
  const units = factors.reduce((product, factor) => product * toUnits(factor, 18), 1n);
  return fromUnits(units, 18 * factors.length);
}

/** As fine as any exact product of quantity, price and multiplier gets. */
const SUM_SCALE = 54;
