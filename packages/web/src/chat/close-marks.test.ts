import { describe, expect, it } from 'vitest';
import { closeMarks } from './close-marks.ts';

describe('the unfinished end of an answer', () => {
  it.each([
    ['a **bold', 'a **bold**'],
    ['a **bold** word', 'a **bold** word'],
    ['an *even', 'an *even*'],
    ['a `code', 'a `code`'],
    ['a **', 'a'],
    ['**bold*', '**bold**'],
    ['2 * 3', '2 * 3'],
    ['`a ** b` and', '`a ** b` and'],
  ])('closes what is open: %j', (source, drawn) => {
    expect(closeMarks(source)).toBe(drawn);
  });

  it('holds back half a link', () => {
    expect(closeMarks('see [the do')).toBe('see');
    expect(closeMarks('see [the docs](https://exam')).toBe('see');
    expect(closeMarks('see [the docs](https://example.com)')).toBe('see [the docs](https://example.com)');
  });

  it('keeps a mark of a source, which is no link', () => {
    expect(closeMarks('as you wrote [1]')).toBe('as you wrote [1]');
  });

  it('holds back the head of a table until its rule has come, and half a row', () => {
    for (const early of [
      '| a',
      '| a | b |',
      '| a | b |\n',
      '| a | b |\n|--',
      '| a | b |\n|---|',
      '| a | b |\n|---|--',
    ]) {
      expect(closeMarks(early)).toBe('');
    }
    expect(closeMarks('| a | b |\n|---|---|')).toBe('| a | b |\n|---|---|');
    expect(closeMarks('| a | b |\n|---|---|\n| 1 |')).toBe('| a | b |\n|---|---|\n| 1 |');
    expect(closeMarks('| a | b |\n|---|---|\n| 1 | 2')).toBe('| a | b |\n|---|---|');
  });
});
