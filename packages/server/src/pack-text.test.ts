/** Texts become small one after the other, each is its own again, and what made them small leaves nothing behind. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createZstdCompress, type ZstdCompress } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPacker, PackedText, unpackText } from './pack-text.ts';
import { leftByEach } from './testing/left-by-each.ts';

const PROMPT = Array.from({ length: 3000 }, (_, n) => `trade ${(n * 7919) % 1000} `).join('');

test('any texts that are packed at once are what they were, before they are packed and after', async () => {
  const texts = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.nat(200_000).map((n) => PROMPT.repeat(3).slice(0, n)),
    ),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (all) => {
      const packed = all.map((text) => new PackedText(text));
      expect(packed.map(({ frame }) => unpackText(frame))).toEqual(all);
      await Promise.all(packed.map(({ done }) => done));
      expect(packed.map(({ frame }) => unpackText(frame))).toEqual(all);
    }),
  );
});

test('a packed text is a fraction of itself, and is kept as no part of anything larger', async () => {
  const packed = new PackedText(PROMPT);
  await packed.done;
  expect(packed.frame.length).toBeLessThan(PROMPT.length / 5);
  expect(packed.frame.buffer.byteLength).toBe(packed.frame.length);
});

test('packing leaves nothing in the heap', async () => {
  const left = await leftByEach(async () => {
    await new PackedText(PROMPT).done;
    await sleep(0);
  });
  expect(left.heapBytes).toBeLessThan(1000);
  expect(left.bufferBytes).toBeLessThan(8000);
});

test('where the compressor fails, at rest or amid a text, the text is kept whole and another compressor packs the next', async () => {
  const opened: ZstdCompress[] = [];
  const pack = createPacker(() => {
    const compressor = createZstdCompress();
    opened.push(compressor);
    // What is written to it in this turn of the loop is under way by then.
    if (opened.length === 2) queueMicrotask(() => compressor.destroy(new Error('broken amid a text')));
    return compressor;
  });
  const first = new PackedText(PROMPT, pack);
  await first.done;
  opened[0]?.destroy(new Error('broken at rest'));
  await sleep(1);
  const second = new PackedText(PROMPT, pack);
  await second.done;
  const third = new PackedText(PROMPT, pack);
  await third.done;
  expect(opened).toHaveLength(3);
  for (const { frame } of [first, second, third]) expect(unpackText(frame)).toBe(PROMPT);
});
