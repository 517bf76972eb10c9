/** tastytrade's transaction history, both generations of its header. */

import { ContentKeys } from '../dedupe-key.ts';
import type { Table } from '../text/read-table.ts';
import type { Execution, ParsedFile } from '../types.ts';
import { oldestFirst } from './file-order.ts';
import type { ParseOptions } from './parse-options.ts';
import { columnsOf, RowLedger, RowProblem } from './row-ledger.ts';
import { isCarry, pairCarries } from './tastytrade-carries.ts';
import { priceOf, type TastyRow, tastyRowReader } from './tastytrade-row.ts';

const NEEDED = [
  'Date',
  'Type',
  'Sub Type',
  'Action',
  'Symbol',
  'Instrument Type',
  'Description',
  'Value',
  'Quantity',
  'Commissions',
  'Fees',
];

const OPTION_EVENTS: Readonly<Record<string, Execution['kind']>> = {
  expiration: 'expiry',
  assignment: 'assignment',
  exercise: 'exercise',
  'cash settled assignment': 'assignment',
  'cash settled exercise': 'exercise',
};

/** Whether this is the header of that export. */
export function isTastytrade(header: readonly string[]): boolean {
  const column = columnsOf(header);
  return NEEDED.every((name) => column(name) >= 0);
}

/** Reads fills, deliveries, expiries, assignments, splits and symbol changes; money that only moved is skipped with its name. */
export function parseTastytrade(table: Table, options: ParseOptions): ParsedFile {
  const ledger = new RowLedger();
  const read = tastyRowReader(table.header, options);
  const rows = ledger.readAll(table.rows, read).map(({ value }) => value);
  // The file is newest first, also where all its rows are of one instant.
  const ordered = oldestFirst(rows, (row) => row.time, 'newest_first');
  const carryKeys = pairCarries(ordered);
  const paidInCash = new Set(ordered.filter((row) => row.subType.startsWith('cash settled')).map(eventKey));
  const keys = new ContentKeys();
  const executions: Execution[] = [];
  for (const row of ordered) {
    ledger.attempt(row.row, () => {
      const kind = kindOf(row, paidInCash);
      const carryKey = carryKeys.get(row.row) ?? null;
      if (isCarry(row) && carryKey === null) throw unpaired(row);
      executions.push(executionOf(row, { kind, carryKey, ordinal: executions.length, keys }));
    });
  }
  return ledger.close('tastytrade', executions);
}

function unpaired(row: TastyRow): RowProblem {
  return new RowProblem(
    'carry_unpaired',
    `This ${row.subType} has no row that takes the position over (or gave it up).`,
  );
}

function eventKey(row: TastyRow): string {
  return `${row.time} ${row.instrument.symbol}`;
}

function kindOf(row: TastyRow, paidInCash: ReadonlySet<string>): Execution['kind'] {
  if (row.type === 'Trade') {
    if (row.side === null) throw new RowProblem('unknown_side', `"${row.subType}" is neither a buy nor a sell.`);
    return 'fill';
  }
  if (isCarry(row)) return row.effect === 'close' ? 'carry_out' : 'carry_in';
  const event = OPTION_EVENTS[row.subType];
  if (event) return optionEvent(row, event, paidInCash);
  if (/^(buy|sell)( to (open|close))?$/.test(row.subType)) return 'delivery';
  // Shares that a dividend was reinvested in.
  if (row.subType === 'dividend' && row.side === 'buy') return 'delivery';
  throw new RowProblem('unknown_sub_type', `"${row.subType}" among deliveries is not known.`);
}

function optionEvent(row: TastyRow, kind: Execution['kind'], paidInCash: ReadonlySet<string>): Execution['kind'] {
  if (row.instrument.assetClass !== 'option')
    throw new RowProblem('unknown_sub_type', `"${row.subType}" of a ${row.instrument.assetClass} is not known.`);
  if (!row.subType.startsWith('cash settled') && paidInCash.has(eventKey(row))) {
    throw new RowProblem('settled_in_cash', 'The option was settled in cash by another row of the same moment.', true);
  }
  return kind;
}

interface Placing {
  readonly kind: Execution['kind'];
  readonly carryKey: string | null;
  readonly ordinal: number;
  readonly keys: ContentKeys;
}

function executionOf(row: TastyRow, { kind, carryKey, ordinal, keys }: Placing): Execution {
  const price = priceOf(row);
  const time = new Date(row.time).toISOString();
  const closesOption = kind === 'expiry' || kind === 'assignment' || kind === 'exercise';
  const { symbol } = row.instrument;
  return {
    row: row.row,
    ordinal,
    externalId: null,
    dedupeKey: keys.keyOf([
      time,
      kind,
      row.subType,
      symbol,
      row.quantity,
      price,
      row.value,
      row.fees,
      row.orderId ?? '',
    ]),
    orderId: row.orderId,
    time,
    instrument: row.instrument,
    kind,
    side: closesOption ? null : row.side,
    effect: closesOption ? 'close' : row.effect,
    quantity: row.quantity,
    price,
    fees: row.fees,
    carryKey,
  };
}
