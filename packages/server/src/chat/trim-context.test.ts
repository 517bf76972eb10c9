/** What is left out where not everything fits: in the stated order, no more than must be, and said in words. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { promptParts } from '../testing/prompt-parts.ts';
import { type ContextParts, sayLeftOut, trimContext } from './trim-context.ts';

/** How much of each part there is, in the order in which it goes. */
const sizes = ({ history, prompt }: ContextParts) => [
  history.length,
  prompt.summary ? 1 : 0,
  prompt.notes.length,
  prompt.lastTrades.length,
  prompt.positions.length,
];
const sum = (parts: ContextParts) => sizes(parts).reduce((total, size) => total + size, 0);
const WHOLE = { rounds: 3, notes: 2, trades: 2, positions: 2 };

/** Trims a prompt of 12 things to at most so many. */
const trimTo = (most: number) => trimContext(promptParts(WHOLE), async (parts) => sum(parts) <= most);

describe('what does not fit', () => {
  test.each([
    [12, [6, 0, 2, 2, 2]],
    [11, [4, 0, 2, 2, 2]],
    [10, [4, 0, 2, 2, 2]],
    [9, [2, 0, 2, 2, 2]],
    [6, [0, 0, 2, 2, 2]],
    [5, [0, 0, 1, 2, 2]],
    [3, [0, 0, 0, 1, 2]],
    [1, [0, 0, 0, 0, 1]],
    [0, [0, 0, 0, 0, 0]],
  ])('of 12 things to %i goes in the order history, notes, trades, positions', async (most, kept) => {
    const trimmed = await trimTo(most);
    expect([sizes(trimmed.parts), trimmed.fits]).toEqual([kept, true]);
  });

  test('goes from the oldest question, and from the last of each list', async () => {
    const { parts } = await trimTo(5);
    expect(parts.prompt.notes.map(({ text }) => text)).toEqual(['note 1']);
    const history = (await trimTo(9)).parts.history.map(({ content }) => content);
    expect(history).toEqual(['question 3', 'answer 3']);
  });

  test('leaves rules, figures and the question, even where nothing fits', async () => {
    const { parts, fits, leftOut } = await trimTo(-1);
    expect(fits).toBe(false);
    expect(parts).toMatchObject({ question: 'How did I do?', history: [], prompt: { figures: [] } });
    expect(leftOut).toEqual({ history: 6, summary: 0, notes: 2, trades: 2, positions: 2 });
  });

  test('takes the summary of the older messages after the newer ones, and before any note', async () => {
    const trim = (most: number) =>
      trimContext(promptParts({ rounds: 1, summary: true, notes: 1 }), async (parts) => sum(parts) <= most);
    expect((await trim(2)).leftOut).toMatchObject({ history: 2, summary: 0, notes: 0 });
    expect((await trim(1)).leftOut).toMatchObject({ history: 2, summary: 1, notes: 0 });
  });

  test('is told to the model, which must not take it for not there', async () => {
    const { parts } = await trimTo(5);
    expect(parts.prompt.leftOut).toBe('6 earlier messages and 1 note');
    expect((await trimTo(12)).parts.prompt).not.toHaveProperty('leftOut');
  });

  test('never tears an answer from its question, nor begins with one', async () => {
    const parts = promptParts({ rounds: 2 });
    const history = [{ role: 'assistant' as const, content: 'greeting' }, ...parts.history];
    const kept = async (most: number) =>
      (await trimContext({ ...parts, history }, async (some) => sum(some) <= most)).parts.history.map(
        ({ role }) => role,
      );
    expect(await kept(4)).toEqual(['user', 'assistant', 'user', 'assistant']);
    expect(await kept(3)).toEqual(['user', 'assistant']);
  });

  test('is the least that must go, whatever there is', async () => {
    const some = fc.integer({ min: 0, max: 6 });
    const prompt = fc.record({ rounds: some, summary: fc.boolean(), notes: some, trades: some, positions: some });
    await fc.assert(
      fc.asyncProperty(prompt, fc.integer({ min: 0, max: 40 }), async (given, most) => {
        const parts = promptParts(given);
        const { parts: kept, fits, leftOut } = await trimContext(parts, async (each) => sum(each) <= most);
        expect(fits).toBe(true);
        expect(sum(kept)).toBeLessThanOrEqual(most);
        const left = Object.values(leftOut);
        // Nothing of a later part goes while there is anything of an earlier one.
        const last = left.findLastIndex((count) => count > 0);
        expect(
          sizes(kept)
            .slice(0, Math.max(0, last))
            .every((size) => size === 0),
        ).toBe(true);
        // One step less would have been too much: a round is two messages.
        if (last >= 0) expect(sum(kept) + (last === 0 ? 2 : 1)).toBeGreaterThan(most);
      }),
    );
  });
});

describe('in words', () => {
  test.each([
    [{ history: 0, summary: 0, notes: 0, trades: 0, positions: 0 }, ''],
    [{ history: 1, summary: 0, notes: 0, trades: 0, positions: 0 }, '1 earlier message'],
    [
      { history: 6, summary: 1, notes: 2, trades: 0, positions: 0 },
      '6 earlier messages, 1 summary of the older ones and 2 notes',
    ],
    [
      { history: 6, summary: 0, notes: 2, trades: 1, positions: 1 },
      '6 earlier messages, 2 notes, 1 of the last trades and 1 open position',
    ],
  ])('%o is "%s"', (leftOut, said) => {
    expect(sayLeftOut(leftOut)).toBe(said);
  });
});
