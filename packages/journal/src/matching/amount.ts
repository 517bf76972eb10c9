/** Quantity, money and fees that go together and are split in exact parts. */
import { divideRounded, fromUnits, powerOfTen, toUnits } from '../decimal.ts';
import type { StoredExecution } from '../types.ts';

const QUANTITY_SCALE = 18;
/** Quantity x price x multiplier, 18 decimals each: any product is exact. */
const MONEY_SCALE = 54;
/** Where a share of money does not come out even, it is rounded to 12 decimals and the last part takes the rest. */
const SHARE_UNIT = powerOfTen(MONEY_SCALE - 12);
const AVERAGE_SCALE = 12;
/** A price with more decimals than markets quote may be money divided by units, cut off at 12 decimals; with fewer, it is as quoted. */
const QUOTED_DECIMALS = 8;
/** What a price that was cut off at 12 decimals lacks at most, a unit: half of 10^-12. Of 10^-18, to fit units of 10^-36. */
const CUT_OFF = powerOfTen(18 - 12) / 2n;
/** Money is of whole cents or, where a broker is finer, of millionths. */
const MONEY_DECIMALS = [2, 6];

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
  const units = quantity * toUnits(instrument.multiplier, 18);
  return { quantity, value: notionalOf(price, units), fees: toUnits(fees, MONEY_SCALE) };
}

/**
 * Units (of 10^-36) at a price: exact, but where the price is a quotient that was cut off, the money that it was divided from.
 * Rounding there moves by no more than the cut can have lost, so a price that is fine of its own keeps its amount.
 */
function notionalOf(price: string, units: bigint): bigint {
  const product = units * toUnits(price, 18);
  const dot = price.indexOf('.');
  if (dot < 0 || price.length - dot - 1 <= QUOTED_DECIMALS) return product;
  const lost = units * CUT_OFF;
  for (const decimals of MONEY_DECIMALS) {
    const unit = powerOfTen(MONEY_SCALE - decimals);
    const money = divideRounded(product, unit) * unit;
    if (money - product <= lost && product - money <= lost) return money;
  }
  return product;
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

/** Exact wherever the share comes out even, which it does wherever the units have one price that was not cut off. */
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
