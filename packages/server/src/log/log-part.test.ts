/** Stretches of a log on their way to another instance. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MarkChunk } from '../chat/turn-log.ts';
import { decodePart, encodePart, type LogPart, NOTHING_TOLD, partSince, toldAll } from './log-part.ts';
import { createMemoryLog } from './memory-log.ts';

const MARKS: readonly [MarkChunk, ...MarkChunk[]] = [
  { type: 'warning', code: 'fallback', message: 'wörds "quoted" \\ \u2028' },
  { type: 'tool', call_id: 'c', name: 'n', status: 'done' },
  { type: 'stream_end' },
];
const step = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.constantFrom(...MARKS));

test('told in any number of parts, a log is told once: no text and no mark twice, none left out', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.boolean()), { maxLength: 30, size: 'max' }), fc.nat(5), (steps, epoch) => {
      const log = createMemoryLog();
      const parts: LogPart[] = [];
      let told = NOTHING_TOLD;
      const tell = () => {
        const part = partSince(log, epoch, told);
        told = toldAll(log);
        // Through Valkey and back.
        const arrived = decodePart(encodePart(part));
        expect(arrived).toEqual(part);
        parts.push(arrived ?? part);
      };
      for (const [one, tellNow] of steps) {
        if (typeof one === 'string') log.appendText(one);
        else log.appendMark(one);
        if (tellNow) tell();
      }
      tell();
      expect(parts.map(({ text }) => text).join('')).toBe(log.answer);
      expect(parts.flatMap(({ marks }) => marks)).toEqual(log.marks);
      parts.forEach(({ from, units }, index) => {
        const before = parts.slice(0, index);
        expect(units).toBe(before.reduce((sum, { text }) => sum + text.length, 0));
        expect(from).toBe(units + before.reduce((sum, { marks }) => sum + marks.length, 0));
      });
    }),
  );
});

test('what is no part, whoever wrote it, is no part and no error', () => {
  const odd = [
    ...['', 'null', '{}', '[]', '[0,0,0,"",[]', '[0,0,0,"",[],1]', '[-1,0,0,"",[]]', '[0,0.5,0,"",[]]'],
    ...['[0,0,0,1,[]]', '[0,0,0,"",[{}]]', '[0,0,0,"",[{"id":1,"at":0,"chunk":"x"}]]'],
  ];
  for (const text of odd) expect([text, decodePart(text)]).toEqual([text, undefined]);
  fc.assert(fc.property(fc.string(), (text) => decodePart(text) === undefined));
});
