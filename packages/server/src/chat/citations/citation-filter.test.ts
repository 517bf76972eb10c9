/** Marks in a model's text: shown whole and resolved, or not at all; code as it is; however the text is cut. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CitationFilter } from './citation-filter.ts';

const KNOWN = new Set([1, 2, 3, 51]);

/** Pushes the deltas one after the other; what was out after each, and at the end. */
function play(deltas: readonly string[], { before = '', cut = false } = {}) {
  let shown = before;
  const filter = new CitationFilter({ shownText: () => shown, resolves: (n) => KNOWN.has(n) });
  const steps = deltas.map((delta) => {
    shown += filter.push(delta);
    return shown;
  });
  return { steps, text: shown + filter.end(cut) };
}

const shownOf = (text: string) => play([text]).text;

describe('a mark', () => {
  test('that resolves is shown once it is whole, and not before', () => {
    expect(play(['You said so [', '2', '] in May.']).steps).toEqual([
      'You said so ',
      'You said so ',
      'You said so [2] in May.',
    ]);
  });

  test('to nothing is never shown, nor does it leave two blanks', () => {
    expect(play(['You said so [', '9', '9', '] in May.']).steps).toEqual([
      'You said so ',
      'You said so ',
      'You said so ',
      'You said so in May.',
    ]);
    expect(shownOf('[77] You did.')).toBe('You did.');
  });

  test('to several is one mark for each that there is', () => {
    expect(shownOf('Twice [1, 9; 3].')).toBe('Twice [1][3].');
    expect(shownOf('Often [1-3].')).toBe('Often [1][2][3].');
    expect(shownOf('Never[8, 9].')).toBe('Never.');
  });

  test('in the way that some models were taught is one as well', () => {
    expect(play(['So you wrote', '【', '2†L1', '-L4】.']).text).toBe('So you wrote[2].');
    expect(shownOf('So you wrote【9】.')).toBe('So you wrote.');
  });

  test('found by a tool resolves from the moment it was found', () => {
    expect(shownOf('As in May [51].')).toBe('As in May [51].');
  });
});

describe('what is no mark', () => {
  test.each(['a [link](https://example.com)', '- [ ] to do', '[2025] was good', '[x]', 'a[', '[1', '[[note]]', '[1a]'])(
    'is left as it is: %s',
    (text) => expect(shownOf(text)).toBe(text),
  );

  test('stands in code', () => {
    for (const text of [
      '`rows[9]` is empty',
      '```js\nrows[9]\n```',
      '~~~\nrows[9]\n',
      '``a`[9]`` b',
      '- ```\n  rows[9]',
      '````\n```\n[9]\n````',
    ])
      expect(shownOf(text)).toBe(text);
  });

  test('ends where the code ends', () => {
    expect(shownOf('`a` [9]b')).toBe('`a` b');
    expect(shownOf('```\na[9]\n```\nb[9].')).toBe('```\na[9]\n```\nb.');
    expect(shownOf('it`s so\nb[9].')).toBe('it`s so\nb.');
  });
});

describe('the end', () => {
  test('shows what only looked like the beginning of one', () => {
    expect(play(['see [1']).text).toBe('see [1');
  });

  test('of an answer that was cut does not: who goes on says it again', () => {
    expect(play(['see [1'], { cut: true }).text).toBe('see ');
  });
});

describe('text that goes on with what is shown', () => {
  test('is in the code block that was open', () => {
    expect(play(['rows[9]\n```\nso [9]it is'], { before: '```\n' }).text).toBe('```\nrows[9]\n```\nso it is');
  });
});

test('However text is cut, the same is shown of it', () => {
  const piece = fc.constantFrom(
    '[1]',
    '[9]',
    '[2',
    ']',
    '[',
    '`',
    '```',
    '\n',
    ' ',
    'a',
    ', ',
    '3',
    '【1】',
    '【9†x】',
    '~~~',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.array(fc.nat(60), { maxLength: 12 }), (pieces, cuts) => {
      const text = pieces.join('');
      const points = [0, ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length];
      const deltas = points.slice(1).map((end, n) => text.slice(points[n], end));
      expect(play(deltas).text).toBe(shownOf(text));
    }),
  );
});
