/** The executions of our own export: read back as they were, under the keys they had, so that the same twice adds nothing. */
import { isName } from '../instruments.ts';
import { readCell } from '../text/csv-line.ts';
import { readNumber } from '../text/number-text.ts';
import type { Table } from '../text/read-table.ts';
import type { Execution, Instrument, ParsedFile } from '../types.ts';
import { UnreadableFile } from '../unreadable-file.ts';
import { columnsOf, RowLedger, RowProblem } from './row-ledger.ts';

/** The export's columns. Those that other programs have too bear the names by which any reader of fills knows them. */
// biome-ignore format: a table reads better in rows.
export const TRADISTRY_COLUMNS = [
  'tradistry_execution', 'time', 'symbol', 'asset_class', 'side', 'quantity', 'price', 'fees', 'currency', 'multiplier',
  'underlying', 'expiry', 'strike', 'right', 'effect', 'kind', 'external_id', 'order_id', 'ordinal', 'dedupe_key', 'carry_key',
] as const;
type Column = (typeof TRADISTRY_COLUMNS)[number];

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CLASSES = ['stock', 'option', 'future', 'crypto', 'forex'] as const;
const KINDS = ['fill', 'expiry', 'assignment', 'exercise', 'delivery', 'carry_out', 'carry_in'] as const;
const SIDES = ['buy', 'sell'] as const;
const EFFECTS = ['open', 'close', 'auto'] as const;
const RIGHTS = ['call', 'put'] as const;

export function isTradistry(header: readonly string[]): boolean {
  return header[0] === TRADISTRY_COLUMNS[0];
}

/** Every value is checked: a person may have edited the file. Throws `UnreadableFile` when a column is missing. */
export function parseTradistry(table: Table): ParsedFile {
  const at = columnsOf(table.header);
  const missing = TRADISTRY_COLUMNS.filter((name) => at(name) < 0);
  if (missing.length > 0)
    throw new UnreadableFile('unknown_header', `Columns of the export are missing: ${missing.join(', ')}.`);
  const ledger = new RowLedger();
  const known = new Set<string>();
  const rows = ledger.readAll(table.rows, (cells, row) => {
    const execution = readExecution(new Cells((name) => readCell(cells[at(name)] ?? '')), row);
    if (known.has(execution.dedupeKey))
      throw new RowProblem('duplicate', 'The same execution stands in an earlier line.', true);
    known.add(execution.dedupeKey);
    return execution;
  });
  return ledger.close(
    'tradistry',
    rows.map(({ value }) => value),
  );
}

function readExecution(cells: Cells, row: number): Execution {
  return {
    row,
    ordinal: cells.count('ordinal'),
    externalId: cells.nameOrNull('external_id'),
    dedupeKey: cells.name('dedupe_key'),
    orderId: cells.nameOrNull('order_id'),
    time: cells.instant('time'),
    instrument: readInstrument(cells),
    kind: cells.oneOf('kind', KINDS),
    side: cells.orNull('side', (name) => cells.oneOf(name, SIDES)),
    effect: cells.oneOf('effect', EFFECTS),
    quantity: cells.positive('quantity'),
    price: cells.number('price'),
    fees: cells.number('fees'),
    carryKey: cells.nameOrNull('carry_key'),
  };
}

function readInstrument(cells: Cells): Instrument {
  const assetClass = cells.oneOf('asset_class', CLASSES);
  const instrument = {
    assetClass,
    symbol: cells.name('symbol'),
    underlying: cells.name('underlying'),
    expiry: cells.orNull('expiry', (name) => cells.matching(name, DAY)),
    strike: cells.orNull('strike', (name) => cells.number(name)),
    right: cells.orNull('right', (name) => cells.oneOf(name, RIGHTS)),
    multiplier: cells.positive('multiplier'),
    currency: cells.matching('currency', /^[A-Z]{3}$/),
  };
  if (assetClass === 'option' && (!instrument.expiry || !instrument.strike || !instrument.right))
    throw new RowProblem('bad_option', 'Expiry, strike or right of the option is missing.');
  return instrument;
}

/** A row's cells by name; what is not as the export writes it is a `RowProblem`. */
class Cells {
  readonly #cell: (name: Column) => string;

  constructor(cell: (name: Column) => string) {
    this.#cell = cell;
  }

  orNull<T>(name: Column, read: (name: Column) => T): T | null {
    return this.#cell(name) === '' ? null : read(name);
  }

  oneOf<T extends string>(name: Column, values: readonly T[]): T {
    return values.find((value) => value === this.#cell(name)) ?? this.#refuse(name);
  }

  matching(name: Column, pattern: RegExp): string {
    const text = this.#cell(name);
    // The pattern alone would let the 31st of February pass.
    const isReal = !DAY.test(text.slice(0, 10)) || isDay(text.slice(0, 10));
    return pattern.test(text) && isReal ? text : this.#refuse(name);
  }

  instant(name: Column): string {
    const time = Date.parse(this.matching(name, INSTANT));
    return Number.isNaN(time) ? this.#refuse(name) : new Date(time).toISOString();
  }

  name(name: Column): string {
    return isName(this.#cell(name), 300) ? this.#cell(name) : this.#refuse(name);
  }

  nameOrNull(name: Column): string | null {
    return this.orNull(name, () => this.name(name));
  }

  number(name: Column): string {
    return readNumber(this.#cell(name)) ?? this.#refuse(name);
  }

  positive(name: Column): string {
    const number = this.number(name);
    return number === '0' || number.startsWith('-') ? this.#refuse(name) : number;
  }

  count(name: Column): number {
    return /^\d{1,9}$/.test(this.#cell(name)) ? Number(this.#cell(name)) : this.#refuse(name);
  }

  #refuse(name: Column): never {
    throw new RowProblem(`bad_${name}`, `The ${name} "${this.#cell(name)}" is not what the export writes there.`);
  }
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
