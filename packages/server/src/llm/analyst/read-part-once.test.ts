/** Readings that are kept: the same text is not read twice, and nothing else is taken for it. */
import { expect, test } from 'vitest';
import { readPart } from './read-part.ts';
import { readPartOnce } from './read-part-once.ts';

const namesOf = (symbol: string) => ({
  ...{ symbols: [symbol], accounts: [], tags: [], setups: [] },
  ...{ hasTrades: true, hasManyTrades: false },
});
const TODAY = '2025-12-19';
const QUESTION = 'How did I do with nvda yesterday?';

test('a text is read once, and as it would be read alone', () => {
  const context = { names: namesOf('NVDA'), today: TODAY };
  const part = readPartOnce(QUESTION, context);
  expect(readPartOnce(QUESTION, { ...context })).toBe(part);
  expect(part).toEqual(readPart(QUESTION, context));
});

test('it is read anew on another day, and in another journal', () => {
  const names = namesOf('NVDA');
  readPartOnce(QUESTION, { names, today: TODAY });
  const later = { names, today: '2025-12-20' };
  expect(readPartOnce(QUESTION, later)).toEqual(readPart(QUESTION, later));
  const another = { names: namesOf('AMD'), today: TODAY };
  expect(readPartOnce(QUESTION, another)).toEqual(readPart(QUESTION, another));
});

test('of many texts only the last are kept', () => {
  const context = { names: namesOf('NVDA'), today: TODAY };
  const first = readPartOnce(QUESTION, context);
  for (let n = 1; n <= 16; n += 1) readPartOnce(`my last ${n} trades`, context);
  expect(readPartOnce(QUESTION, context)).not.toBe(first);
});
