/** Pieces that an embedder can take in whole. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutText } from './cut-text.ts';

const squash = (text: string) => text.replace(/\s+/gu, '');

test('a short text is one piece, and an empty one none', () => {
  expect(cutText('  Chased the open. ')).toEqual(['Chased the open.']);
  expect(cutText(' \n ')).toEqual([]);
});

test('a long one is cut between paragraphs, else between sentences', () => {
  const paragraphs = ['a', 'b', 'c'].map((letter) => `${letter.repeat(9)} `.repeat(6).trim());
  expect(cutText(paragraphs.join('\n\n'), 70)).toEqual([paragraphs[0], `${paragraphs[1]}`, paragraphs[2]]);
  const sentences = 'I waited for the level. It broke! Then I bought? No, I chased.';
  expect(cutText(sentences.repeat(6), 40).every((piece) => /[.!?]$/.test(piece))).toBe(true);
});

test('nothing is lost, nothing is doubled, no piece is too long, no character is torn', () => {
  const word = fc.oneof(
    fc.constantFrom('stop', 'NVDA', '𠜎𠜎', 'a.b', '\n', '\n\n', 'out! '),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 200 }), (words) => {
      const text = words.join(' ');
      const pieces = cutText(text, 100);
      expect(squash(pieces.join(''))).toBe(squash(text));
      for (const piece of pieces) {
        expect(piece.length).toBeLessThanOrEqual(116);
        expect(piece.isWellFormed()).toBe(true);
        expect(piece).toBe(piece.trim());
        expect(piece).not.toBe('');
      }
    }),
    { numRuns: 300 },
  );
});
