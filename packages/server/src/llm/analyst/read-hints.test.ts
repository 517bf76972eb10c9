/** What questions name, for retrieval. */
import { expect, test } from 'vitest';
import { createHintReader } from './read-hints.ts';

const NAMES = { symbols: ['NVDA'], accounts: [], tags: [], setups: [], hasTrades: true, hasManyTrades: false };
const reader = createHintReader({
  names: { readNames: async () => NAMES },
  settings: {
    getSettings: async () => ({
      ...{ time_zone: 'UTC', currency: 'USD', fee_basis: 'net', unit: 'trade', matching: 'fifo', model: null },
    }),
  },
  now: () => new Date('2025-12-19T12:00:00Z'),
});

test.each([
  ['notes from the first week of January', '2025-01-01', '2025-01-07'],
  ['notes from the 2nd week of May', '2025-05-08', '2025-05-14'],
  ['What went wrong in early April 2025?', '2025-04-01', '2025-04-10'],
  ['mid-June', '2025-06-11', '2025-06-20'],
  ['My review at the end of June', '2025-06-21', '2025-06-30'],
  ['since the beginning of May', '2025-05-01', '2025-12-19'],
  ['at the beginning of this month', '2025-12-01', '2025-12-10'],
  ['what I felt last summer', '2025-06-01', '2025-08-31'],
  ['this winter', '2025-12-01', '2026-02-28'],
  ['last winter', '2024-12-01', '2025-02-28'],
  ['What did I do yesterday?', '2025-12-18', '2025-12-18'],
  ['before April', null, '2025-03-31'],
  ['half a year ago', '2025-06-01', '2025-06-30'],
  ['a fortnight ago', '2025-12-01', '2025-12-07'],
  ['the week before last', '2025-12-01', '2025-12-07'],
  ['the month before last', '2025-10-01', '2025-10-31'],
  ['the 22nd of September', '2025-09-22', '2025-09-22'],
  ['entries, 22nd of September', '2025-09-22', '2025-09-22'],
  ['how I felt in spring', '2025-03-01', '2025-05-31'],
  ['what I wrote in the fall', '2025-09-01', '2025-11-30'],
  ['the fall of the yen', null, null],
  ['What about NVDA?', null, null],
  ['rolling the June contract', null, null],
  ['monday losses', null, null],
  ['May I see my notes?', null, null],
])('%s: %s to %s', async (question, from, to) => {
  expect(await reader.readHints('alice', question)).toMatchObject({ from, to });
});

test('symbols are those of the journal, and what is written like one', async () => {
  expect((await reader.readHints('alice', 'nvda and AMD')).symbols).toEqual(['NVDA', 'AMD']);
});
