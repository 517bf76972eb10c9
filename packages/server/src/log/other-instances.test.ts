/** Two instances over a real Valkey and a line to it that breaks: one writes, the other mirrors. */
import { randomUUID } from 'node:crypto';
import type { StreamChunk } from '@tradistry/protocol';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { OtherInstances } from '../chat/instance-ports.ts';
import type { MarkChunk, ReadableLog, TurnLog } from '../chat/turn-log.ts';
import type { StoredTurn } from '../chat/turn-store-ports.ts';
import { type BreakableLine, startBreakableLine } from '../testing/breakable-line.ts';
import { createSavedTurns, type SavedTurns } from '../testing/saved-turns.ts';
import { connectValkey, type Valkey } from '../valkey/connect-valkey.ts';
import { createMemoryLog } from './memory-log.ts';
import { createOtherInstances } from './other-instances.ts';
import { logKey } from './valkey-keys.ts';

const redisUrl = inject('redisUrl');
const info: MarkChunk = { type: 'session_info', session_id: 's', status: 'processing' };
const logger = pino({ level: 'silent' });
const clocks = { now: () => performance.now(), today: () => new Date() };

type Closable = OtherInstances & { close(): Promise<void> };

describe.runIf(redisUrl)('another instance over Valkey', () => {
  let line: BreakableLine;
  let store: SavedTurns;
  let valkeys: Valkey[];
  let owner: Closable;
  let other: Closable;
  /** Of the owner, past the line. */
  let direct: Valkey;

  beforeEach(async () => {
    line = await startBreakableLine(Number(new URL(redisUrl ?? '').port || 6379));
    store = createSavedTurns();
    const prefix = `test:${randomUUID()}`;
    direct = connectValkey({ url: redisUrl ?? '', prefix, logger });
    const far = connectValkey({ url: `redis://127.0.0.1:${line.port}`, prefix, logger });
    valkeys = [direct, far];
    await Promise.all(valkeys.map((one) => expect.poll(() => one.ready).toBe(true)));
    owner = createOtherInstances({ valkey: direct, store, instance: 'a', logger, ...clocks });
    other = createOtherInstances({ valkey: far, store, instance: 'b', logger, ...clocks });
  });
  afterEach(async () => {
    await Promise.all([owner.close(), other.close()]);
    const ours = await direct.client.keys(direct.key('*'));
    if (ours.length > 0) await direct.client.del(...ours);
    for (const valkey of valkeys) valkey.close();
    await line[Symbol.asyncDispose]();
  });

  /** Begins a turn at the owner; the database has its beginning and no more, until `save`. */
  function begin() {
    const streamId = randomUUID();
    const log = createMemoryLog();
    log.appendMark(info);
    const save = () => void store.turns.set(streamId, { epoch: 0, ended: log.ended, log: log.snapshot() });
    save();
    const stored = toStored(streamId, log);
    owner.announce({ streamId, userId: 'u', sessionId: streamId, epoch: 0, log });
    return { streamId, log, save, mirror: () => watch(other.follow(stored)) };
  }

  const inValkey = async ({ streamId }: { streamId: string }) =>
    (await direct.client.xrange(logKey(direct, streamId), '-', '+')).join();

  test('what is written here is watched there as it is written, under the same ids, though the database has none of it', async () => {
    const turns = Array.from({ length: 10 }, begin);
    const mirrors = turns.map(({ mirror }) => mirror());
    for (const word of ['one \u{1F4C8} ', 'two ', 'three']) {
      for (const [n, { log }] of turns.entries()) log.appendText(`${n} ${word}`);
      await expect.poll(() => mirrors.map(({ shown }) => shown())).toEqual(turns.map(({ log }) => log.answer));
    }
    for (const { log } of turns) {
      log.appendMark({ type: 'stream_end' });
      log.end();
    }
    await Promise.all(mirrors.map(({ ended }) => ended));
    for (const [n, { log }] of turns.entries()) expect(mirrors[n]?.frames()).toEqual(readAll(log));
  });

  test('what its stream has lost is filled from the database, and then it is live again', async () => {
    const turn = begin();
    turn.log.appendText('lost, ');
    await expect.poll(() => inValkey(turn)).toContain('lost');
    await direct.client.del(logKey(direct, turn.streamId));
    await direct.client.xadd(logKey(direct, turn.streamId), '*', 'another', 'version of us');
    const { shown } = turn.mirror();
    turn.log.appendText('found, ');
    await expect.poll(() => inValkey(turn)).toContain('found');
    expect(shown()).toBe('');
    turn.save();
    await expect.poll(shown).toBe('lost, found, ');
    turn.log.appendText('live');
    await expect.poll(shown).toBe('lost, found, live');
  });

  test('while Valkey is away the checkpoints are followed, and it heals by itself', async () => {
    const turn = begin();
    const { shown, ids } = turn.mirror();
    turn.log.appendText('live, ');
    await expect.poll(shown).toBe('live, ');
    line.cut();
    turn.log.appendText('saved, ');
    turn.save();
    await expect.poll(shown).toBe('live, saved, ');
    line.mend();
    turn.log.appendText('live again');
    await expect.poll(shown).toBe('live, saved, live again');
    expect(ids()).toEqual(ids().toSorted((a, b) => a - b));
  });

  test('a Valkey that came back empty is filled from where its owner is, and the database fills the rest', async () => {
    const turn = begin();
    const { shown } = turn.mirror();
    turn.log.appendText('before, ');
    await expect.poll(shown).toBe('before, ');
    line.cut();
    turn.log.appendText('missed, ');
    await expect.poll(() => inValkey(turn)).toContain('missed');
    await direct.client.del(logKey(direct, turn.streamId));
    line.mend();
    turn.log.appendText('after');
    await expect.poll(() => direct.client.exists(logKey(direct, turn.streamId))).toBe(1);
    turn.save();
    await expect.poll(shown).toBe('before, missed, after');
  });

  test('an instance that goes down lets its viewers go without an end: they come back elsewhere', async () => {
    const { mirror, log } = begin();
    const { ended, shown, types } = mirror();
    log.appendText('half');
    await expect.poll(shown).toBe('half');
    await other.close();
    await ended;
    expect(types()).not.toContain('stream_end');
  });
});

function toStored(streamId: string, log: TurnLog): StoredTurn {
  return {
    ...{ streamId, userId: 'u', sessionId: streamId, questionId: 'q', answerId: 'a', status: 'running', epoch: 0 },
    ...{ endedAt: null, log: log.snapshot(), request: null, streaming: true },
    ...{ attemptsBegun: 1, chunkCount: 0, firstTokenMs: null, stopRequested: false, sources: [] },
  } as const;
}

const TYPES = new Set<StreamChunk['type']>(['session_info', 'token', 'stream_end']);

/** All frames of a log from its beginning. */
function readAll(log: ReadableLog): string[] {
  const frames: string[] = [];
  for (let next = log.read(0, TYPES); next; next = log.read(next.to, TYPES)) frames.push(next.frame ?? '');
  return frames;
}

/** A viewer that came after the log's beginning. */
function watch(log: ReadableLog) {
  const live: { id: number; chunk: StreamChunk }[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  log.follow({
    onFrame: (frame, { to }) => live.push({ id: to, chunk: JSON.parse(frame.split('data: ')[1] ?? '') }),
    onEnd: resolve,
  });
  return {
    ended,
    shown: () =>
      live.reduce((text, { chunk }) => (chunk.type === 'token' ? text.slice(0, chunk.at) + chunk.content : text), ''),
    ids: () => live.map(({ id }) => id),
    types: () => live.map(({ chunk }) => chunk.type),
    frames: () => readAll(log),
  };
}
