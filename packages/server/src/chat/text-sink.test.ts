/** From deltas to the log: storable, in order, without a character too much or too few. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aTurn } from '../testing/a-turn.ts';
import { TextSink } from './text-sink.ts';

/** Plays deltas into a new turn and ends it well or badly. */
function play(deltas: readonly string[], { shown = '', ends = 'flush' as 'flush' | 'drop', options = {} } = {}) {
  const turn = aTurn();
  if (shown !== '') turn.log.appendText(shown);
  const sink = new TextSink({ now: () => 7 }, turn, options);
  for (const delta of deltas) sink.onText(delta);
  sink[ends]();
  const { answer, marks } = turn.log.snapshot();
  const reasoning = marks.flatMap(({ chunk }) => (chunk.type === 'reasoning' ? [chunk.content] : []));
  return { answer, shown: sink.shown(), reasoning, progress: turn.progress, sink, turn };
}

describe('text', () => {
  test('is shown as it comes, and counted', () => {
    const { answer, shown, progress } = play(['You ', 'made', ' 1.']);
    expect([answer, shown]).toEqual(['You made 1.', 'You made 1.']);
    expect(progress).toMatchObject({ chunkCount: 3, firstTokenAt: 7 });
  });

  test('holds half a character back until the other half is there', () => {
    const turn = aTurn();
    const sink = new TextSink({ now: () => 0 }, turn);
    sink.onText('Up \ud83d');
    expect(turn.log.answer).toBe('Up ');
    sink.onText('\udcc8.');
    expect(turn.log.answer).toBe('Up 📈.');
  });

  test('of which half a character is left at the end has a mark in its place, or nothing where the next one says it again', () => {
    expect(play(['Up \ud83d']).answer).toBe('Up \ufffd');
    expect(play(['Up \ud83d'], { ends: 'drop' }).answer).toBe('Up ');
  });

  test('that cannot be stored is replaced, unit by unit', () => {
    expect(play(['a\0b', '\udcc8c']).answer).toBe('a\ufffdb\ufffdc');
  });

  test('of nothing but white space is no answer; before words it belongs to them', () => {
    expect(play(['\n', '  ']).answer).toBe('');
    expect(play(['\n', '  ', 'You']).answer).toBe('\n  You');
  });

  test('of white space amid an answer is shown', () => {
    expect(play(['\n', '\n'], { shown: 'You made 1.' }).answer).toBe('You made 1.\n\n');
  });

  test('arrives whole, however it is cut', () => {
    const whole = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(whole, fc.array(fc.nat(60), { maxLength: 20 }), (text, cuts) => {
        const points = [...new Set([0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length])].sort(
          (a, b) => a - b,
        );
        const deltas = points.slice(1).map((end, n) => text.slice(points[n], end));
        const stored = text.trim() === '' ? '' : text.toWellFormed().replaceAll('\0', '\ufffd');
        expect(play(deltas).answer).toBe(stored);
      }),
    );
  });

  test('beyond all bounds ends the call', () => {
    expect(() => play(['x'.repeat(400_000), 'y'])).toThrow('grew beyond all bounds');
  });
});

describe('reasoning', () => {
  const think = (thoughts: readonly string[], options = {}) => {
    const { sink, turn } = play([], { options });
    for (const thought of thoughts) sink.onReasoning(thought);
    sink.flush();
    return turn.log.snapshot().marks.flatMap(({ chunk }) => (chunk.type === 'reasoning' ? [chunk.content] : []));
  };

  test('is shown in pieces of a bounded size', () => {
    const pieces = think(['a'.repeat(1_000), 'b']);
    expect(pieces.join('')).toBe(`${'a'.repeat(1_000)}b`);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(400);
  });

  test('without end is shown up to a bound', () => {
    const length = think(Array.from({ length: 1_000 }, () => 'a'.repeat(100))).join('').length;
    expect(length).toBeLessThanOrEqual(64_000);
    expect(length).toBeGreaterThan(60_000);
  });

  test('is not shown of a model that has not won', () => {
    expect(think(['Hm.'], { showsReasoning: () => false })).toEqual([]);
  });
});

describe('signs of life', () => {
  test('are told once, whichever comes first', () => {
    for (const first of ['onText', 'onReasoning', 'onToolDelta'] as const) {
      let told = 0;
      const sink = new TextSink({ now: () => 0 }, aTurn(), { onLife: () => (told += 1) });
      for (const each of [first, 'onText', 'onReasoning', 'onToolDelta'] as const) sink[each]('Hm.');
      expect(told).toBe(1);
    }
  });

  test('come before the first text is shown, which may still be forbidden', () => {
    const order: string[] = [];
    const turn = aTurn();
    const sink = new TextSink({ now: () => 0 }, turn, {
      onLife: () => order.push('life'),
      beforeText: () => {
        throw new Error('another was first');
      },
    });
    expect(() => sink.onText('You')).toThrow('another was first');
    expect([order, turn.log.answer]).toEqual([['life'], '']);
  });
});
