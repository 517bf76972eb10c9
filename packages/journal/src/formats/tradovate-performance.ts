/**
 * Tradovate's Performance export: each row is a matched pair of fills.
 *
 * A fill that was matched in parts stands in several rows, and a later export shows it again with more rows. So each row
 * becomes two parts of fills, keyed by both fill ids: a later, overlapping export then repeats the parts that are known and
 * adds only the new ones, which one execution a fill could not do. Parts of one fill carry its id as `externalId`,
 * follow each other in matching, and add up to the fill.
 */
import { difference, productOf } from '../decimal.ts';
import { futureMultiplier, isName, plainInstrument, rootOf } from '../instruments.ts';
import { readFuturePrice } from '../text/fraction-price.ts';
import { readNumber } from '../text/number-text.ts';
import type { Table } from '../text/read-table.ts';
import { readInstant } from '../text/time-text.ts';
import { ZoneClock } from '../text/zoned-time.ts';
import type { Execution, Instrument, ParsedFile, StatedPnl } from '../types.ts';
import { askForPointValue, givenPointValues, type ParseOptions } from './parse-options.ts';
import { columnsOf, type ReadRow, RowLedger, RowProblem } from './row-ledger.ts';

const NEEDED = [
  'symbol',
  'buyfillid',
  'sellfillid',
  'qty',
  'buyprice',
  'sellprice',
  'pnl',
  'boughttimestamp',
  'soldtimestamp',
];

interface Pair {
  readonly instrument: Instrument;
  readonly quantity: string;
  readonly buy: Fill;
  readonly sell: Fill;
  readonly stated: string | null;
}

interface Fill {
  readonly id: string;
  readonly price: string;
  readonly time: number;
}

/** Whether this is the header of that export. */
export function isTradovatePerformance(header: readonly string[]): boolean {
  const column = columnsOf(header);
  return NEEDED.every((name) => column(name) >= 0);
}

/** Reads the pairs back into fills; `stated` has each row's P&L beside ours. */
export function parseTradovatePerformance(table: Table, options: ParseOptions): ParsedFile {
  const ledger = new RowLedger();
  const read = pairReader(table.header, options);
  const fills = new Map<string, string>();
  const rows = new Set<string>();
  const pairs = ledger.readAll(table.rows, (cells) => {
    const pair = read(cells);
    checkRepeated(rows, pair);
    checkFill(fills, pair, 'buy');
    checkFill(fills, pair, 'sell');
    return pair;
  });
  return ledger.close('tradovate_performance', executionsOf(pairs), pairs.flatMap(statedOf));
}

function pairReader(header: readonly string[], options: ParseOptions): (cells: readonly string[]) => Pair {
  const column = columnsOf(header);
  const [symbol, buyId, sellId, quantity, buyPrice, sellPrice, pnl, bought, sold] = NEEDED.map(column);
  const clock = new ZoneClock(options.timeZone);
  const instrumentFor = instrumentReader(options);
  return (cells) => {
    const cell = (at: number | undefined) => cells[at ?? -1] ?? '';
    const instrument = instrumentFor(cell(symbol));
    const priceOf = (at: number | undefined) => readPrice(cell(at), instrument.underlying);
    return {
      instrument,
      quantity: readQuantity(cell(quantity)),
      buy: { id: readId(cell(buyId)), price: priceOf(buyPrice), time: readTime(cell(bought), clock) },
      sell: { id: readId(cell(sellId)), price: priceOf(sellPrice), time: readTime(cell(sold), clock) },
      stated: cell(pnl) === '' ? null : readAmount(cell(pnl)),
    };
  };
}

function instrumentReader(options: ParseOptions): (symbol: string) => Instrument {
  const given = givenPointValues(options.mapping);
  const known = new Map<string, Instrument>();
  return (symbol) => {
    const found = known.get(symbol);
    if (found) return found;
    if (!isName(symbol)) throw new RowProblem('bad_symbol', 'The symbol is missing or cannot be read.');
    const root = rootOf(symbol) ?? symbol;
    const multiplier = futureMultiplier(root, given);
    if (multiplier === null) throw new RowProblem('unknown_multiplier', askForPointValue(root, symbol));
    const instrument = plainInstrument('future', symbol, {
      multiplier,
      underlying: root,
      currency: options.currency ?? 'USD',
    });
    known.set(symbol, instrument);
    return instrument;
  };
}

function readQuantity(text: string): string {
  const quantity = readNumber(text);
  if (quantity === null || quantity === '0' || quantity.startsWith('-')) {
    throw new RowProblem('bad_quantity', `The quantity "${text}" is not a number above zero.`);
  }
  return quantity;
}

function readPrice(text: string, root: string): string {
  const price = readFuturePrice(text, root);
  if (price === null) throw new RowProblem('bad_price', `The price "${text}" is not a number.`);
  return price;
}

function readAmount(text: string): string {
  const amount = readNumber(text);
  if (amount === null) throw new RowProblem('bad_number', `The P&L "${text}" is not a number.`);
  return amount;
}

function readId(text: string): string {
  if (!isName(text)) throw new RowProblem('bad_id', 'A fill id is missing or cannot be read.');
  return text;
}

function readTime(text: string, clock: ZoneClock): number {
  const instant = readInstant(text, clock, 'mdy');
  if (instant === null) throw new RowProblem('bad_time', `The time "${text}" cannot be read.`);
  return instant;
}

/** Two fills are matched with each other once: the same row again is the same pair, as where two exports were put together. */
function checkRepeated(rows: Set<string>, { buy, sell, quantity }: Pair): void {
  const row = [buy.id, sell.id, quantity].join(' ');
  if (rows.has(row)) throw new RowProblem('repeated_row', 'An earlier row has the same two fills already.', true);
  rows.add(row);
}

/** All rows of one fill must say the same of it. */
function checkFill(fills: Map<string, string>, pair: Pair, side: 'buy' | 'sell'): void {
  const fill = pair[side];
  const facts = [side, pair.instrument.symbol, fill.price, fill.time].join(' ');
  const known = fills.get(fill.id);
  if (known !== undefined && known !== facts) {
    throw new RowProblem('fill_conflict', `Fill ${fill.id} has another side, symbol, price or time in an earlier row.`);
  }
  fills.set(fill.id, facts);
}

function statedOf({ row, value }: ReadRow<Pair>): StatedPnl[] {
  if (value.stated === null) return [];
  const points = difference(value.sell.price, value.buy.price);
  return [{ row, stated: value.stated, ours: productOf(value.quantity, points, value.instrument.multiplier) }];
}

type Part = Omit<Execution, 'ordinal'>;

function executionsOf(pairs: readonly ReadRow<Pair>[]): Execution[] {
  const seen = new Map<string, number>();
  const parts = pairs.flatMap(({ row, value }) => {
    const couple = `${value.buy.id}:${value.sell.id}`;
    const again = seen.get(couple) ?? 0;
    seen.set(couple, again + 1);
    return [partOf({ row, pair: value, again }, 'buy'), partOf({ row, pair: value, again }, 'sell')];
  });
  parts.sort((a, b) => compareText(a.time, b.time) || compareIds(a, b) || compareText(a.dedupeKey, b.dedupeKey));
  return parts.map((part, ordinal) => ({ ...part, ordinal }));
}

function partOf({ row, pair, again }: { row: number; pair: Pair; again: number }, side: 'buy' | 'sell'): Part {
  const fill = pair[side];
  const other = pair[side === 'buy' ? 'sell' : 'buy'];
  return {
    row,
    externalId: fill.id,
    // The other fill's id is padded, so that the parts of a fill sort as they were matched.
    dedupeKey: `tradovate:${fill.id}:${other.id.padStart(20, '0')}:${again}`,
    orderId: null,
    time: new Date(fill.time).toISOString(),
    instrument: pair.instrument,
    kind: 'fill',
    side,
    effect: 'auto',
    quantity: pair.quantity,
    price: fill.price,
    fees: '0',
    carryKey: null,
  };
}

function compareIds(a: Part, b: Part): number {
  const [left, right] = [a.externalId ?? '', b.externalId ?? ''];
  return left.length - right.length || compareText(left, right);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
