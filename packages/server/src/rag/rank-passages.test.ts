/** The order of what was found. */
import { describe, expect, test } from 'vitest';
import { dropNearDuplicates } from './near-duplicates.ts';
import type { Passage, QuestionHints } from './ports.ts';
import { rankPassages } from './rank-passages.ts';

const passage = (id: string, more: Partial<Passage> = {}): Passage => ({
  ...{
    id,
    kind: 'note',
    sourceId: id,
    sessionId: null,
    title: '',
    text: id,
    date: '2026-01-01',
    symbols: [],
    tags: [],
  },
  ...more,
});
const NOTHING_ASKED: QuestionHints & { today: Date } = {
  symbols: [],
  from: null,
  to: null,
  today: new Date('2026-01-01'),
};
const order = (found: Parameters<typeof rankPassages>[0], asked: Partial<QuestionHints> = {}) =>
  rankPassages(found, { ...NOTHING_ASKED, ...asked }).map(({ id, foundBy }) => `${id} ${foundBy}`);

describe('ranking', () => {
  test('goes by meaning, and by words where meaning is not to be had', () => {
    const byMeaning = [
      { ...passage('1'), similarity: 0.7 },
      { ...passage('2'), similarity: 0.5 },
    ];
    const byWords = [
      { ...passage('3'), wordScore: 9 },
      { ...passage('2'), wordScore: 3 },
    ];
    expect(order({ byMeaning, byWords: [] })).toEqual(['1 meaning', '2 meaning']);
    expect(order({ byMeaning: [], byWords })).toEqual(['3 words', '2 words']);
    expect(order({ byMeaning, byWords })).toEqual(['1 meaning', '2 both', '3 words']);
  });

  test('leaves out what neither shares a word nor is near', () => {
    expect(order({ byMeaning: [{ ...passage('1'), similarity: 0.1 }], byWords: [] })).toEqual([]);
  });

  test('puts what a named symbol or period is about before its like, and the newer before the older', () => {
    const like = (one: Passage) => ({ ...one, similarity: 0.5 });
    const about = [like(passage('1')), like(passage('2', { symbols: ['NVDA'] }))];
    expect(order({ byMeaning: about, byWords: [] }, { symbols: ['nvda'] })[0]).toBe('2 meaning');
    const old = [like(passage('1', { date: '2025-06-01' })), like(passage('2', { date: '2025-12-30' }))];
    expect(order({ byMeaning: old, byWords: [] })[0]).toBe('2 meaning');
    expect(order({ byMeaning: old, byWords: [] }, { from: '2025-05-01', to: '2025-07-01' })[0]).toBe('1 meaning');
  });
});

test('the same thing said twice takes one place', () => {
  const texts = ['I chased the open and paid for it.', 'I chased the open, and paid for it!', 'A calm day.'];
  expect(
    dropNearDuplicates(
      texts.map((text) => ({ text })),
      5,
    ).map(({ text }) => text),
  ).toEqual([texts[0], texts[2]]);
  expect(
    dropNearDuplicates(
      texts.map((text) => ({ text })),
      1,
    ),
  ).toHaveLength(1);
});
