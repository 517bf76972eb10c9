/** A broken row costs itself and nothing else. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UnreadableFile } from '../unreadable-file.ts';
import { readTable } from './read-table.ts';

const rowsOf = (...lines: readonly string[]) => [...readTable(lines.join('\n')).rows];

test('comma, semicolon and tab are found as delimiters by the header', () => {
  for (const mark of [',', ';', '\t']) {
    expect(rowsOf(['a', 'b', 'c'].join(mark), ['1', '2', '3'].join(mark))).toEqual([
      { row: 2, cells: ['1', '2', '3'] },
    ]);
  }
});

test('a quoted cell may hold delimiters, doubled quotes and line ends', () => {
  expect(rowsOf('a,b', '"1,""x""","2', '3"', '4,5')).toEqual([
    { row: 2, cells: ['1,"x"', '2\n3'] },
    { row: 4, cells: ['4', '5'] },
  ]);
});

test('a quote that is never closed loses only its own row', () => {
  const rows = rowsOf('a,b,c', '1,2,3', '4,"5,6', '7,8,9', '10,"11",12');
  expect(rows.map((row) => ('cells' in row ? row.cells.join(' ') : `${row.row} ${row.fault.code}`))).toEqual([
    '1 2 3',
    '3 broken_quote',
    '7 8 9',
    '10 11 12',
  ]);
});

test('two stray quotes do not swallow the good rows between them', () => {
  const rows = rowsOf('a,b,c', '1,"A,2', '3,4,5', '6,7,8', '9,B",10');
  expect(rows.map((row) => ('cells' in row ? row.cells.join(' ') : row.fault.code))).toEqual([
    'broken_quote',
    '3 4 5',
    '6 7 8',
    'broken_quote',
  ]);
});

test('ragged rows are reported with their line; empty cells past the header are let pass', () => {
  const rows = rowsOf('a,b', '1,2,,', '', '3', '4,5,6');
  expect(rows.map((row) => ('cells' in row ? row.cells.length : `${row.row} ${row.fault.code}`))).toEqual([
    2,
    '4 ragged_row',
    '5 ragged_row',
  ]);
});

test('a line of more than 64 KiB is reported and passed over', () => {
  const rows = rowsOf('a,b', `1,${'x'.repeat(70_000)}`, '2,3');
  expect(rows.map((row) => ('cells' in row ? row.cells[0] : row.fault.code))).toEqual(['line_too_long', '2']);
});

test('more than a million rows are refused', () => {
  const table = readTable(`a,b\n${'1,2\n'.repeat(1_000_001)}`);
  const count = () => [...table.rows].length;
  expect(count).toThrow(UnreadableFile);
});

test('whatever the lines, every good row stands and no line is reported twice', () => {
  const piece = fc.constantFrom('1,2,3', '"x",y,"z"', 'a,"b', 'q"r,s,t', '', '"', 'u,v', '"l""m",n,o', ',,');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (lines) => {
      const rows = rowsOf('a,b,c', ...lines);
      const places = rows.map(({ row }) => row);
      expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      const whole = lines.filter((line) => line === '1,2,3').length;
      expect(rows.filter((row) => 'cells' in row && row.cells.join() === '1,2,3')).toHaveLength(whole);
    }),
  );
});
