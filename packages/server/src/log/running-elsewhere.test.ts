/** What runs on other instances: from one list a second, or from Valkey while it can be trusted. */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { RunningRow } from '../chat/instance-ports.ts';
import { type BreakableLine, startBreakableLine } from '../testing/breakable-line.ts';
import { createSavedTurns, type SavedTurns } from '../testing/saved-turns.ts';
import { connectValkey, type Valkey } from '../valkey/connect-valkey.ts';
import { createRunningElsewhere } from './running-elsewhere.ts';
import { encodeRunning, runningKey } from './valkey-keys.ts';

const redisUrl = inject('redisUrl');
const TODAY = Date.UTC(2026, 10, 24);

let store: SavedTurns;
let now: number;
const row = (userId: string, sessionId: string, instance = 'b'): RunningRow => ({
  ...{ userId, sessionId, instance, streamId: `stream of ${sessionId}` },
});
const create = (valkey: Valkey | null) =>
  createRunningElsewhere({ valkey, store, instance: 'a', now: () => now, today: () => new Date(TODAY) });

beforeEach(() => {
  store = createSavedTurns();
  now = 0;
});

describe('without Valkey', () => {
  test('the database is asked once a second at most, for all users at once', async () => {
    store.running = [row('u', 's1'), row('u', 's2'), row('v', 's3'), row('u', 'here', 'a')];
    const running = create(null);
    const all = await Promise.all([running('u'), running('v'), running('w'), running('u')]);
    expect(all.map((one) => [...one.keys()])).toEqual([['s1', 's2'], ['s3'], [], ['s1', 's2']]);
    expect(all[0]?.get('s1')).toBe('stream of s1');
    now = 999;
    store.running = [];
    expect([...(await running('u')).keys()]).toEqual(['s1', 's2']);
    expect(store.listed).toBe(1);
    now = 1000;
    expect((await running('u')).size).toBe(0);
    expect(store.listed).toBe(2);
  });

  test('while the database is away what was known last is told', async () => {
    store.running = [row('u', 's1')];
    const running = create(null);
    await running('u');
    store.away = true;
    now = 5000;
    expect([...(await running('u')).keys()]).toEqual(['s1']);
    store.away = false;
    store.running = [row('u', 's2')];
    now = 6000;
    expect([...(await running('u')).keys()]).toEqual(['s2']);
  });
});

describe.runIf(redisUrl)('with Valkey', () => {
  let line: BreakableLine;
  let valkey: Valkey;

  beforeEach(async () => {
    line = await startBreakableLine(Number(new URL(redisUrl ?? '').port || 6379));
    const url = `redis://127.0.0.1:${line.port}`;
    valkey = connectValkey({ url, prefix: `test:${randomUUID()}`, logger: pino({ level: 'silent' }) });
    await expect.poll(() => valkey.ready).toBe(true);
  });
  afterEach(async () => {
    await valkey.client.del(runningKey(valkey, 'u'));
    valkey.close();
    await line[Symbol.asyncDispose]();
  });

  const say = (sessionId: string, of: { instance?: string; until?: number } = {}) =>
    valkey.client.hset(
      runningKey(valkey, 'u'),
      sessionId,
      encodeRunning({ streamId: `stream of ${sessionId}`, instance: 'b', until: TODAY + 1, ...of }),
    );

  test('a page does not ask the database: what others said and still holds is told', async () => {
    const running = create(valkey);
    now = 3000;
    await say('s1');
    await say('ours', { instance: 'a' });
    await valkey.client.hset(runningKey(valkey, 'u'), 'odd', 'from another version');
    expect([...(await running('u'))]).toEqual([['s1', 'stream of s1']]);
    expect((await running('v')).size).toBe(0);
    expect(store.listed).toBe(0);
  });

  test('where Valkey is away or has just come, the database is asked', async () => {
    store.running = [row('u', 'from the database')];
    const running = create(valkey);
    await say('from Valkey');
    expect([...(await running('u')).keys()]).toEqual(['from the database']);
    now = 3000;
    expect([...(await running('u')).keys()]).toEqual(['from Valkey']);
    line.cut();
    await expect.poll(() => valkey.ready).toBe(false);
    now = 10_000;
    expect([...(await running('u')).keys()]).toEqual(['from the database']);
    line.mend();
    await expect.poll(() => valkey.ready).toBe(true);
    now = 12_999;
    expect([...(await running('u')).keys()]).toEqual(['from the database']);
    now = 13_000;
    expect([...(await running('u')).keys()]).toEqual(['from Valkey']);
  });

  test('where its time is up by our clock, which may be the one that is wrong, the database is asked', async () => {
    store.running = [row('u', 'from the database')];
    const running = create(valkey);
    now = 3000;
    await say('alive');
    await say('up', { until: TODAY });
    expect([...(await running('u')).keys()]).toEqual(['from the database']);
  });

  test('a command that fails costs nobody the answer', async () => {
    store.running = [row('u', 'from the database')];
    const running = create(valkey);
    now = 3000;
    await valkey.client.set(runningKey(valkey, 'u'), 'no hash');
    expect([...(await running('u')).keys()]).toEqual(['from the database']);
  });
});
