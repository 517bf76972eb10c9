/** A mirror against a model: whatever parts of a turn reach it, in whatever order, it is its owner's log up to some point. */
import type { StreamChunk } from '@tradistry/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogSnapshot, MarkChunk, ReadableLog, TurnLog } from '../chat/turn-log.ts';
import type { LogPart } from './log-part.ts';
import { continueLog, createMemoryLog, EPOCH_STRIDE, lastIdOf } from './memory-log.ts';
import { MirrorLog } from './mirror-log.ts';

const TYPES = new Set<StreamChunk['type']>(['session_info', 'token', 'warning', 'stream_end']);
const info: MarkChunk = { type: 'session_info', session_id: 's', status: 'processing' };
const warning: MarkChunk = { type: 'warning', code: 'fallback', message: 'w' };
const end: MarkChunk = { type: 'stream_end' };

type Step = string | typeof warning;
const step = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }) },
  { weight: 1, arbitrary: fc.constant(warning) },
);
/** Each owner's steps, and how much of the last one's states it found saved. */
const lives = fc.array(fc.record({ steps: fc.array(step, { maxLength: 8 }), kept: fc.nat() }), {
  minLength: 1,
  maxLength: 3,
});
/** A part as some source tells it: of which epoch, from which of its states to which; `whole`: as a checkpoint has it. */
const telling = fc.record({ epoch: fc.nat(), from: fc.nat(), to: fc.nat(), whole: fc.boolean() });

interface Epoch {
  readonly log: TurnLog;
  /** After each step, the beginning included. */
  readonly states: readonly LogSnapshot[];
}

function writeLives(all: readonly { steps: readonly Step[]; kept: number }[]): Epoch[] {
  const epochs: Epoch[] = [];
  for (const [epoch, { steps, kept }] of all.entries()) {
    const before = epochs.at(-1)?.states ?? [];
    const saved = before[kept % Math.max(before.length, 1)];
    const log = saved ? continueLog(saved, epoch) : createMemoryLog();
    if (!saved) log.appendMark(info);
    const states = [log.snapshot()];
    for (const one of steps) {
      if (typeof one === 'string') log.appendText(one);
      else log.appendMark(one);
      states.push(log.snapshot());
    }
    if (epoch === all.length - 1) log.appendMark(end);
    states.push(log.snapshot());
    epochs.push({ log, states });
  }
  return epochs;
}

function pick<T>(list: readonly T[], index: number): T {
  const one = list[index % list.length];
  if (one === undefined) throw new Error('an empty list');
  return one;
}

function toPart(epochs: readonly Epoch[], told: { epoch: number; from: number; to: number; whole: boolean }): LogPart {
  const epoch = told.epoch % epochs.length;
  const { states } = pick(epochs, epoch);
  const to = told.to % states.length;
  const { answer, marks } = pick(states, to);
  if (told.whole) return { epoch, from: 0, units: 0, text: answer, marks };
  const from = pick(states, told.from % (to + 1));
  const units = from.answer.length;
  return { epoch, from: lastIdOf(from), units, text: answer.slice(units), marks: marks.slice(from.marks.length) };
}

function follow(log: ReadableLog) {
  const frames: { from: number; to: number; chunk: StreamChunk }[] = [];
  log.follow({
    onFrame: (frame, { from, to }) => frames.push({ from, to, chunk: JSON.parse(frame.split('data: ')[1] ?? '') }),
    onEnd: () => undefined,
  });
  return frames;
}

function readAll(log: ReadableLog, upTo: number): string[] {
  const frames: string[] = [];
  for (let next = log.read(0, TYPES); next && next.to <= upTo; next = log.read(next.to, TYPES)) {
    if (next.frame) frames.push(next.frame);
  }
  return frames;
}

test('it is a stretch of its owner’s log at all times, under the same ids, and its viewers are never taken back', () => {
  fc.assert(
    fc.property(lives, fc.nat(), fc.array(telling, { maxLength: 25, size: 'max' }), (all, begin, tellings) => {
      const epochs = writeLives(all);
      const first = toPart(epochs, { epoch: 0, from: 0, to: begin, whole: true });
      const mirror = new MirrorLog({ log: { answer: first.text, marks: first.marks }, epoch: 0 }, () => undefined);
      const frames = follow(mirror);
      for (const told of tellings) {
        const part = toPart(epochs, told);
        const before = { epoch: mirror.epoch, lastId: mirror.lastId, answer: mirror.answer };
        const taken = mirror.take(part);
        const after = { epoch: mirror.epoch, lastId: mirror.lastId, answer: mirror.answer };
        if (taken === 'gap' || taken === 'conflict') expect(after).toEqual(before);
        expect(taken === 'news').toBe(mirror.lastId > before.lastId);
        expect(mirror.answer.startsWith(before.answer)).toBe(true);
        expect(mirror.points).toBe([...mirror.answer].length);
        const { log } = pick(epochs, mirror.epoch);
        expect(mirror.lastId).toBe(lastIdOf(mirror.snapshot()));
        expect(log.answer.startsWith(mirror.answer)).toBe(true);
        expect(mirror.marks).toEqual(log.marks.slice(0, mirror.marks.length));
        expect(log.marks[mirror.marks.length]?.at ?? log.answer.length).toBeGreaterThanOrEqual(mirror.answer.length);
      }
      let last = first.text;
      let id = lastIdOf({ answer: first.text, marks: first.marks });
      for (const { from, to, chunk } of frames) {
        expect([from, to > from]).toEqual([id, true]);
        id = to;
        if (chunk.type === 'token') last = last.slice(0, chunk.at) + chunk.content;
      }
      expect(last).toBe(mirror.answer);
    }),
    { numRuns: 500 },
  );
});

test('given the whole of the last owner’s log it is whole too, where nothing it showed would have to be taken back', () => {
  fc.assert(
    fc.property(lives, fc.array(telling, { maxLength: 10, size: 'max' }), (all, tellings) => {
      const epochs = writeLives(all);
      const mirror = new MirrorLog({ log: { answer: '', marks: [] }, epoch: 0 }, () => undefined);
      for (const told of tellings) mirror.take(toPart(epochs, told));
      const { log } = pick(epochs, epochs.length - 1);
      const { answer, marks } = log.snapshot();
      const kept = wasKept(mirror, marks);
      const taken = mirror.take({ epoch: epochs.length - 1, from: 0, units: 0, text: answer, marks });
      expect(taken === 'conflict').toBe(!kept);
      expect(mirror.whole).toBe(kept);
      if (kept) expect(readAll(mirror, mirror.lastId)).toEqual(readAll(log, log.lastId));
    }),
    { numRuns: 500 },
  );
});

/** Every owner since found saved what the mirror has. */
function wasKept({ epoch, answer, marks }: MirrorLog, all: LogSnapshot['marks']): boolean {
  const rewinds = all.filter(({ id }) => id % EPOCH_STRIDE === 0 && id > epoch * EPOCH_STRIDE);
  const first = rewinds[0]?.id ?? Number.POSITIVE_INFINITY;
  return rewinds.every(({ at }) => at >= answer.length) && marks.length <= all.filter(({ id }) => id < first).length;
}

test('a cursor of any viewer of its turn counts while it runs, and its own end once it has ended', () => {
  const mirror = new MirrorLog(
    { log: { answer: 'abc', marks: [{ id: 1, at: 0, chunk: info }] }, epoch: 2 },
    () => undefined,
  );
  expect(mirror.highestId).toBe(3 * EPOCH_STRIDE - 1);
  mirror.end();
  expect(mirror.highestId).toBe(4);
});

test('it says when its last viewer has left', () => {
  let left = 0;
  const mirror = new MirrorLog({ log: { answer: '', marks: [] }, epoch: 0 }, () => {
    left += 1;
  });
  const nothing = { onFrame: () => undefined, onEnd: () => undefined };
  const [one, two] = [mirror.follow({ ...nothing }), mirror.follow({ ...nothing })];
  one();
  expect([mirror.watched, left]).toEqual([true, 0]);
  two();
  expect([mirror.watched, left]).toEqual([false, 1]);
});
