/** Text to a header and rows; a broken row costs itself and nothing else. */
import { parse } from 'csv-parse/sync';
import { UnreadableFile } from '../unreadable-file.ts';
import { type Line, linesOf } from './lines-of.ts';
import { printable } from './printable.ts';
import { quoteStateOf } from './quote-state-of.ts';

const MAX_ROWS = 1_000_000;
const MAX_LINE = 64 * 1024;
/** A quoted cell may run over so many lines; longer is taken for a quote that was never closed. */
const MAX_CELL_LINES = 50;
const BATCH = 5_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what no text has, a program or a picture does.
const CONTROLS = /[\u0000-\u0008\u000e-\u001f]/;

/** One data row: its cells (trimmed, as many as the header has), or why it could not be read. `row` is the line, 1-based. */
export type TableRow =
  | { readonly row: number; readonly cells: readonly string[] }
  | { readonly row: number; readonly fault: { readonly code: string; readonly message: string } };

/** A table with its rows still to be read, once. */
export interface Table {
  readonly header: readonly string[];
  readonly delimiter: string;
  readonly rows: Iterable<TableRow>;
}

/** Reads the header and leaves the rows to be iterated over. Throws `UnreadableFile`, also while iterating (too many rows). */
export function readTable(text: string): Table {
  const lines = linesOf(text);
  const first = firstLine(lines);
  if (first.done) throw new UnreadableFile('empty_file', 'The file has no lines with anything in them.');
  if (first.value.text.length > MAX_LINE)
    throw new UnreadableFile('line_too_long', 'The first line is longer than 64 KiB.');
  if (CONTROLS.test(first.value.text)) throw new UnreadableFile('not_csv', 'The file is no text.');
  const delimiter = delimiterOf(first.value.text);
  if (quoteStateOf(first.value.text, delimiter) !== 'closed')
    throw new UnreadableFile('not_csv', 'The quotes in the first line are broken.');
  const header = (parseRecords([first.value.text], delimiter)[0] ?? []).map((name) => printable(name, 200));
  return { header, delimiter, rows: readRows(lines, { delimiter, width: header.length }) };
}

// Excel's hint of the delimiter ("sep=;") stands before the header.
function firstLine(lines: Iterator<Line>): IteratorResult<Line> {
  const first = lines.next();
  return !first.done && /^"?sep=.?"?$/i.test(first.value.text.trim()) ? lines.next() : first;
}

function delimiterOf(line: string): string {
  const unquoted = line.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((mark) => [mark, unquoted.split(mark).length] as const);
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

interface Shape {
  readonly delimiter: string;
  readonly width: number;
}

type Pending = { readonly row: number; readonly text: string } | Extract<TableRow, { fault: unknown }>;

function* readRows(lines: Iterator<Line>, shape: Shape): Generator<TableRow> {
  let batch: Pending[] = [];
  let count = 0;
  for (const pending of recordsOf(lines, shape)) {
    count += 1;
    if (count > MAX_ROWS) throw new UnreadableFile('too_many_rows', 'The file has more than 1,000,000 rows.');
    batch.push(pending);
    if (batch.length === BATCH) {
      yield* parseBatch(batch, shape);
      batch = [];
    }
  }
  yield* parseBatch(batch, shape);
}

function* parseBatch(batch: readonly Pending[], shape: Shape): Generator<TableRow> {
  const parsed = parseRecords(
    batch.flatMap((pending) => ('text' in pending ? [pending.text] : [])),
    shape.delimiter,
  );
  let next = 0;
  for (const pending of batch) {
    if ('fault' in pending) yield pending;
    else yield shapedRow(pending.row, parsed[next++] ?? [], shape.width);
  }
}

function shapedRow(row: number, cells: readonly string[], width: number): TableRow {
  if (fits(cells, width)) return { row, cells: cells.length === width ? cells : cells.slice(0, width) };
  const message = `The row has ${cells.length} cells where the header has ${width}.`;
  return { row, fault: { code: 'ragged_row', message } };
}

/** Some exports end each row with one more delimiter: empty cells past the header are let pass. */
function fits(cells: readonly string[], width: number): boolean {
  return cells.length === width || (cells.length > width && cells.slice(width).every((cell) => cell === ''));
}

/** Lines to records: most are one line; a quoted cell may go on over the next ones. */
function* recordsOf(lines: Iterator<Line>, shape: Shape): Generator<Pending> {
  const ahead = new LineBuffer(lines);
  for (let line = ahead.take(); line; line = ahead.take()) {
    if (line.text.length > MAX_LINE) {
      yield { row: line.number, fault: { code: 'line_too_long', message: 'The line is longer than 64 KiB.' } };
      continue;
    }
    const state = quoteStateOf(line.text, shape.delimiter);
    if (state === 'closed') yield { row: line.number, text: line.text };
    else yield state === 'open' ? continued(line, ahead, shape) : brokenQuote(line.number);
  }
}

function brokenQuote(row: number): Pending {
  return {
    row,
    fault: { code: 'broken_quote', message: 'A quote in this row is never closed, or stands inside a cell.' },
  };
}

/**
 * Follows an open quote into the next lines, but never over a line that is a whole row by itself: then the quote was
 * a stray one, and only the row that has it is lost.
 */
function continued(first: Line, ahead: LineBuffer, shape: Shape): Pending {
  let text = first.text;
  for (let taken = 0; taken < MAX_CELL_LINES; taken += 1) {
    const line = ahead.peek(taken);
    if (!line || isWholeRow(line.text, shape)) break;
    text += `\n${line.text}`;
    if (text.length > MAX_LINE) break;
    const state = quoteStateOf(text, shape.delimiter);
    if (state === 'broken') break;
    if (state === 'closed') {
      if (!fits(parseRecords([text], shape.delimiter)[0] ?? [], shape.width)) break;
      ahead.drop(taken + 1);
      return { row: first.number, text };
    }
  }
  return brokenQuote(first.number);
}

function isWholeRow(line: string, shape: Shape): boolean {
  if (quoteStateOf(line, shape.delimiter) !== 'closed') return false;
  return fits(parseRecords([line], shape.delimiter)[0] ?? [], shape.width);
}

/** Every record here has its quotes in order, so that the parser can neither fail nor join two of them. */
function parseRecords(records: readonly string[], delimiter: string): string[][] {
  if (records.length === 0) return [];
  const options = { delimiter, record_delimiter: '\n', relax_column_count: true, trim: true } as const;
  return parse(records.join('\n'), options);
}

/** Lines with a look ahead. */
class LineBuffer {
  readonly #lines: Iterator<Line>;
  #waiting: Line[] = [];

  constructor(lines: Iterator<Line>) {
    this.#lines = lines;
  }

  take(): Line | undefined {
    return this.#waiting.shift() ?? this.#read();
  }

  peek(index: number): Line | undefined {
    while (this.#waiting.length <= index) {
      const line = this.#read();
      if (!line) return undefined;
      this.#waiting.push(line);
    }
    return this.#waiting[index];
  }

  drop(count: number): void {
    this.#waiting = this.#waiting.slice(count);
  }

  #read(): Line | undefined {
    const next = this.#lines.next();
    return next.done ? undefined : next.value;
  }
}
