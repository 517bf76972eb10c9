/** What every embedder must do. */
import { describe, expect, test } from 'vitest';
import type { Embedder } from '../rag/ports.ts';

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, n) => sum + value * (b[n] ?? 0), 0);

/** `current()` is an open one. */
export function describeEmbedder(name: string, current: () => Embedder): void {
  describe(`the embedder ${name}`, () => {
    test('makes one vector of length 1 a text, in their order, the same each time', async () => {
      const texts = ['I chased the breakout.', 'A calm day at the beach.', 'I chased the breakouts.'];
      const vectors = await current().embed(texts, { purpose: 'passage' });
      expect(vectors).toHaveLength(3);
      expect(new Set(vectors.map(({ length }) => length)).size).toBe(1);
      for (const vector of vectors) expect(dot(vector, vector)).toBeCloseTo(1, 3);
      const [again] = await current().embed([texts[1] ?? ''], { purpose: 'question' });
      expect(dot(again ?? new Float32Array(), vectors[1] ?? new Float32Array())).toBeCloseTo(1, 3);
    });

    test('puts texts of one meaning nearer than others', async () => {
      const [asked, near, far] = await current().embed(
        ['chased breakout', 'I chased the breakout', 'the weather in Lisbon'],
        {
          purpose: 'question',
        },
      );
      if (!asked || !near || !far) throw new Error('a vector is missing');
      expect(dot(asked, near)).toBeGreaterThan(dot(asked, far) + 0.1);
    });

    test('takes many texts, empty ones and very long ones, and none', async () => {
      const texts = [...Array.from({ length: 30 }, (_, n) => `Note ${n}`), 'word '.repeat(5_000), '𠜎 🦜 \n\t', '.'];
      expect(await current().embed(texts, { purpose: 'passage' })).toHaveLength(texts.length);
      expect(await current().embed([], { purpose: 'passage' })).toEqual([]);
    });

    test('gives up what nobody waits for any more', async () => {
      const gone = AbortSignal.abort();
      await expect(current().embed(['late'], { purpose: 'question', signal: gone })).rejects.toMatchObject({
        name: 'EmbedderAway',
      });
    });
  });
}
