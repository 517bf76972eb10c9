import { describe, expect, it } from 'vitest';
import { readPointValues } from './point-values.ts';
import { readHeader } from './read-header.ts';

describe('the header of a file', () => {
  it.each([
    ['\uFEFFDate,Symbol,Qty\n1,2,3', ['Date', 'Symbol', 'Qty']],
    ['\r\nDate;"Price; net";Qty\r\n', ['Date', 'Price; net', 'Qty']],
    ['a\tb\tc', ['a', 'b', 'c']],
    ['"He said ""x""",b', ['He said "x"', 'b']],
    ['', []],
  ])('is read from %j', (text, names) => {
    expect(readHeader(text)).toEqual(names);
  });
});

describe('point values', () => {
  it('are read as pairs', () => {
    expect(readPointValues('fdax = 25, FGBL: 1000;\n X=0.5')).toEqual({ FDAX: '25', FGBL: '1000', X: '0.5' });
    expect(readPointValues('  ')).toEqual({});
  });

  it('are refused where they are none', () => {
    expect(readPointValues('FDAX 25')).toBeNull();
    expect(readPointValues('FDAX = x')).toBeNull();
  });
});
