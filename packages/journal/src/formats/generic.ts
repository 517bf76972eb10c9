/** Any CSV of fills, by its column names or by the user's mapping. */

import { sumOf } from '../decimal.ts';
import { ContentKeys, shortHash } from '../dedupe-key.ts';
import { isName } from '../instruments.ts';
import { decimalMarkOf, magnitude, negate, readNumber } from '../text/number-text.ts';
import type { Table, TableRow } from '../text/read-table.ts';
import { dateOrderOf, readInstant } from '../text/time-text.ts';
import { ZoneClock } from '../text/zoned-time.ts';
import type { Execution, ParsedFile } from '../types.ts';
import { oldestFirst } from './file-order.ts';
import { type GenericColumns, type GenericField, genericColumns } from './generic-columns.ts';
import { type GenericStyle, genericInstrument } from './generic-instrument.ts';
import { type Direction, directionOf, effectOf, isNoTrade, isUnfilled } from './generic-words.ts';
import { givenPointValues, type ParseOptions } from './parse-options.ts';
import { RowLedger, RowProblem } from './row-ledger.ts';

type Draft = Omit<Execution, 'ordinal' | 'dedupeKey'>;
type Cell = (field: GenericField) => string;

interface Reading {
  readonly style: GenericStyle;
  readonly clock: ZoneClock;
  /** -1 where the file writes costs as negative numbers. */
  readonly feeSign: Readonly<Record<'fees' | 'commission', 1 | -1>>;
}

/** Reads one fill a row. Throws `UnreadableFile` when columns are missing. */
export function parseGeneric(table: Table, options: ParseOptions): ParsedFile {
  const columns = genericColumns(table.header, options.mapping);
  const rows = [...table.rows];
  const reading = readingOf({ rows, columns, delimiter: table.delimiter }, options);
  const ledger = new RowLedger();
  const onlyAccount = accountGuard();
  const drafts = ledger.readAll(rows, (cells, row) => {
    const cell = cellOf(cells, columns);
    onlyAccount(cell('account'));
    return readFill(cell, row, reading);
  });
  const ordered = oldestFirst(drafts, ({ value }) => Date.parse(value.time)).map(({ value }) => value);
  return ledger.close('generic', withKeys(ordered, ledger));
}

function cellOf(cells: readonly string[], columns: GenericColumns): Cell {
  return (field) => cells[columns[field]] ?? '';
}

/** How the file writes numbers and dates, judged over all its rows at once. */
function readingOf(
  file: { rows: readonly TableRow[]; columns: GenericColumns; delimiter: string },
  options: ParseOptions,
): Reading {
  const column = (field: GenericField) => cellsOf(file.rows, file.columns[field]);
  const mark = decimalMarkOf(numberCells(column), file.delimiter);
  const given = options.mapping?.['date_order'];
  // Where the comma is the decimal mark, days come before months, unless a date says otherwise.
  const usual = mark === ',' ? 'dmy' : 'mdy';
  const found = dateOrderOf(column(file.columns.date >= 0 ? 'date' : 'time'), usual);
  const dateOrder = given === 'dmy' || given === 'mdy' ? given : found;
  return {
    style: { mark, dateOrder, currency: options.currency ?? 'USD', pointValues: givenPointValues(options.mapping) },
    clock: new ZoneClock(options.timeZone),
    feeSign: { fees: signOfCosts(column('fees')), commission: signOfCosts(column('commission')) },
  };
}

function* numberCells(column: (field: GenericField) => Iterable<string>): Generator<string> {
  for (const field of ['price', 'fees', 'commission', 'quantity'] as const) yield* column(field);
}

function* cellsOf(rows: readonly TableRow[], at: number): Generator<string> {
  if (at < 0) return;
  for (const row of rows) {
    if ('cells' in row) yield row.cells[at] ?? '';
  }
}

/** Costs are negative where more cells are below zero than above; a rebate has the other sign then. */
function signOfCosts(cells: Iterable<string>): 1 | -1 {
  let negative = 0;
  let others = 0;
  for (const cell of cells) {
    if (!/[1-9]/.test(cell)) continue;
    if (/^\D*[-(\u2212]/.test(cell)) negative += 1;
    else others += 1;
  }
  return negative > others ? -1 : 1;
}

/** With `account` mapped, a file of several accounts is read for the first one; mixing them would match their fills with each other. */
function accountGuard(): (account: string) => void {
  let first: string | null = null;
  return (account) => {
    first ??= account;
    if (account !== first)
      throw new RowProblem(
        'other_account',
        `The row is of account "${account}", the file began with "${first}"; import each account by itself.`,
      );
  };
}

function readFill(cell: Cell, row: number, reading: Reading): Draft {
  if (isUnfilled(cell('status')))
    throw new RowProblem('not_filled', `The order was not filled: ${cell('status')}.`, true);
  const signed = readQuantity(cell, reading);
  const direction = readDirection(cell, signed);
  return {
    row,
    externalId: readId(cell('id')),
    orderId: readId(cell('order_id')),
    time: readTime(cell, reading),
    instrument: genericInstrument(cell, reading.style),
    ...direction,
    quantity: magnitude(signed),
    price: readPrice(cell, direction, reading),
    fees: sumOf([readCost(cell('fees'), 'fees', reading), readCost(cell('commission'), 'commission', reading)]),
    carryKey: null,
  };
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
function readDirection(cell: Cell, quantity: string): Direction {
  const text = cell('side');
  if (text === '')
    return { kind: 'fill', side: quantity.startsWith('-') ? 'sell' : 'buy', effect: effectOf(cell('effect')) };
  const direction = directionOf(text);
  if (direction === null) throw new RowProblem('unknown_side', `"${text}" is neither a buy nor a sell.`);
  if (direction.side === 'buy' && quantity.startsWith('-'))
    throw new RowProblem('sign_conflict', `A buy of ${quantity} contradicts itself.`);
  return direction.effect === 'auto' ? { ...direction, effect: effectOf(cell('effect')) } : direction;
}

function readPrice(cell: Cell, direction: Direction, { style }: Reading): string {
  if (direction.side === null && cell('price') === '') return '0';
  const price = readNumber(cell('price'), style.mark);
  if (price === null) throw new RowProblem('bad_price', `The price "${cell('price')}" is not a number.`);
  return price;
}

function readCost(text: string, field: 'fees' | 'commission', { style, feeSign }: Reading): string {
  if (text === '' || /^-+$/.test(text)) return '0';
  const cost = readNumber(text, style.mark);
  if (cost === null) throw new RowProblem('bad_number', `The ${field} "${text}" is not a number.`);
  return feeSign[field] === -1 ? negate(cost) : cost;
}

function readTime(cell: Cell, { clock, style }: Reading): string {
  const text = cell('date') === '' ? cell('time') : `${cell('date')} ${cell('time')}`.trim();
  const instant = readInstant(text, clock, style.dateOrder) ?? readInstant(cell('time'), clock, style.dateOrder);
  if (instant === null) throw new RowProblem('bad_time', `The time "${text}" cannot be read.`);
  return new Date(instant).toISOString();
}

function readId(text: string): string | null {
  if (text === '') return null;
  if (!isName(text, 128)) throw new RowProblem('bad_id', 'An id is too long or cannot be read.');
  return text;
}

/** Keys by the broker's id where there is one; an id that comes back is a row repeated, or no id of executions at all. */
function withKeys(drafts: readonly Draft[], ledger: RowLedger): Execution[] {
  const keys = new ContentKeys();
  const byId = new Map<string, { readonly row: number; readonly content: string }>();
  const executions: Execution[] = [];
  for (const draft of drafts) {
    ledger.attempt(draft.row, () => {
      const content = contentOf(draft);
      if (draft.externalId !== null) refuseRepeated(byId, draft, content.join(' '));
      const dedupeKey = draft.externalId === null ? keys.keyOf(content) : shortHash(`id ${draft.externalId}`);
      executions.push({ ...draft, ordinal: executions.length, dedupeKey });
    });
  }
  return executions;
}

function refuseRepeated(known: Map<string, { row: number; content: string }>, draft: Draft, content: string): void {
  const id = draft.externalId ?? '';
  const earlier = known.get(id);
  if (earlier === undefined) known.set(id, { row: draft.row, content });
  else if (earlier.content === content)
    throw new RowProblem('duplicate', `The same execution stands in line ${earlier.row}.`, true);
  else
    throw new RowProblem(
      'duplicate_id',
      `The id "${id}" stands in line ${earlier.row} with other values; map "id" to a column that is different for each fill.`,
    );
}

function contentOf(draft: Draft): string[] {
  const { time, instrument, kind, side, quantity, price, fees, orderId } = draft;
  return [time, instrument.symbol, instrument.currency, kind, side ?? '', quantity, price, fees, orderId ?? ''];
}
