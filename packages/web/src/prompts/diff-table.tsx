/** A template's lines, old beside new; on a phone one under the other. */
import type { PromptDiff } from '@tradistry/protocol';
import { useState } from 'react';
import { Wide } from '../ui/wide.tsx';
import { type DiffBlock, type DiffRow, diffRows, foldSame } from './diff-rows.ts';

export function DiffTable({ diff }: { diff: PromptDiff }) {
  const blocks = foldSame(diffRows(diff.lines));
  return (
    <Wide label="Template, line by line" className="card">
      <table className="w-full border-collapse font-mono text-xs max-md:[&_td]:block max-md:[&_tr]:block">
        <thead className="max-md:hidden">
          <tr className="text-left">
            <th scope="col" className="w-1/2 border-b border-line px-3 py-2">
              Version {diff.from}
            </th>
            <th scope="col" className="w-1/2 border-b border-line px-3 py-2">
              Version {diff.to}
            </th>
          </tr>
        </thead>
        {blocks.map((block, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a diff never changes, another one is drawn anew
          <Block key={`${diff.from} ${diff.to} ${at}`} block={block} />
        ))}
      </table>
    </Wide>
  );
}

/** To fold less would hide nothing. */
const WORTH_FOLDING = 4;

function Block({ block: { folded, rows } }: { block: DiffBlock }) {
  const [open, setOpen] = useState(false);
  return (
    <tbody>
      {folded && !open && rows.length >= WORTH_FOLDING ? (
        <tr>
          <td colSpan={2} className="bg-sunken/60 px-3 py-1 font-sans">
            <button type="button" className="btn-quiet min-h-8 rounded-md px-2 underline" onClick={() => setOpen(true)}>
              Show {rows.length} lines that are the same
            </button>
          </td>
        </tr>
      ) : (
        rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines never change their place
          <Row key={at} row={row} />
        ))
      )}
    </tbody>
  );
}

const CELL = 'px-3 py-0.5 align-top whitespace-pre-wrap wrap-anywhere';

function Row({ row: { left, right, changed } }: { row: DiffRow }) {
  if (!changed) {
    return (
      <tr>
        <td className={CELL}>{left}</td>
        <td className={`${CELL} max-md:hidden!`} aria-hidden>
          {right}
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <Side text={left} mark="−" words="Removed: " tone="bg-loss-soft" />
      <Side text={right} mark="+" words="Added: " tone="bg-accent-soft" />
    </tr>
  );
}

function Side({ text, mark, words, tone }: { text: string | null; mark: string; words: string; tone: string }) {
  if (text === null) return <td className="bg-sunken/50 max-md:hidden!" />;
  const Change = mark === '+' ? 'ins' : 'del';
  return (
    <td className={`${CELL} ${tone}`}>
      <span aria-hidden className="mr-2 select-none">
        {mark}
      </span>
      <span className="sr-only">{words}</span>
      <Change className="no-underline">{text}</Change>
    </td>
  );
}
