/** Lines that the joint must not break: rows of a table, items of a list, headings and fences. */
import type { JoinMode } from '../continuation.ts';
import { isAmidFence, type Shown } from './text.ts';

/** Where the two texts meet. */
export interface Sides {
  readonly shown: Shown;
  readonly mode: JoinMode;
  /** The white space that arrived first. */
  readonly space: string;
  /** What came after it. */
  readonly head: string;
  /** Nothing more comes. */
  readonly final: boolean;
}

/** What stands between instead of `space`, and how much of `head` is left out; `wait`: more must come; `null`: nothing is wrong. */
export type Repair = { readonly between: string; readonly skip?: number } | 'wait' | null;

/** A row that is begun again: only so has it as many cells as the row above. */
export function repeatedRow({ shown, space, head, final }: Sides): Repair {
  const { line, midLine } = shown;
  const above = rowAbove(shown);
  if (space !== '' || shown.inCode || !above || !line.startsWith('|')) return null;
  if (line.startsWith(head)) return 'wait';
  if (!head.startsWith(line)) return null;
  const end = head.indexOf('\n');
  if (end < 0 && !final) return 'wait';
  const row = (end < 0 ? head : head.slice(0, end)).trimEnd();
  const cells = cellsOf(above);
  const isAgain = midLine ? cellsOf(row) === cells && cellsOf(line + row) !== cells : isDelimiter(line) && row === line;
  if (!isAgain) return null;
  const rest = head.slice(line.length);
  const again = rest.startsWith(shown.space) ? shown.space.length : 0;
  return { between: '', skip: line.length + again };
}

/** The line of a fence that is said again: three marks and three more are none. */
export function repeatedFence({ shown, space, head }: Sides): Repair {
  const { line, inCode } = shown;
  if (space !== '' || !head.startsWith('`')) return null;
  if (isAmidFence(shown)) {
    if (/^`+$/.test(head)) return 'wait';
    const marks = /^`*/.exec(head)?.[0].length ?? 0;
    return marks >= 3 && head.startsWith(line) ? { between: '', skip: line.length } : null;
  }
  if (shown.midLine || inCode || line !== '```') return null;
  if (/^`{1,3}$/.test(head)) return 'wait';
  return /^`{3}\n/.test(head) && shown.space === '\n' ? { between: '', skip: 4 } : null;
}

/** A line end within a cell of a table. */
export function brokenRow({ shown, mode, space, head }: Sides): Repair {
  if (mode === 'prefill' || !space.includes('\n') || !shown.midLine || shown.inCode || head.startsWith('|'))
    return null;
  return shown.line.startsWith('|') && !isWholeRow(shown) ? { between: '' } : null;
}

/** A row, an item, a heading or a fence that does not begin on a line of its own. */
export function missingLine({ shown, space, head }: Sides): Repair {
  if (space.includes('\n') || !shown.midLine) return null;
  if (shown.inCode) return missingLineInCode(shown, head);
  if (isWholeRow(shown)) return missingLineOfTable(shown, head);
  if (!/[.!?:)*`]/.test(shown.last)) return null;
  if (/^(?:#{1,6}|`{3}[\w+-]*|`{1,2}|[-*+])$/.test(head)) return 'wait';
  if (/^(?:#{2,6} |`{3}[\w+-]*\n)/.test(head)) return { between: '\n\n' };
  const item = /^([-*+]) /.exec(head)?.[1];
  return item !== undefined && shown.line.startsWith(`${item} `) ? { between: '\n' } : null;
}

/** Below the head of a table comes the line of dashes. */
function missingLineOfTable(shown: Shown, head: string): Repair {
  if (/^\|[ \t:]*$/.test(head)) return 'wait';
  const isRow = rowAbove(shown) ? /^\|[^|]/.test(head) : /^\|[ \t:]*-/.test(head);
  return isRow ? { between: '\n' } : null;
}

function missingLineInCode({ last }: Shown, head: string): Repair {
  if (last === '`' || !head.startsWith('`')) return null;
  if (/^`{1,3}$/.test(head)) return 'wait';
  return /^`{3}\s/.test(head) ? { between: '\n' } : null;
}

/** Whether the shown text ends with a row of a table, of as many cells as the row above. */
function isWholeRow(shown: Shown): boolean {
  if (!/^\|.*\|$/.test(shown.line)) return false;
  const above = rowAbove(shown);
  return !above || cellsOf(above) === cellsOf(shown.line);
}

function rowAbove({ text, lineAt }: Shown): string | null {
  if (lineAt === 0) return null;
  const above = text.slice(text.lastIndexOf('\n', lineAt - 2) + 1, lineAt - 1).trimEnd();
  return above.startsWith('|') ? above : null;
}

function cellsOf(row: string): number {
  return row.split('|').length;
}

function isDelimiter(row: string): boolean {
  return /^\|(?:[ \t]*:?-+:?[ \t]*\|)+$/.test(row);
}
