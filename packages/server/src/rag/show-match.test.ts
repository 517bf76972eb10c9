/** What people are shown of why a passage was found. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { showMatch } from './show-match.ts';

const NOTE = 'A calm day. I chased NVDA at the open, again! Stops were fine.';

function shown(passage: string, query: string) {
  const { sentence, highlights } = showMatch(passage, query);
  const cut = ({ start, length }: { start: number; length: number }) => passage.slice(start, start + length);
  return { sentence: cut(sentence), highlights: highlights.map(cut) };
}

test('the sentence that has most of the words, each of them marked, whatever its ending', () => {
  expect(shown(NOTE, 'chasing nvda')).toEqual({
    sentence: 'I chased NVDA at the open, again!',
    highlights: ['chased', 'NVDA'],
  });
  expect(shown(NOTE, 'stop')).toEqual({ sentence: 'Stops were fine.', highlights: ['Stops'] });
});

test('a term in other words is marked as well', () => {
  expect(shown(NOTE, 'fomo')).toEqual({ sentence: 'I chased NVDA at the open, again!', highlights: ['chased'] });
});

test('what was found by meaning alone has its first sentence and no marks', () => {
  expect(shown(NOTE, 'patience')).toEqual({ sentence: 'A calm day.', highlights: [] });
});

test('spans are in order, within the passage, and never one over another', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
      (passage, query) => {
        const { sentence, highlights } = showMatch(passage, query);
        let end = 0;
        for (const span of highlights) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          end = span.start + span.length;
        }
        expect(Math.max(end, sentence.start + sentence.length)).toBeLessThanOrEqual(passage.length);
      },
    ),
  );
});
