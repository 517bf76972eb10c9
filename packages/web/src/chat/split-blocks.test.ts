import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitBlocks } from './split-blocks.ts';

const sources = (text: string) => splitBlocks(text).map(({ parts }) => parts.join('|'));

describe('splitting markdown into blocks', () => {
  it('cuts at blank lines', () => {
    expect(sources('one\ntwo\n\nthree')).toEqual(['one\ntwo', 'three']);
  });

  it('keeps a listing with blank lines in it together, without its fences', () => {
    expect(splitBlocks('```js\na\n\nb\n```\nafter')).toEqual([
      { kind: 'code', parts: ['a\n\nb'] },
      { kind: 'markdown', parts: ['after'] },
    ]);
  });

  it('shows a listing that has not been closed yet', () => {
    expect(splitBlocks('text\n\n~~~\nhalf')).toEqual([
      { kind: 'markdown', parts: ['text'] },
      { kind: 'code', parts: ['half'] },
    ]);
  });

  it('keeps a loose list and what is indented in it together', () => {
    expect(sources('- a\n\n  more of a\n\n- b\n\nafter')).toEqual(['- a\n\n  more of a\n\n- b', 'after']);
  });

  it('cuts a very long list at an item', () => {
    const items = Array.from({ length: 60 }, (_, at) => `- item ${at}`).join('\n');
    const blocks = sources(items);
    expect(blocks).toHaveLength(3);
    expect(blocks.join('\n')).toBe(items);
  });

  it('gives each part of a long table the head, and begins a new table past a limit', () => {
    const rows = Array.from({ length: 200 }, (_, at) => `| ${at} |`);
    const blocks = splitBlocks(['| n |', '|---|', ...rows].join('\n'));
    expect(blocks.map(({ kind }) => kind)).toEqual(['table', 'table']);
    expect(blocks.flatMap(({ parts }) => parts).every((part) => part.startsWith('| n |\n|---|\n'))).toBe(true);
    expect(blocks.flatMap(({ parts }) => parts.flatMap((part) => part.split('\n').slice(2)))).toEqual(rows);
  });

  it('takes for a table only what markdown takes for one', () => {
    expect(splitBlocks('| a | b |\n|---|')[0]?.kind).toBe('markdown');
    expect(splitBlocks('| a \\| b |\n|---|')[0]?.kind).toBe('table');
  });

  it('never tears emphasis, code or a link of a long paragraph', () => {
    const word = 'some **bold words here** and `a b c` and [a link](https://example.com) then ';
    const [block] = splitBlocks(word.repeat(60));
    expect(block?.kind).toBe('paragraph');
    for (const part of block?.parts ?? []) {
      expect((part.match(/\*\*/g)?.length ?? 0) % 2).toBe(0);
      expect((part.match(/`/g)?.length ?? 0) % 2).toBe(0);
      expect(part.match(/\[/g)?.length ?? 0).toBe(part.match(/\]\(/g)?.length ?? 0);
    }
    expect(block?.parts.join('')).toBe(word.repeat(60));
  });

  const line = fc.constantFrom(
    '',
    '',
    'word',
    'two words',
    '- item',
    '  - inner',
    '1. first',
    '# head',
    '```',
    '| a | b |',
    '|---|---|',
    '> said',
  );

  it('leaves everything but the last block as it is while the text grows by lines', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.array(line, { maxLength: 10 }), (before, after) => {
        const early = splitBlocks([...before, ''].join('\n'));
        const late = splitBlocks([...before, ...after].join('\n'));
        const final = early.slice(0, -1);
        expect(late.slice(0, final.length)).toEqual(final);
      }),
    );
  });

  it('loses no word and adds none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('', 'word', '- item', '  inner', '# head', '> said'), { maxLength: 40 }),
        (lines) => {
          const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
          expect(words(sources(lines.join('\n')).join('\n'))).toEqual(words(lines.join('\n')));
        },
      ),
    );
  });
});
