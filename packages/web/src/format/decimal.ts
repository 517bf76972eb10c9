/** Sums of decimal strings without floats. */

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** True for a plain decimal number, so that `Intl` takes it as it is, digit for digit. */
export function isDecimal(text: string): text is `${number}` {
  return DECIMAL.test(text);
}

/** The sums of the first 1, 2, ... of these decimals, exact. What is no decimal counts as zero. */
export function runningSums(values: readonly string[]): string[] {
  const scale = Math.max(0, ...values.map((value) => DECIMAL.exec(value)?.[3]?.length ?? 0));
  let sum = 0n;
  return values.map((value) => {
    sum += toUnits(value, scale);
    return fromUnits(sum, scale);
  });
}

/** -1, 0 or 1. */
export function signOf(value: string): -1 | 0 | 1 {
  if (!/[1-9]/.test(value)) return 0;
  return value.startsWith('-') ? -1 : 1;
}

function toUnits(value: string, scale: number): bigint {
  const match = DECIMAL.exec(value);
  if (!match) return 0n;
  const units = BigInt(`${match[2] ?? '0'}${(match[3] ?? '').padEnd(scale, '0')}`);
  return match[1] === '-' ? -units : units;
}

function fromUnits(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const sign = units < 0n ? '-' : '';
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(digits.length - scale)}`;
}
