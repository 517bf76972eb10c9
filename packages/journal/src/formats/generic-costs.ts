/** What a row of a generic CSV costs: its fees, its commission, and fees that stand in columns of their own. */
import { sumOf } from '../decimal.ts';
import { type DecimalMark, negate, readNumber } from '../text/number-text.ts';
import type { TableRow } from '../text/read-table.ts';
import { type GenericColumns, plainName } from './generic-columns.ts';
import { RowProblem } from './row-ledger.ts';

const PARTIAL_FEE =
  /^(?:(?:sec|taf|nfa|orf|cat|finra|clearing|exchange|exch|ecn|regulatory|reg|routing|platform|occ|nscc|transaction|brokerage|misc|other|additional|stamp|settlement)(?:fees?|charges?)|taf|nfa|orf|ecn|stampduty|gst|stt|vat)$/;
const TOTAL = /total|comm/;

/** A column of costs. */
export interface CostColumn {
  readonly name: string;
  readonly at: number;
  /** -1 where the file writes costs as negative numbers. */
  readonly sign: 1 | -1;
}

interface CostFile {
  readonly header: readonly string[];
  readonly columns: GenericColumns;
  readonly rows: readonly TableRow[];
  readonly mapping: Readonly<Record<string, string>>;
}

/** The columns whose sum is what a row costs. One that is a total stands for its parts, and so does one that the user named. */
export function costColumns({ header, columns, rows, mapping }: CostFile): CostColumn[] {
  const names = header.map(plainName);
  const fees = names[columns.fees] ?? '';
  const isWhole = TOTAL.test(fees) || mapping['fees'] !== undefined;
  const isOfBoth = /comm/.test(fees) && mapping['commission'] === undefined;
  const places = [columns.fees, ...(isOfBoth ? [] : [columns.commission]), ...(isWhole ? [] : partsOf(names))];
  return [...new Set(places)]
    .filter((at) => at >= 0)
    .map((at) => ({ name: header[at] ?? '', at, sign: signOfCosts(rows, at) }));
}

function partsOf(names: readonly string[]): number[] {
  return names.flatMap((name, at) => (PARTIAL_FEE.test(name) ? [at] : []));
}

/** The costs of a row as a decimal string; positive lowers the P&L. */
export function costsOf(cells: readonly string[], columns: readonly CostColumn[], mark: DecimalMark): string {
  return sumOf(columns.map((column) => readCost(cells[column.at] ?? '', column, mark)));
}

function readCost(text: string, { name, sign }: CostColumn, mark: DecimalMark): string {
  if (text === '' || /^(?:-+|n\/?a)$/i.test(text)) return '0';
  const cost = readNumber(text, mark);
  if (cost === null) throw new RowProblem('bad_number', `The ${name.toLowerCase()} "${text}" is not a number.`);
  return sign === -1 ? negate(cost) : cost;
}

/** Costs are negative where more cells are below zero than above; a rebate has the other sign then. */
function signOfCosts(rows: readonly TableRow[], at: number): 1 | -1 {
  let negative = 0;
  let others = 0;
  for (const row of rows) {
    const cell = 'cells' in row ? (row.cells[at] ?? '') : '';
    if (!/[1-9]/.test(cell)) continue;
    if (/^\D*[-(\u2212]/.test(cell)) negative += 1;
    else others += 1;
  }
  return negative > others ? -1 : 1;
}
