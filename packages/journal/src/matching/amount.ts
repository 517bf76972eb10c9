/** Quantity, money and fees that go together and are split in exact parts. */
import { divideRounded, fromUnits, powerOfTen, toUnits } from '../decimal.ts';
import type { StoredExecution } from '../types.ts';

const QUANTITY_SCALE = 18;
/** Quantity x price x multiplier, 18 decimals each: any product is exact. */
const MONEY_SCALE = 54;
/** Where a share of money does not come out even, it is rounded to 12 decimals and the last part takes the rest. */
const SHARE_UNIT = powerOfTen(MONEY_SCALE - 12);
const AVERAGE_SCALE = 12;

/** What is left of a lot or an execution. Integers: quantity of 10^-18, money of 10^-54. */
export interface Amount {
  quantity: bigint;
  /** Money at the execution price, without a sign. */
  value: bigint;
  fees: bigint;
}

/** The whole of an execution. Throws `RangeError` for numbers with more than 18 decimals. */
export function amountOf(execution: StoredExecution): Amount {
  const quantity = toUnits(execution.quantity, QUANTITY_SCALE);
  const { price, fees, instrument } = execution;
  return {
    quantity,
    value: quantity * toUnits(price, 18) * toUnits(instrument.multiplier, 18),
    fees: toUnits(fees, MONEY_SCALE),
  };
}

/** Takes a part out of an amount, with its share of value and fees; the last part takes all that is left. */
export function takePart(from: Amount, quantity: bigint): Amount {
  const isLast = quantity === from.quantity;
  const part = {
    quantity,
    value: isLast ? from.value : shareOfValue(from, quantity),
    fees: isLast ? from.fees : roundedShare(from.fees * quantity, from.quantity),
  };
  from.quantity -= quantity;
  from.value -= part.value;
  from.fees -= part.fees;
  return part;
}

/** Exact wherever the units have one price, which is everywhere but at average cost and after uneven splits. */
function shareOfValue(from: Amount, quantity: bigint): bigint {
  const product = from.value * quantity;
  const share = product / from.quantity;
  return share * from.quantity === product ? share : roundedShare(product, from.quantity);
}

function roundedShare(product: bigint, quantity: bigint): bigint {
  return product === 0n ? 0n : divideRounded(product, quantity * SHARE_UNIT) * SHARE_UNIT;
}

/** Adds to an amount, in place. */
export function addTo(sum: Amount, part: Amount): void {
  sum.quantity += part.quantity;
  sum.value += part.value;
  sum.fees += part.fees;
}

/** Nothing yet. */
export function nothing(): Amount {
  return { quantity: 0n, value: 0n, fees: 0n };
}

/** A quantity of 10^-18 as a decimal string. */
export function quantityText(quantity: bigint): string {
  return fromUnits(quantity, QUANTITY_SCALE);
}

/** Money of 10^-54 as a decimal string. */
export function moneyText(money: bigint): string {
  return fromUnits(money, MONEY_SCALE);
}

/** The average price of an amount, to 12 decimals; null when there is no quantity. */
export function averagePrice(amount: Amount, multiplier: string): string | null {
  const units = amount.quantity * toUnits(multiplier, 18);
  if (units <= 0n) return null;
  // value is of 10^-54 and units are of 10^-36: their quotient is of 10^-18.
  return fromUnits(divideRounded(amount.value, units * powerOfTen(18 - AVERAGE_SCALE)), AVERAGE_SCALE);
}
