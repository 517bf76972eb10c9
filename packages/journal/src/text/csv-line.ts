/** One line of a CSV file that spreadsheets may open and our own reader reads back exactly. */

/** What a spreadsheet would take for a formula, plain numbers apart. */
const FORMULA = /^'*[=+\-@\t\r]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** `null` is an empty cell. A text that begins like a formula gets an apostrophe in front, which `readCell` takes away. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => writeCell(cell ?? '')).join(',')}\n`;
}

function writeCell(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A cell of `csvLine` as it was. */
export function readCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
