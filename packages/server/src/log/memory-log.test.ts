import type { StreamChunk } from '@tradistry/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogSnapshot, MarkChunk, ReadableLog, TurnLog } from '../chat/turn-log.ts';
import { continueLog, createMemoryLog, replayLog } from './memory-log.ts';

const ALL = new Set<StreamChunk['type']>([
  'session_info',
  'token',
  'warning',
  'done',
  'response_saved',
  'stream_end',
  'tool',
]);
const PLAIN = new Set<StreamChunk['type']>([
  'session_info',
  'token',
  'warning',
  'done',
  'response_saved',
  'stream_end',
]);
const warning: MarkChunk = { type: 'warning', code: 'fallback', message: 'w' };
const tool: MarkChunk = { type: 'tool', call_id: 'c', name: 'n', status: 'done' };

const step = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 900 }) },
  { weight: 1, arbitrary: fc.constantFrom(warning, tool) },
);

/** `rests`: whether text is held back after each step; without it nothing is. */
function write(steps: readonly (string | MarkChunk)[], rests: readonly boolean[] = []) {
  const held: (() => void)[] = [];
  const log = createMemoryLog((one) => void held.push(() => one.flush()));
  const beat = () => {
    for (const flush of held.splice(0)) flush();
  };
  const live: { frame: string; to: number }[] = [];
  log.follow({ onFrame: (frame, range) => live.push({ frame, to: range.to }), onEnd: () => undefined });
  for (const [index, one] of steps.entries()) {
    if (typeof one === 'string') log.appendText(one);
    else log.appendMark(one);
    if (!rests[index]) beat();
  }
  beat();
  return { log, live };
}

/** The log of each owner; each but the first goes on from one of the states of the one before it. */
function writeLives(lives: readonly { steps: readonly (string | MarkChunk)[]; kept: number }[]): TurnLog[] {
  let states: LogSnapshot[] = [];
  return lives.map(({ steps, kept }, epoch) => {
    const saved = states[kept % Math.max(states.length, 1)];
    const log = saved ? continueLog(saved, epoch) : createMemoryLog();
    states = [log.snapshot()];
    for (const one of steps) {
      if (typeof one === 'string') log.appendText(one);
      else log.appendMark(one);
      states.push(log.snapshot());
    }
    return log;
  });
}

function readAll(log: ReadableLog, from: number, types = ALL) {
  const frames: { id: number; chunk: StreamChunk; bytes: number }[] = [];
  for (let next = log.read(from, types); next; next = log.read(next.to, types)) {
    if (next.frame) frames.push(parse(next.frame));
  }
  return frames;
}

function parse(frame: string) {
  const match = /^id: (\d+)\ndata: (.+)\n\n$/.exec(frame);
  expect(match, frame).not.toBeNull();
  return { id: Number(match?.[1]), chunk: JSON.parse(match?.[2] ?? '') as StreamChunk, bytes: frame.length };
}

function show(answer: string, frames: readonly { chunk: StreamChunk }[]): string {
  let shown = answer;
  for (const { chunk } of frames) if (chunk.type === 'token') shown = shown.slice(0, chunk.at) + chunk.content;
  return shown;
}

describe('the memory log', () => {
  test('ids strictly increase, frames are ASCII of at most 4 KiB, and the live frames make up the answer', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40, size: 'max' }),
        fc.array(fc.boolean(), { maxLength: 40, size: 'max' }),
        (steps, rests) => {
          const { log, live } = write(steps, rests);
          const frames = live.map(({ frame }) => parse(frame));
          frames.forEach((frame, index) => {
            expect(frame.id).toBeGreaterThan(frames[index - 1]?.id ?? 0);
            expect(frame.bytes).toBeLessThanOrEqual(4096);
          });
          expect(live.every(({ frame }) => /^[\n -~]*$/.test(frame))).toBe(true);
          expect(show('', frames)).toBe(log.answer);
        },
      ),
    );
  });

  test('a reader that left at any chunk and comes back shows the same answer and misses no mark', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30, size: 'max' }),
        fc.array(fc.boolean()),
        fc.nat(),
        (steps, rests, pick) => {
          const { log, live } = write(steps, rests);
          const seen = live.slice(0, live.length === 0 ? 0 : pick % (live.length + 1));
          const before = seen.map(({ frame }) => parse(frame));
          const after = readAll(log, seen.at(-1)?.to ?? 0);
          expect(show('', [...before, ...after])).toBe(log.answer);
          const marks = [...before, ...after].filter(({ chunk }) => chunk.type !== 'token');
          expect(marks.length).toBe(steps.filter((one) => typeof one !== 'string').length);
          after.forEach((frame, index) => {
            expect(frame.id).toBeGreaterThan(after[index - 1]?.id ?? before.at(-1)?.id ?? 0);
          });
        },
      ),
    );
  });

  test('what the database keeps replays to the same end from every cursor', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20, size: 'max' }), fc.nat(), (steps, pick) => {
        const { log } = write(steps);
        const replay = replayLog(log.snapshot([{ type: 'stream_end' }]));
        log.appendMark({ type: 'stream_end' });
        const cursor = pick % (log.lastId + 2);
        expect(readAll(replay, cursor)).toEqual(readAll(log, cursor));
        expect(replay.lastId).toBe(log.lastId);
      }),
    );
  });

  test('chunks a reader did not ask for are left out and their ids skipped', () => {
    const { log } = write(['ab', tool, 'cd']);
    const frames = readAll(log, 0, PLAIN);
    expect(frames.map(({ id, chunk }) => [id, chunk.type])).toEqual([
      [2, 'token'],
      [5, 'token'],
    ]);
  });

  test('after a crash ids begin above all before, and a reader that saw lost text is rewound to what was kept', () => {
    const { log } = write([warning, 'kept, ', 'lost']);
    const kept = { answer: 'kept, ', marks: log.snapshot().marks };
    const next = continueLog(kept, 1);
    next.appendText('and more');
    const frames = readAll(next, log.lastId);
    expect(frames[0]?.chunk).toEqual({ type: 'token', content: '', at: 6 });
    expect(frames[0]?.id).toBeGreaterThan(log.lastId);
    expect(show('kept, lost', frames)).toBe('kept, and more');
  });

  test('over any number of owners an id names one place, and a reader that left at any of them goes on with the last one', () => {
    const life = fc.record({ steps: fc.array(step, { maxLength: 8 }), kept: fc.nat() });
    fc.assert(
      fc.property(fc.array(life, { minLength: 2, maxLength: 4 }), fc.nat(), fc.nat(), (lives, owner, chunk) => {
        const logs = writeLives(lives);
        const ends = new Map<number, number>();
        for (const log of logs) {
          let shown = '';
          for (const frame of readAll(log, 0)) {
            shown = show(shown, [frame]);
            expect(ends.get(frame.id) ?? shown.length).toBe(shown.length);
            ends.set(frame.id, shown.length);
          }
        }
        const left = logs[owner % logs.length];
        const last = logs.at(-1);
        if (!left || !last) throw new Error('there is an owner');
        const all = readAll(left, 0);
        const seen = all.slice(0, chunk % (all.length + 1));
        const rest = readAll(last, seen.at(-1)?.id ?? 0);
        expect(show(show('', seen), rest)).toBe(last.answer);
        const ids = [...seen, ...rest].map(({ id }) => id);
        expect(ids.every((id, index) => id > (ids[index - 1] ?? 0))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('a chunk too large for the wire is cut, never split', () => {
    const { live } = write([
      { type: 'warning', code: 'unverified_figures', message: 'x'.repeat(9000), figures: Array(900).fill('$1,000.00') },
    ]);
    expect(parse(live[0]?.frame ?? '').bytes).toBeLessThanOrEqual(4096);
  });
});
