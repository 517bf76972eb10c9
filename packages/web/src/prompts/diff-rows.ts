/** Two versions' lines beside each other: what was removed across from what came in its place, long stretches of the same folded. */
import type { PromptDiff } from '@tradistry/protocol';

/** A line of each; `null`: that side has none here. Lines of a `changed` row differ. */
export interface DiffRow {
  readonly left: string | null;
  readonly right: string | null;
  readonly changed: boolean;
}

/** Rows that are shown, or so many the same that they are folded. */
export interface DiffBlock {
  readonly folded: boolean;
  readonly rows: readonly DiffRow[];
}

type Line = PromptDiff['lines'][number];

/** Lines of the same that stay in view beside a change. */
const CONTEXT = 3;

export function diffRows(lines: readonly Line[]): DiffRow[] {
  const rows: DiffRow[] = [];
  for (let at = 0; at < lines.length; ) {
    const changes = runOf(lines, at);
    if (changes.length === 0) {
      const text = lines[at]?.text ?? '';
      rows.push({ left: text, right: text, changed: false });
      at += 1;
    } else {
      rows.push(...pair(changes));
      at += changes.length;
    }
  }
  return rows;
}

/** The changed lines from `at` on. */
function runOf(lines: readonly Line[], at: number): readonly Line[] {
  const end = lines.findIndex(({ change }, n) => n >= at && change === 'same');
  return lines.slice(at, end === -1 ? lines.length : end);
}

function pair(changes: readonly Line[]): DiffRow[] {
  const removed = changes.filter(({ change }) => change === 'removed');
  const added = changes.filter(({ change }) => change === 'added');
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, n) => ({
    left: removed[n]?.text ?? null,
    right: added[n]?.text ?? null,
    changed: true,
  }));
}

export function foldSame(rows: readonly DiffRow[]): DiffBlock[] {
  const near = (at: number) => rows.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(({ changed }) => changed);
  const blocks: { folded: boolean; rows: DiffRow[] }[] = [];
  for (const [at, row] of rows.entries()) {
    const folded = !near(at);
    const last = blocks.at(-1);
    if (last && last.folded === folded) last.rows.push(row);
    else blocks.push({ folded, rows: [row] });
  }
  return blocks;
}
