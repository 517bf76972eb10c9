/** Rows of the export as text: JSON lines, or CSV with a header. */
import { csvLine } from '@tradistry/journal';
import type { ExportFile, ExportRow } from './ports.ts';

/** One text a page. */
export async function* encodeRows(file: ExportFile): AsyncGenerator<string> {
  const isCsv = file.name.endsWith('.csv');
  let isFirst = true;
  for await (const rows of file.pages()) {
    const header = isCsv && isFirst ? csvLine(Object.keys(rows[0] ?? {})) : '';
    isFirst = false;
    yield header + rows.map(isCsv ? toCsv : toJson).join('');
  }
}

function toJson(row: ExportRow): string {
  return `${JSON.stringify(row)}\n`;
}

function toCsv(row: ExportRow): string {
  return csvLine(Object.values(row).map(toCell));
}

function toCell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
