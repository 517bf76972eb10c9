/** What a file says by itself, before anything of it is stored: the report of a dry run, and the half of every other. */
import type { Matched, ParsedFile, RowRemark, StatedPnl } from '@tradistry/journal';
import type { ImportFormat, ImportProblem, ImportReport } from '@tradistry/protocol';
import { Decimal as Decimal20 } from 'decimal.js';

// Exact for any sum of money: twenty digits, the default, are not.
const Decimal = Decimal20.clone({ precision: 80 });

/** A report names so many rows; all are counted. */
export const MAX_PROBLEMS = 1000;

export interface FileSummary {
  readonly format: ImportFormat;
  readonly currency: string;
  /** As the file alone is matched. */
  readonly rows: ImportReport['rows'];
  readonly executions: number;
  readonly trades: number;
  readonly pnl: ImportReport['pnl'];
  /** Rows the parser put aside or skipped, and rows whose P&L differs from the stated one; of each at most 1,000. */
  readonly remarks: {
    readonly review: ImportProblem[];
    readonly differing: ImportProblem[];
    readonly skipped: ImportProblem[];
  };
  /** Rows that only the matching of the file alone put aside. */
  readonly unplaced: ImportProblem[];
  readonly counts: {
    readonly read: number;
    readonly imported: number;
    readonly skipped: number;
    readonly review: number;
  };
}

/** `matched`: the file's executions, matched with nothing else. */
export function summarizeFile(parsed: ParsedFile, matched: Matched): FileSummary {
  const unplaced = firstOfEachRow(matched.review);
  const counts = {
    read: parsed.rowsRead,
    imported: parsed.rowsImported,
    skipped: parsed.skipped.length,
    review: parsed.review.length,
  };
  return {
    format: parsed.format,
    currency: parsed.executions[0]?.instrument.currency ?? 'USD',
    counts,
    rows: { ...counts, imported: counts.imported - unplaced.length, review: counts.review + unplaced.length },
    executions: parsed.executions.length,
    trades: matched.trades.filter((trade) => trade.unit === 'trade').length,
    pnl: reconcile(parsed.stated, matched),
    remarks: {
      review: parsed.review.slice(0, MAX_PROBLEMS).map(toProblem),
      differing: parsed.stated.filter(isDifferent).slice(0, MAX_PROBLEMS).map(toDifference),
      skipped: parsed.skipped.slice(0, MAX_PROBLEMS).map(toProblem),
    },
    unplaced,
  };
}

/** What matters most comes first, each kind in the order of the file. */
export function listProblems(...kinds: readonly (readonly ImportProblem[])[]): ImportProblem[] {
  return kinds.flat().slice(0, MAX_PROBLEMS);
}

// Where the file states a P&L, the broker's is before fees and so is ours; where all of it is closed, ours is what
// matching made of the fills, and not only the row's own arithmetic.
function reconcile(stated: readonly StatedPnl[], matched: Matched): ImportReport['pnl'] {
  const pairs = matched.trades.filter((trade) => trade.unit === 'pair');
  if (stated.length === 0) return { ours: sum(pairs.map((pair) => pair.netPnl)), stated: null, difference: null };
  const isWhole = matched.review.length === 0 && matched.trades.every((trade) => trade.status === 'closed');
  const ours = isWhole ? sum(pairs.map((pair) => pair.grossPnl)) : sum(stated.map((row) => row.ours));
  const theirs = sum(stated.map((row) => row.stated));
  return { ours, stated: theirs, difference: new Decimal(ours).minus(theirs).toFixed() };
}

function sum(values: readonly string[]): string {
  return values.reduce((total, value) => total.plus(value), new Decimal(0)).toFixed();
}

function isDifferent(row: StatedPnl): boolean {
  return !new Decimal(row.ours).equals(row.stated);
}

function toDifference(row: StatedPnl): ImportProblem {
  const message = `The file states a P&L of ${row.stated}; its own quantity and prices give ${row.ours}.`;
  return { row: row.row, code: 'pnl_differs', message };
}

function toProblem({ row, code, message }: RowRemark): ImportProblem {
  return { row, code, message };
}

function firstOfEachRow(items: readonly RowRemark[]): ImportProblem[] {
  const byRow = new Map<number, ImportProblem>();
  for (const item of items) if (!byRow.has(item.row)) byRow.set(item.row, toProblem(item));
  return [...byRow.values()].sort((a, b) => a.row - b.row);
}
