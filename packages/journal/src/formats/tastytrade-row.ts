/** One row of a tastytrade export in our terms, before it is known what it is for. */
import { fromUnits, sumOf, toUnits } from '../decimal.ts';
import {
  futureMultiplier,
  type GivenPointValues,
  isName,
  optionInstrument,
  plainInstrument,
  readOcc,
  rootOf,
} from '../instruments.ts';
import { readFuturePrice } from '../text/fraction-price.ts';
import { negate, readNumber } from '../text/number-text.ts';
import { readDay, readInstant } from '../text/time-text.ts';
import { ZoneClock } from '../text/zoned-time.ts';
import type { Instrument } from '../types.ts';
import { askForPointValue, givenPointValues, type ParseOptions } from './parse-options.ts';
import { columnsOf, RowProblem } from './row-ledger.ts';

/** A row that is about an instrument. Money as decimal strings; `value` is what came in (+) or went out (-), without fees. */
export interface TastyRow {
  readonly row: number;
  readonly time: number;
  readonly type: string;
  readonly subType: string;
  readonly side: 'buy' | 'sell' | null;
  readonly effect: 'open' | 'close' | 'auto';
  readonly instrument: Instrument;
  readonly quantity: string;
  readonly value: string;
  /** Price as the description has it (`Sold 1 /MCLZ5 @ 57.92`); futures have it nowhere else. */
  readonly quoted: string | null;
  readonly fees: string;
  readonly orderId: string | null;
}

type Cells = (name: string) => string;

/** Makes the reader of rows. It throws `RowProblem` for rows that are skipped or cannot be read. */
export function tastyRowReader(
  header: readonly string[],
  options: ParseOptions,
): (cells: readonly string[], row: number) => TastyRow {
  const column = columnsOf(header);
  const clock = new ZoneClock(options.timeZone);
  const given = givenPointValues(options.mapping);
  return (values, row) => {
    const cell: Cells = (name) => values[column(name)] ?? '';
    refuseOtherTypes(cell);
    const { side, effect } = directionOf(cell('Sub Type'), cell('Action'));
    const instrument = instrumentOf(cell, given, options.currency ?? 'USD');
    return {
      row,
      time: readTime(cell('Date'), clock),
      type: cell('Type'),
      subType: cell('Sub Type').toLowerCase(),
      side,
      effect,
      instrument,
      quantity: readQuantity(cell('Quantity')),
      value: readMoney(cell('Value'), 'Value'),
      quoted: quotedPrice(cell('Description'), instrument.underlying),
      fees: negate(sumOf([readMoney(cell('Commissions'), 'Commissions'), readMoney(cell('Fees'), 'Fees')])),
      orderId: orderIdOf(cell('Order #')),
    };
  };
}

function refuseOtherTypes(cell: Cells): void {
  const type = cell('Type');
  if (type === 'Money Movement') {
    const name = cell('Sub Type') || 'Money Movement';
    const what = [name, cell('Symbol'), cell('Description')].filter((part) => part !== '').join(', ');
    throw new RowProblem(codeOf(name), `${what}: ${cell('Value')}. Money that moved without a trade.`, true);
  }
  if (type !== 'Trade' && type !== 'Receive Deliver') {
    throw new RowProblem('unknown_type', `Rows of type "${type}" are not known.`);
  }
}

function codeOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
}

function directionOf(subType: string, action: string): Pick<TastyRow, 'side' | 'effect'> {
  // "Sell to Open" with the action SELL: the one of the two that says more.
  const words = `${subType} ${action}`.toLowerCase().replaceAll('_', ' ');
  const side = /\bbuy\b/.test(words) ? 'buy' : /\bsell\b/.test(words) ? 'sell' : null;
  return { side, effect: words.includes('to open') ? 'open' : words.includes('to close') ? 'close' : 'auto' };
}

function instrumentOf(cell: Cells, given: GivenPointValues, fallback: string): Instrument {
  const symbol = cell('Symbol');
  if (!isName(symbol)) throw new RowProblem('bad_symbol', 'The symbol is missing or cannot be read.');
  const currency = /^[A-Z]{3}$/.test(cell('Currency')) ? cell('Currency') : fallback;
  switch (cell('Instrument Type')) {
    case 'Equity':
      return plainInstrument('stock', symbol, { currency });
    case 'Cryptocurrency':
      return plainInstrument('crypto', symbol, { currency, underlying: symbol.split('/')[0] ?? symbol });
    case 'Future':
      return futureOf(cell, given, currency);
    case 'Equity Option':
      return equityOption(cell, currency);
    case 'Future Option':
      return futureOption(cell, given, currency);
    default:
      throw new RowProblem('unknown_instrument_type', `The instrument type "${cell('Instrument Type')}" is not known.`);
  }
}

function futureOf(cell: Cells, given: GivenPointValues, currency: string): Instrument {
  const symbol = cell('Symbol').replace(/^\//, '');
  const root = rootOf(symbol) ?? symbol;
  return plainInstrument('future', symbol, {
    currency,
    underlying: root,
    multiplier: multiplierOf(cell, root, given),
    expiry: readDay(cell('Expiration Date'), 'mdy'),
  });
}

function multiplierOf(cell: Cells, root: string, given: GivenPointValues): string {
  const known = given[root] ?? statedMultiplier(cell) ?? futureMultiplier(root, given);
  if (known === null) throw new RowProblem('unknown_multiplier', askForPointValue(root, cell('Symbol')));
  return known;
}

function statedMultiplier(cell: Cells): string | null {
  const stated = readNumber(cell('Multiplier'));
  return stated === null || stated === '0' || stated.startsWith('-') ? null : stated;
}

function equityOption(cell: Cells, currency: string): Instrument {
  const occ = readOcc(cell('Symbol'));
  const expiry = readDay(cell('Expiration Date'), 'mdy') ?? occ?.expiry;
  const strike = readNumber(cell('Strike Price')) ?? occ?.strike;
  const right = rightOf(cell('Call or Put')) ?? occ?.right;
  const root = occ?.root ?? cell('Root Symbol');
  if (!expiry || !strike || !right || !root)
    throw new RowProblem('bad_option', 'Expiry, strike or right of the option is missing.');
  const multiplier = statedMultiplier(cell) ?? '100';
  return optionInstrument({
    root,
    underlying: cell('Underlying Symbol') || root,
    expiry,
    strike,
    right,
    multiplier,
    currency,
  });
}

function futureOption(cell: Cells, given: GivenPointValues, currency: string): Instrument {
  const symbol = cell('Symbol').replace(/\s+/g, ' ');
  const contract = (cell('Underlying Symbol') || symbol.split(' ')[0] || '').replace(/^[./]+/, '');
  const root = rootOf(contract) ?? contract;
  const multiplier = multiplierOf(cell, root, given);
  const right = rightOf(cell('Call or Put'));
  if (right === null) throw new RowProblem('bad_option', 'The option is neither a call nor a put.');
  const expiry = readDay(cell('Expiration Date'), 'mdy');
  return {
    assetClass: 'option',
    symbol,
    underlying: root,
    expiry,
    strike: readNumber(cell('Strike Price')),
    right,
    multiplier,
    currency,
  };
}

function rightOf(text: string): 'call' | 'put' | null {
  const first = text.slice(0, 1).toUpperCase();
  return first === 'C' ? 'call' : first === 'P' ? 'put' : null;
}

function readQuantity(text: string): string {
  const quantity = readNumber(text);
  if (quantity === null || quantity === '0')
    throw new RowProblem('bad_quantity', `The quantity "${text}" is not a number above zero.`);
  return quantity.startsWith('-') ? quantity.slice(1) : quantity;
}

function readMoney(text: string, name: string): string {
  if (text === '' || text === '--') return '0';
  const money = readNumber(text);
  if (money === null) throw new RowProblem('bad_number', `${name} "${text}" is not a number.`);
  return money;
}

function readTime(text: string, clock: ZoneClock): number {
  const time = readInstant(text, clock, 'mdy');
  if (time === null) throw new RowProblem('bad_time', `The date "${text}" cannot be read.`);
  return time;
}

// The whole word behind the sign: of a price in thirty-seconds (118'16) a part would be a wrong price.
function quotedPrice(description: string, root: string): string | null {
  const match = /@\s*(-?[\d.,'’-]+)(?=\s|$)/.exec(description);
  return match ? readFuturePrice(match[1] ?? '', root) : null;
}

function orderIdOf(text: string): string | null {
  return isName(text) ? text : null;
}

/** What came in or went out per unit, exact where the cents allow it, else to 12 decimals: `Average Price` is rounded, `Value` is not. */
export function priceOf(row: TastyRow): string {
  if (row.instrument.assetClass === 'future') {
    if (row.quoted === null)
      throw new RowProblem('bad_price', 'The description does not state the price of the future.');
    return row.quoted;
  }
  const paid = toUnits(row.value, 18);
  // An option that is settled in cash may name either side; what came in or went out is the settlement.
  const isEvent = row.type === 'Receive Deliver' && !/\b(?:buy|sell)\b/.test(row.subType) && row.effect === 'auto';
  if (!isEvent && ((row.side === 'buy' && paid > 0n) || (row.side === 'sell' && paid < 0n))) {
    throw new RowProblem('sign_conflict', `A ${row.side} with a value of ${row.value} contradicts itself.`);
  }
  const units = toUnits(row.quantity, 18) * toUnits(row.instrument.multiplier, 18);
  const size = paid < 0n ? -paid : paid;
  return fromUnits((size * 10n ** 30n * 2n + units) / (units * 2n), 12);
}
