/** What an owner tells the other instances, over a real Valkey and a line to it that breaks. */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import type { AnnouncedTurn } from '../chat/instance-ports.ts';
import type { MarkChunk } from '../chat/turn-log.ts';
import { type BreakableLine, startBreakableLine } from '../testing/breakable-line.ts';
import { connectValkey, type Valkey } from '../valkey/connect-valkey.ts';
import { decodePart, type LogPart } from './log-part.ts';
import { createMemoryLog } from './memory-log.ts';
import { MirrorLog } from './mirror-log.ts';
import { createLogPublisher, EVERY_MS, type LogPublisher } from './publish-logs.ts';
import {
  decodeRunning,
  ENDED_LOG_SECONDS,
  KEPT_ENTRIES,
  LOG_SECONDS,
  logKey,
  PART,
  runningKey,
} from './valkey-keys.ts';

const redisUrl = inject('redisUrl');
const warning: MarkChunk = { type: 'warning', code: 'fallback', message: 'w' };

describe.runIf(redisUrl)('publishing logs', () => {
  let line: BreakableLine;
  let valkey: Valkey;
  /** Past the line. */
  let direct: Valkey;
  let publisher: LogPublisher;
  /** Milliseconds that a test had pass at once. */
  let passed: number;

  beforeEach(async () => {
    passed = 0;
    line = await startBreakableLine(Number(new URL(redisUrl ?? '').port || 6379));
    const prefix = `test:${randomUUID()}`;
    const logger = pino({ level: 'silent' });
    valkey = connectValkey({ url: `redis://127.0.0.1:${line.port}`, prefix, logger });
    direct = connectValkey({ url: redisUrl ?? '', prefix, logger });
    await Promise.all([valkey, direct].map((one) => expect.poll(() => one.ready).toBe(true)));
    publisher = createLogPublisher({
      ...{ valkey, instance: 'a', now: () => performance.now() + passed, today: () => new Date() },
    });
  });
  afterEach(async () => {
    await publisher.close();
    const ours = await direct.client.keys(direct.key('*'));
    if (ours.length > 0) await direct.client.del(...ours);
    valkey.close();
    direct.close();
    await line[Symbol.asyncDispose]();
  });

  function announce(userId = 'u', sessionId: string = randomUUID()): AnnouncedTurn {
    const turn = { streamId: randomUUID(), sessionId, userId, epoch: 0, log: createMemoryLog() };
    publisher.announce(turn);
    return turn;
  }

  async function readParts({ streamId }: AnnouncedTurn): Promise<LogPart[]> {
    const entries = await direct.client.xrange(logKey(direct, streamId), '-', '+');
    return entries.flatMap(([, fields]) => decodePart(fields[fields.indexOf(PART) + 1] ?? '') ?? []);
  }

  /** What a mirror makes of all that was told; `hole` where a part does not follow. */
  async function mirrored(turn: AnnouncedTurn): Promise<unknown> {
    const mirror = new MirrorLog({ log: { answer: '', marks: [] }, epoch: 0 }, () => undefined);
    const taken = (await readParts(turn)).map((part) => mirror.take(part));
    return taken.includes('gap') ? 'hole' : mirror.snapshot();
  }

  const running = async ({ userId, sessionId }: AnnouncedTurn) =>
    decodeRunning((await direct.client.hget(runningKey(direct, userId), sessionId)) ?? '');

  test('tells a log in parts that make it up, and that its turn runs', async () => {
    const turn = announce();
    turn.log.appendMark(warning);
    turn.log.appendText('one \u{1F4C8} ');
    await expect.poll(() => mirrored(turn)).toEqual(turn.log.snapshot());
    turn.log.appendText('two');
    turn.log.appendMark({ type: 'stream_end' });
    await expect.poll(() => mirrored(turn)).toEqual(turn.log.snapshot());
    expect(await running(turn)).toMatchObject({ streamId: turn.streamId, instance: 'a' });
    turn.log.end();
    await expect.poll(() => running(turn)).toBeUndefined();
  });

  test('tells all that is new in all logs in one pipeline', async () => {
    const turns = Array.from({ length: 40 }, (_, n) => announce(`user ${n}`));
    const pipelines = vi.spyOn(valkey.client, 'pipeline');
    for (const { log } of turns) log.appendText('new');
    await expect.poll(() => mirrored(turns[39] ?? announce())).toEqual({ answer: 'new', marks: [] });
    // Later ones find nothing to tell.
    const carrying = pipelines.mock.results.filter(({ value }) => value.length > 0);
    expect(carrying).toHaveLength(1);
    for (const turn of turns) expect(await mirrored(turn)).toEqual({ answer: 'new', marks: [] });
  });

  test('says at once that a turn runs, though others were told of a moment ago', async () => {
    const first = announce();
    first.log.appendText('first');
    await expect.poll(() => mirrored(first)).toEqual(first.log.snapshot());
    const pipelines = vi.spyOn(valkey.client, 'pipeline');
    const turn = announce();
    expect(pipelines).toHaveBeenCalledTimes(1);
    await expect.poll(() => running(turn)).toMatchObject({ streamId: turn.streamId, instance: 'a' });
  });

  test('tells the others, too, where one cannot be said to run', async () => {
    const key = runningKey(direct, 'refused');
    await direct.client.set(key, 'no hash');
    const [refused, other] = [announce('refused'), announce()];
    for (const { log } of [refused, other]) log.appendText('told once');
    for (const turn of [refused, other]) await expect.poll(() => mirrored(turn)).toEqual(turn.log.snapshot());
    passed = 5000;
    await expect.poll(() => running(other)).toBeDefined();
    for (const turn of [refused, other]) expect(await readParts(turn)).toHaveLength(1);
  });

  test('writes no more often because many turns have marks and ends', async () => {
    const talking = announce();
    const turns = Array.from({ length: 40 }, (_, n) => announce(`user ${n}`));
    const pipelines = vi.spyOn(valkey.client, 'pipeline');
    const begin = performance.now();
    for (const { log } of turns) {
      talking.log.appendText('word ');
      log.appendMark(warning);
      log.end();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const passing = performance.now() - begin;
    // A timer may be a millisecond early.
    expect(pipelines.mock.calls.length).toBeLessThanOrEqual(1 + passing / (EVERY_MS - 1));
    await expect.poll(() => mirrored(talking)).toEqual(talking.log.snapshot());
    for (const turn of turns) expect(await mirrored(turn)).toEqual(turn.log.snapshot());
  });

  test('bounds each stream, has it expire, and sooner once its turn has ended', async () => {
    const turn = announce();
    const key = logKey(direct, turn.streamId);
    const older = direct.client.pipeline();
    for (let entry = 0; entry < KEPT_ENTRIES * 1.5; entry += 1) older.xadd(key, '*', PART, 'told before');
    await older.exec();
    turn.log.appendMark(warning);
    await expect.poll(() => mirrored(turn)).toEqual(turn.log.snapshot());
    const kept = await direct.client.xlen(key);
    expect(kept).toBeGreaterThanOrEqual(KEPT_ENTRIES);
    // It is cut by whole nodes of 100 entries.
    expect(kept).toBeLessThanOrEqual(KEPT_ENTRIES + 100);
    const left = await direct.client.ttl(key);
    expect(left > ENDED_LOG_SECONDS && left <= LOG_SECONDS).toBe(true);
    turn.log.appendMark({ type: 'stream_end' });
    turn.log.end();
    await expect.poll(() => direct.client.ttl(key)).toBeLessThanOrEqual(ENDED_LOG_SECONDS);
  });

  test('leaves no hole where Valkey was away: what it did not take is told again with what came meanwhile', async () => {
    const turn = announce();
    turn.log.appendText('before, ');
    await expect.poll(() => mirrored(turn)).toEqual(turn.log.snapshot());
    line.fallSilent();
    turn.log.appendText('under way, ');
    turn.log.appendMark(warning);
    await new Promise(setImmediate);
    line.cut();
    turn.log.appendText('away, ');
    turn.log.appendMark(warning);
    line.mend();
    turn.log.appendText('after');
    await expect.poll(() => mirrored(turn)).toEqual(turn.log.snapshot());
    expect(await running(turn)).toMatchObject({ streamId: turn.streamId });
  });

  test('says again what runs to a Valkey that came back empty', async () => {
    const turn = announce();
    await expect.poll(() => running(turn)).toBeDefined();
    line.cut();
    await direct.client.del(runningKey(direct, turn.userId));
    line.mend();
    await expect.poll(() => running(turn)).toMatchObject({ streamId: turn.streamId });
  });

  test('says it again within 5 s where all that Valkey had was deleted under it, and its stream expires as before', async () => {
    const turn = announce();
    await expect.poll(() => running(turn)).toBeDefined();
    const key = logKey(direct, turn.streamId);
    await direct.client.del(runningKey(direct, turn.userId), key);
    turn.log.appendText('on');
    await expect.poll(() => direct.client.exists(key)).toBe(1);
    passed = 5000;
    await expect.poll(() => running(turn)).toMatchObject({ streamId: turn.streamId });
    expect(await direct.client.ttl(key)).toBeGreaterThan(ENDED_LOG_SECONDS);
  });

  test('leaves alone what the next owner says of a turn that was paused here', async () => {
    const turn = announce();
    turn.log.appendText('half');
    await expect.poll(() => running(turn)).toBeDefined();
    const key = logKey(direct, turn.streamId);
    turn.log.appendText(', and');
    turn.log.end();
    await expect.poll(() => mirrored(turn)).toEqual({ answer: 'half, and', marks: [] });
    expect(await direct.client.ttl(key)).toBeGreaterThan(ENDED_LOG_SECONDS);
    expect(await running(turn)).toBeDefined();
  });

  test('the end of a turn takes nothing back of the next one in its session', async () => {
    const turn = announce();
    turn.log.appendText('first');
    await expect.poll(() => mirrored(turn)).toEqual(turn.log.snapshot());
    turn.log.appendMark({ type: 'stream_end' });
    turn.log.end();
    const next = announce('u', turn.sessionId);
    await expect.poll(() => direct.client.ttl(logKey(direct, turn.streamId))).toBeLessThanOrEqual(ENDED_LOG_SECONDS);
    expect(await running(next)).toMatchObject({ streamId: next.streamId });
  });

  test('tells what is left before it closes', async () => {
    const turn = announce();
    turn.log.appendText('the last words');
    await publisher.close();
    expect(await mirrored(turn)).toEqual({ answer: 'the last words', marks: [] });
  });
});
