/** Mirrors that are filled by what their owners saved; time stands still but for what the test lets pass. */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StoredTurn } from '../chat/turn-store-ports.ts';
import { createSavedTurns, type SavedTurns } from '../testing/saved-turns.ts';
import { createMemoryLog } from './memory-log.ts';
import { Mirrors } from './mirrors.ts';
import { type CheckpointReader, createCheckpointReader } from './read-checkpoints.ts';

let store: SavedTurns;
let mirrors: Mirrors;
let reader: CheckpointReader;
let live: boolean;
let filled: number;
let warnings: unknown[];

beforeEach(() => {
  vi.useFakeTimers();
  store = createSavedTurns();
  live = false;
  filled = 0;
  warnings = [];
  const now = () => Date.now();
  mirrors = new Mirrors({ now, onOpen: () => reader.wake() });
  reader = createCheckpointReader({
    ...{ store, mirrors, now },
    logger: pino({ level: 'warn' }, { write: (line) => void warnings.push(line) }),
    isLive: () => live,
    onFilled: () => {
      filled += 1;
    },
  });
});
afterEach(() => {
  reader.close();
  vi.useRealTimers();
});

/** A turn of another instance, watched here. */
function watched() {
  const streamId = randomUUID();
  const log = createMemoryLog();
  log.appendMark({ type: 'session_info', session_id: 's', status: 'processing' });
  const save = (epoch = 0) => void store.turns.set(streamId, { epoch, ended: log.ended, log: log.snapshot() });
  save();
  const stored = {
    ...{ streamId, userId: 'u', sessionId: 's', questionId: 'q', answerId: 'a', status: 'running', epoch: 0 },
    ...{ endedAt: null, log: log.snapshot(), request: null, streaming: true },
    ...{ attemptsBegun: 1, chunkCount: 0, firstTokenMs: null, stopRequested: false, sources: [] },
  } satisfies StoredTurn;
  const opened = mirrors.open(stored);
  let ended = false;
  const leave = opened.follow({
    onFrame: () => undefined,
    onEnd: () => {
      ended = true;
    },
  });
  const mirror = mirrors.values().find((one) => one.streamId === streamId);
  if (!mirror) throw new Error('no mirror was opened');
  return { streamId, log, save, leave, mirror, ended: () => ended };
}

/** Lets one statement be due, and it be answered. */
const pass = (ms = 250) => vi.advanceTimersByTimeAsync(ms);

describe('following checkpoints', () => {
  test('all mirrors are filled by one statement, which asks for what each lacks', async () => {
    const turns = [watched(), watched(), watched()];
    for (const { log, save } of turns) {
      log.appendText('one \u{1F4C8}');
      save();
    }
    await pass();
    expect(store.asked).toHaveLength(1);
    for (const { log, save, mirror } of turns) {
      expect(mirror.log.answer).toBe('one \u{1F4C8}');
      log.appendText(' two');
      save();
    }
    await pass();
    expect(store.asked[1]).toMatchObject(turns.map(() => ({ epoch: 0, lastId: 7, points: 5 })));
    for (const { log, mirror } of turns) expect(mirror.log.snapshot()).toEqual(log.snapshot());
  });

  test('a mirror that Valkey tells is left alone, until it was quiet for long: its turn may be gone', async () => {
    const { mirror } = watched();
    live = true;
    mirror.streamed = true;
    await pass(750);
    expect(store.asked).toHaveLength(0);
    await pass(750);
    expect(store.asked).toHaveLength(1);
    live = false;
    await pass();
    expect(store.asked).toHaveLength(2);
  });

  test('a gap is filled at once, and its stream may be read again', async () => {
    const { mirror, log, save } = watched();
    live = true;
    mirror.streamed = true;
    mirror.gap = true;
    log.appendText('the gap');
    save();
    await pass();
    expect([mirror.log.answer, mirror.gap, filled]).toEqual(['the gap', false, 1]);
  });

  test('the end is passed on whole, and then nothing more is asked', async () => {
    const { log, save, mirror, ended } = watched();
    log.appendText('all');
    log.appendMark({ type: 'stream_end' });
    log.end();
    save();
    await pass();
    expect([mirror.log.snapshot(), ended(), mirrors.size]).toEqual([log.snapshot(), true, 0]);
    await pass(5000);
    expect(store.asked).toHaveLength(1);
  });

  test('a turn that was deleted, and one that went on from less than is shown, let their viewers go without an end', async () => {
    const [gone, rewound] = [watched(), watched()];
    rewound.log.appendText('shown, but lost');
    rewound.save();
    await pass();
    store.turns.delete(gone.streamId);
    store.turns.set(rewound.streamId, { epoch: 1, ended: false, log: { answer: 'shown', marks: [] } });
    await pass();
    expect([gone.ended(), rewound.ended(), mirrors.size]).toEqual([true, true, 0]);
    expect(rewound.mirror.log.answer).toBe('shown, but lost');
  });

  test('while the database is away it is asked again and again, said once, and then it goes on', async () => {
    const { log, save, mirror } = watched();
    log.appendText('later');
    save();
    store.away = true;
    await pass(10_000);
    expect(store.asked.length).toBeGreaterThan(5);
    expect(warnings).toHaveLength(1);
    expect(mirror.log.answer).toBe('');
    store.away = false;
    await pass(1000);
    expect(mirror.log.answer).toBe('later');
  });

  test('nothing is asked for a mirror whose last viewer left, and one that nobody came to watch is forgotten', async () => {
    const { leave, streamId } = watched();
    leave();
    expect(mirrors.size).toBe(0);
    const log = createMemoryLog().snapshot();
    mirrors.open({
      ...{ streamId, userId: 'u', sessionId: 's', questionId: 'q', answerId: 'a', status: 'running', epoch: 0 },
      ...{ endedAt: null, log, request: null, streaming: true },
      ...{ attemptsBegun: 1, chunkCount: 0, firstTokenMs: null, stopRequested: false, sources: [] },
    });
    expect(mirrors.size).toBe(1);
    await pass(10_000);
    expect(mirrors.size).toBe(0);
    const { length } = store.asked;
    await pass(10_000);
    expect(store.asked).toHaveLength(length);
  });
});
