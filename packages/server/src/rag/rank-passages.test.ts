/** The order of what was found. */
import { describe, expect, test } from 'vitest';
import { dropNearDuplicates } from './near-duplicates.ts';
import type { Passage } from './ports.ts';
import { type Asked, rankPassages } from './rank-passages.ts';

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
const NOTHING_ASKED: Asked = {
  symbols: [],
  weekdays: [],
  kinds: [],
  from: null,
  to: null,
  today: new Date('2026-01-01'),
};
const order = (found: Parameters<typeof rankPassages>[0], asked: Partial<Asked> = {}) =>
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
    expect(order({ byMeaning, byWords })).toEqual(['2 both', '3 words', '1 meaning']);
  });

  test('leaves out what neither shares a word nor is near, unless it is in the period that was asked for', () => {
    const far = { byMeaning: [{ ...passage('1'), similarity: 0.1 }], byWords: [] };
    expect(order(far)).toEqual([]);
    expect(order(far, { from: '2025-12-01', to: '2026-01-31' })).toEqual(['1 meaning']);
    expect(order(far, { from: null, to: '2025-12-31' })).toEqual([]);
  });

  test('puts what is of a day of the week that was named before what is as near', () => {
    const byMeaning = ['2026-01-08', '2026-01-09', '2026-01-11'].map((date, n) => ({
      ...passage(String(n), { date }),
      similarity: 0.5,
    }));
    expect(order({ byMeaning, byWords: [] }, { weekdays: [5] })[0]).toBe('1 meaning');
    expect(order({ byMeaning, byWords: [] }, { weekdays: [7] })[0]).toBe('2 meaning');
  });

  test('makes little of words that everything shares', () => {
    const near = { ...passage('1'), similarity: 0.6 };
    const far = { ...passage('2'), similarity: 0.3 };
    const words = (wordScore: number) =>
      order({ byMeaning: [near, far], byWords: [{ ...passage('2'), wordScore }] })[0];
    expect(words(2)).toBe('1 meaning');
    expect(words(9)).toBe('2 both');
  });

  test('puts a kind that was asked for before the others', () => {
    const alike = [passage('1', { kind: 'playbook' }), passage('2')].map((one) => ({ ...one, similarity: 0.5 }));
    expect(order({ byMeaning: alike, byWords: [] })[0]).toBe('2 meaning');
    expect(order({ byMeaning: alike, byWords: [] }, { kinds: ['playbook'] })[0]).toBe('1 meaning');
  });

  test('knows what follows the same', () => {
    const alike = [passage('1', { symbols: ['MESZ5'] }), passage('2')].map((one) => ({ ...one, similarity: 0.5 }));
    expect(order({ byMeaning: alike, byWords: [] }, { symbols: ['ES'] })[0]).toBe('1 meaning');
  });

  test('puts what a named symbol or period is about before its like, and the newer before the older', () => {
    const like = (one: Passage) => ({ ...one, similarity: 0.5 });
    const about = [like(passage('1')), like(passage('2', { symbols: ['NVDA'] }))];
    expect(order({ byMeaning: about, byWords: [] }, { symbols: ['NVDA'] })[0]).toBe('2 meaning');
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
