/** Tokens are counted in a thread of their own, within bounds; where that fails they are guessed, and nobody waits for ever. */

import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { TokenCounter } from '../../chat/token-ports.ts';
import { countInPieces } from './count-in-pieces.ts';
import { createTokenCounter, guess } from './token-counter.ts';

let counter: TokenCounter;
beforeAll(async () => {
  counter = createTokenCounter();
  // The thread loads its tokenizer once; until then there are guesses.
  await vi.waitUntil(async () => (await counter.count(['Hello there.'])) === 3, { timeout: 60_000 });
});
afterAll(() => counter.close());

describe('counting', () => {
  test('is of all texts together', async () => {
    expect(await counter.count(['Hello there.', 'Hello there.'])).toBe(6);
    expect(await counter.count([])).toBe(0);
    expect(await counter.count([''])).toBe(0);
  });

  test('takes a special token that a user wrote for text', async () => {
    expect(await counter.count(['<|endoftext|>'])).toBeGreaterThan(1);
  });

  test('takes lone surrogates, NULs and emoji as they come', async () => {
    expect(await counter.count(['\ud800 \0 👩🏽‍💻'.repeat(50)])).toBeGreaterThan(50);
  });

  test.each([
    ['one run of letters', 'a'.repeat(300_000)],
    ['one run of digits', '7'.repeat(300_000)],
    ['white space', ' '.repeat(300_000)],
    ['emoji', '📈'.repeat(100_000)],
    ['Chinese', '漢字'.repeat(100_000)],
  ])('of %s beyond all bounds ends, and is no small number', async (_name, text) => {
    const tokens = await counter.count([text]);
    expect(tokens).toBeGreaterThan(1_000);
    expect(tokens).toBeLessThanOrEqual(Buffer.byteLength(text));
  });

  test('answers many at once, each its own', async () => {
    const counts = await Promise.all(
      Array.from({ length: 50 }, (_, n) => counter.count(Array(n).fill('Hello there.'))),
    );
    expect(counts).toEqual(Array.from({ length: 50 }, (_, n) => 3 * n));
  });
});

describe('a thread that dies', () => {
  test('leaves a guess, and the next question starts another', async () => {
    const mortal = createTokenCounter();
    const counting = mortal.count(['Hello there.']);
    await mortal.close();
    expect(await counting).toBe(guess(['Hello there.']));
    await expect.poll(() => mortal.count(['Hello there.']), { timeout: 30_000 }).toBe(3);
    await mortal.close();
  });

  test('that was never started needs no end', async () => {
    await expect(createTokenCounter().close()).resolves.toBeUndefined();
  });
});

describe('a guess', () => {
  test.each([
    'Hello there.',
    'How did I do on Mondays in March, net of fees?',
    '漢字を数える',
    '1284.50 USD',
    'naïve café',
  ])('of "%s" is high rather than low', (text) => expect(guess([text])).toBeGreaterThanOrEqual(countTokens(text)));
});

describe('counting in pieces', () => {
  const texts = fc.string({
    unit: fc.oneof(
      fc.constantFrom(' ', 'a', 'word', '1', '\n', '📈', '漢'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 3_000,
  });

  test('loses nothing, and cuts no character in two', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const pieces: string[] = [];
        countInPieces(text, (piece) => pieces.push(piece));
        expect(pieces.join('')).toBe(text);
        expect(Math.max(0, ...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(400);
        expect(pieces.every((piece) => piece.isWellFormed())).toBe(text.isWellFormed());
      }),
    );
  });

  test('counts a part of what is very long, and takes the rest to be like it', () => {
    let counted = 0;
    const tokens = countInPieces('x'.repeat(1_000_000), (piece) => {
      counted += piece.length;
      return piece.length;
    });
    expect([counted, tokens]).toEqual([200_000, 1_000_000]);
  });
});
