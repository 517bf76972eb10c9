/** Any CSV of fills, by its column names or by the user's mapping. */

import { ContentKeys, shortHash } from '../dedupe-key.ts';
import { type DecimalMark, decimalMarkOf } from '../text/number-text.ts';
import type { Table, TableRow } from '../text/read-table.ts';
import { dateOrderOf } from '../text/time-text.ts';
import { ZoneClock } from '../text/zoned-time.ts';
import type { Execution, ParsedFile } from '../types.ts';
import { UnreadableFile } from '../unreadable-file.ts';
import { oldestFirst } from './file-order.ts';
import { type GenericColumns, type GenericField, genericColumns, isFilledQuantity } from './generic-columns.ts';
import { costColumns } from './generic-costs.ts';
import { type Cell, type Draft, type Reading, readFill } from './generic-fill.ts';
import { levelGuard } from './generic-levels.ts';
import { givenPointValues, type ParseOptions } from './parse-options.ts';
import { RowLedger, RowProblem } from './row-ledger.ts';

/** Reads one fill a row. Throws `UnreadableFile` when columns are missing. */
export function parseGeneric(table: Table, options: ParseOptions): ParsedFile {
  const columns = genericColumns(table.header, options.mapping);
  const rows = [...table.rows];
  const reading = readingOf({ rows, columns, table }, options);
  const ledger = new RowLedger();
  const onlyAccount = accountGuard();
  const drafts = ledger.readAll(rows, (cells, row) => {
    const cell = cellOf(cells, columns);
    onlyAccount(cell('account'));
    return readFill({ cell, cells, row }, reading);
  });
  const ordered = oldestFirst(drafts, ({ value }) => Date.parse(value.time)).map(({ value }) => value);
  return ledger.close('generic', withKeys(ordered, ledger));
}

function cellOf(cells: readonly string[], columns: GenericColumns): Cell {
  return (field) => cells[columns[field]] ?? '';
}

/** How the file writes numbers and dates, judged over all its rows at once. */
function readingOf(
  { rows, columns, table }: { rows: readonly TableRow[]; columns: GenericColumns; table: Table },
  options: ParseOptions,
): Reading {
  const column = (field: GenericField) => cellsOf(rows, columns[field]);
  const mark = givenMark(options) ?? decimalMarkOf(numberCells(column), table.delimiter) ?? askForMark();
  const given = options.mapping?.['date_order'];
  // Where the comma is the decimal mark, days come before months, unless a date says otherwise.
  const usual = mark === ',' ? 'dmy' : 'mdy';
  const found = dateOrderOf(column(columns.date >= 0 ? 'date' : 'time'), usual);
  const dateOrder = given === 'dmy' || given === 'mdy' ? given : found;
  return {
    style: { mark, dateOrder, currency: options.currency ?? 'USD', pointValues: givenPointValues(options.mapping) },
    clock: new ZoneClock(options.timeZone),
    costs: costColumns({ header: table.header, columns, rows, mapping: options.mapping ?? {} }),
    isFilled: isFilledQuantity(table.header, columns),
    checkLevel: levelGuard(column('level')),
    sidesArePositions: hasLongs(column('side')),
  };
}

function givenMark({ mapping }: ParseOptions): DecimalMark | null {
  const given = mapping?.['decimal_mark'];
  return given === '.' || given === ',' ? given : null;
}

function askForMark(): never {
  const message =
    'Whether the points in its numbers (12.345) part thousands or decimals cannot be told from this file. Say it with the mapping {"decimal_mark": "."} or {"decimal_mark": ","}.';
  throw new UnreadableFile('wrong_mapping', message);
}

function hasLongs(sides: Iterable<string>): boolean {
  for (const side of sides) if (/^long$/i.test(side)) return true;
  return false;
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
