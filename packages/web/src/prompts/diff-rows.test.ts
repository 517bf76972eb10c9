import { expect, it } from 'vitest';
import { diffRows, foldSame } from './diff-rows.ts';

const line = (text: string) => {
  const change = text.startsWith('-') ? 'removed' : text.startsWith('+') ? 'added' : 'same';
  return { change, text: text.slice(1) } as const;
};

it('what was removed stands across from what came in its place', () => {
  expect(diffRows([' a', '-b', '-c', '+d', ' e', '+f'].map(line))).toEqual([
    { left: 'a', right: 'a', changed: false },
    { left: 'b', right: 'd', changed: true },
    { left: 'c', right: null, changed: true },
    { left: 'e', right: 'e', changed: false },
    { left: null, right: 'f', changed: true },
  ]);
});

it('long stretches of the same are folded, but for the lines beside a change', () => {
  const same = Array.from({ length: 10 }, (_, n) => line(` ${n}`));
  const blocks = foldSame(diffRows([...same, line('+new'), ...same]));
  expect(blocks.map(({ folded, rows }) => [folded, rows.length])).toEqual([
    [true, 7],
    [false, 7],
    [true, 7],
  ]);
});

it('nothing changed folds into one', () => {
  expect(foldSame(diffRows([line(' a'), line(' b')]))).toMatchObject([{ folded: true }]);
  expect(foldSame([])).toEqual([]);
});
