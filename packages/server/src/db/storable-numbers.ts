/** Numbers and names from outside, made so that their columns take them. */

const MAX_INT = 2 ** 31 - 1;
const MAX_NAME = 200;

/** Into an `integer` column: whole, not below 0. */
export function toInt(value: number): number {
  return Math.max(0, Math.min(MAX_INT, Math.round(value)));
}

/** A decimal number as text: exact. `null` where there is none. */
export function toMoney(value: number | undefined): string | null {
  return value !== undefined && Number.isFinite(value) && value >= 0 ? String(value) : null;
}

/** A model as its provider names it: PostgreSQL takes no NUL and no lone surrogate. */
export function toName(name: string): string {
  return name.replaceAll('\0', '').slice(0, MAX_NAME).toWellFormed();
}
