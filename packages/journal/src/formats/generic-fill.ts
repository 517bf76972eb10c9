/** One row of a generic CSV to a fill. */
import { isName } from '../instruments.ts';
import { readFuturePrice } from '../text/fraction-price.ts';
import { magnitude, readNumber } from '../text/number-text.ts';
import { readInstant } from '../text/time-text.ts';
import type { ZoneClock } from '../text/zoned-time.ts';
import type { Execution, Instrument } from '../types.ts';
import type { GenericField } from './generic-columns.ts';
import { type CostColumn, costsOf } from './generic-costs.ts';
import { type GenericStyle, genericInstrument } from './generic-instrument.ts';
import { type Direction, directionOf, effectOf, isNoTrade, isUnfilled } from './generic-words.ts';
import { RowProblem } from './row-ledger.ts';

/** A fill before it is known where it stands in the file's order. */
export type Draft = Omit<Execution, 'ordinal' | 'dedupeKey'>;
export type Cell = (field: GenericField) => string;

/** How the file is to be read. */
export interface Reading {
  readonly style: GenericStyle;
  readonly clock: ZoneClock;
  readonly costs: readonly CostColumn[];
  /** Whether the quantity is what was filled of an order. */
  readonly isFilled: boolean;
  /** Throws for rows that tell what other rows tell. */
  readonly checkLevel: (level: string) => void;
  /** Whether the side says which way the position is, not what was done. */
  readonly sidesArePositions: boolean;
}

export interface FillRow {
  readonly cell: Cell;
  readonly cells: readonly string[];
  readonly row: number;
}

/** Throws `RowProblem` for a row that is no fill, or cannot be read. */
export function readFill({ cell, cells, row }: FillRow, reading: Reading): Draft {
  reading.checkLevel(cell('level'));
  skipUnfilled(cell, reading);
  const signed = readQuantity(cell, reading);
  const direction = readDirection(cell, signed, reading);
  const instrument = genericInstrument(cell, reading.style);
  return {
    row,
    externalId: readId(cell('id')),
    orderId: readId(cell('order_id')),
    time: readTime(cell, reading),
    instrument,
    ...direction,
    quantity: magnitude(signed),
    price: readPrice(cell('price'), { direction, instrument }, reading),
    fees: costsOf(cells, reading.costs, reading.style.mark),
    carryKey: null,
  };
}

/** Of an order that was cancelled a part may have been filled; where the file says how much, that counts. */
function skipUnfilled(cell: Cell, { isFilled, style }: Reading): void {
  const filled = isFilled ? (readNumber(cell('quantity'), style.mark) ?? (cell('quantity') === '' ? '0' : null)) : null;
  const isUnfilledOrder = filled === null ? isUnfilled(cell('status')) : filled === '0';
  if (isUnfilledOrder) throw new RowProblem('not_filled', `The order was not filled: ${cell('status')}.`, true);
}

function readQuantity(cell: Cell, { style }: Reading): string {
  if (directionOf(cell('side')) === null && isNoTrade(cell('side'))) {
    throw new RowProblem('not_a_trade', `"${cell('side')}" is no trade.`, true);
  }
  const quantity = readNumber(cell('quantity'), style.mark);
  if (quantity === null || quantity === '0')
    throw new RowProblem('bad_quantity', `The quantity "${cell('quantity')}" is not a number above zero.`);
  return quantity;
}

/** By the side column; without one by the sign of the quantity. */
function readDirection(cell: Cell, quantity: string, { sidesArePositions }: Reading): Direction {
  const text = cell('side');
  if (text === '')
    return { kind: 'fill', side: quantity.startsWith('-') ? 'sell' : 'buy', effect: effectOf(cell('effect')) };
  const direction = directionOf(text);
  if (direction === null || (sidesArePositions && /^short$/i.test(text)))
    throw new RowProblem('unknown_side', `"${text}" is neither a buy nor a sell.`);
  if (direction.side === 'buy' && quantity.startsWith('-'))
    throw new RowProblem('sign_conflict', `A buy of ${quantity} contradicts itself.`);
  return direction.effect === 'auto' ? { ...direction, effect: effectOf(cell('effect')) } : direction;
}

function readPrice(text: string, of: { direction: Direction; instrument: Instrument }, { style }: Reading): string {
  if (of.direction.side === null && text === '') return '0';
  const { assetClass, underlying } = of.instrument;
  const price = assetClass === 'future' ? readFuturePrice(text, underlying, style.mark) : readNumber(text, style.mark);
  if (price === null) throw new RowProblem('bad_price', `The price "${text}" is not a number.`);
  return price;
}

function readTime(cell: Cell, { clock, style }: Reading): string {
  // "01/05/2024 as of 01/04/2024" was booked on the first day and done on the second.
  const date = cell('date').replace(/^.+ as of /i, '');
  const time = cell('time').replace(/^(\d{1,2})(\d{2})(\d{2})$/, '$1:$2:$3');
  const text = date === '' ? time : `${date} ${time}`.trim();
  const instant = readInstant(text, clock, style.dateOrder) ?? readInstant(time, clock, style.dateOrder);
  if (instant === null) throw new RowProblem('bad_time', `The time "${text}" cannot be read.`);
  return new Date(instant).toISOString();
}

function readId(text: string): string | null {
  if (text === '') return null;
  if (!isName(text, 128)) throw new RowProblem('bad_id', 'An id is too long or cannot be read.');
  return text;
}
