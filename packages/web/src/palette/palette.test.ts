/** What the palette lists and how it cuts a sentence into what is marked and what is not. */
import type { SearchHit } from '@tradistry/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NAV_ITEMS } from '../app/nav-items.ts';
import { findCommands } from './commands.ts';
import { entriesOf, groupsOf } from './entries.ts';
import { toParts } from './text-parts.ts';

const labels = (text: string) => findCommands(text, NAV_ITEMS).map(({ label }) => label);
const aHit = (kind: SearchHit['kind'], session: string | null): SearchHit => ({
  ...{ kind, id: kind, session_id: session, title: 'T', date: '2026-03-01', symbols: [], passage: 'p', highlights: [] },
  ...{ sentence: { start: 0, length: 1 }, found_by: 'words', score: 1 },
});

describe('places', () => {
  test('are all there before anything is written', () => {
    expect(labels('')).toEqual(['New chat', 'Journal', 'Notes', 'Import', 'Prompts', 'Operations', 'Settings']);
  });

  test.each([
    ['jour', ['Journal']],
    ['csv', ['Import']],
    ['Go to Set', ['Settings']],
    ['new', ['New chat']],
    ['why did I sell', []],
  ])('"%s" finds %j', (text, found) => expect(labels(text)).toEqual(found));
});

test('Chats come before the journal, in the order in which the keys walk them', () => {
  const entries = entriesOf(findCommands('new', NAV_ITEMS), [
    aHit('note', null),
    aHit('answer', 's'),
    aHit('trade', null),
  ]);
  expect(entries.map(({ id }) => id)).toEqual(['go-New-chat', 'answer-answer', 'note-note', 'trade-trade']);
  expect(groupsOf(entries).map(({ title }) => title)).toEqual(['Go to', 'Chats', 'Journal']);
  expect(groupsOf(entries).flatMap((group) => group.entries)).toEqual(entries);
});

describe('a sentence', () => {
  test('is cut where its marks are', () => {
    const parts = toParts('I bought high. I sold low.', { start: 15, length: 11 }, [{ start: 17, length: 4 }]);
    expect(parts.map(({ text, marked }) => [text, marked])).toEqual([
      ['I ', false],
      ['sold', true],
      [' low.', false],
    ]);
  });

  test('is whole again when its parts are put together, whatever the marks', () => {
    const span = fc.record({ start: fc.nat(30), length: fc.nat(30) });
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), span, fc.array(span, { maxLength: 6 }), (text, within, marks) => {
        const parts = toParts(text, within, marks);
        expect(parts.map((part) => part.text).join('')).toBe(text.slice(within.start, within.start + within.length));
      }),
    );
  });
});
