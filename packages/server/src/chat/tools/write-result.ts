/** A tool's result as the model reads it: what it rests on in our words, then the rows as data, bounded. */
import { asData, inJournal } from '../../as-data.ts';
import type { ToolResult } from './tool.ts';

/** UTF-16 code units of one result: some 2,000 to 3,000 tokens. */
const MAX_UNITS = 8000;
const ROOM_FOR_WORDS = 200;

export function writeResult({ basis, rows }: ToolResult): string {
  const head = toText(basis)
    .slice(0, MAX_UNITS / 2)
    .toWellFormed();
  const lines = rows.map(asData).map(toText);
  const kept = keepWhatFits(lines, MAX_UNITS - head.length - ROOM_FOR_WORDS);
  const cut =
    kept.length < lines.length
      ? `\nCut: ${kept.length} of ${lines.length} lines are given. Ask for less to see all.`
      : '';
  return `${head}\n${inJournal(kept)}${cut}`;
}

function keepWhatFits(lines: readonly string[], room: number): string[] {
  const kept: string[] = [];
  let left = room;
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) break;
    kept.push(line);
  }
  return kept;
}

function toText(text: string): string {
  return text.toWellFormed();
}
