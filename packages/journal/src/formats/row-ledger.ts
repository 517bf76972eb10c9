/** The account of a file's rows: each ends up imported, skipped or in review, exactly once. */
import { printable } from '../text/printable.ts';
import type { TableRow } from '../text/read-table.ts';
import type { Execution, Format, ParsedFile, RowRemark, StatedPnl } from '../types.ts';

/** A row that cannot become an execution, for this reason; thrown while reading it. */
export class RowProblem extends Error {
  readonly code: string;
  readonly skip: boolean;

  constructor(code: string, message: string, skip = false) {
    // Cells are quoted in messages.
    super(printable(message, 300));
    this.code = printable(code, 64);
    this.skip = skip;
  }
}

export interface ReadRow<T> {
  readonly row: number;
  readonly value: T;
}

/** Collects what became of each row. */
export class RowLedger {
  readonly #skipped: RowRemark[] = [];
  readonly #review: RowRemark[] = [];
  #read = 0;

  /** Reads every row with `read`; a `RowProblem` it throws goes to the ledger, a broken row straight to review. */
  readAll<T>(rows: Iterable<TableRow>, read: (cells: readonly string[], row: number) => T): ReadRow<T>[] {
    const values: ReadRow<T>[] = [];
    for (const row of rows) {
      this.#read += 1;
      if ('fault' in row) this.#review.push({ row: row.row, ...row.fault });
      else this.attempt(row.row, () => values.push({ row: row.row, value: readCells(row.cells, row.row, read) }));
    }
    return values;
  }

  /** Runs one step for a row that was read before; false when the row was put aside by it. */
  attempt(row: number, step: () => unknown): boolean {
    try {
      step();
      return true;
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error;
      this.putAside(row, error);
      return false;
    }
  }

  putAside(row: number, problem: RowProblem): void {
    const remark = { row, code: problem.code, message: problem.message };
    (problem.skip ? this.#skipped : this.#review).push(remark);
  }

  /** Closes the account. Rows that are neither skipped nor in review are the imported ones. */
  close(format: Format, executions: readonly Execution[], stated: readonly StatedPnl[] = []): ParsedFile {
    const byRow = (a: RowRemark, b: RowRemark) => a.row - b.row;
    return {
      format,
      rowsRead: this.#read,
      rowsImported: this.#read - this.#skipped.length - this.#review.length,
      skipped: this.#skipped.sort(byRow),
      review: this.#review.sort(byRow),
      executions,
      stated,
    };
  }
}

function readCells<T>(cells: readonly string[], row: number, read: (cells: readonly string[], row: number) => T): T {
  if (cells.every((cell) => cell === '')) throw new RowProblem('empty_row', 'The row has only empty cells.', true);
  return read(cells, row);
}

/** Access to a row's cells by the header's names, whatever their order and case. */
export function columnsOf(header: readonly string[]): (name: string) => number {
  const places = new Map<string, number>();
  header.forEach((name, at) => {
    const key = name.trim().toLowerCase();
    if (!places.has(key)) places.set(key, at);
  });
  return (name) => places.get(name.toLowerCase()) ?? -1;
}
