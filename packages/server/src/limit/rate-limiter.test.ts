/** A minute's counter: exact in one process, exact over all of them in Valkey, and never in the way where Valkey is away. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type BreakableLine, startBreakableLine } from '../testing/breakable-line.ts';
import { connectValkey, type Valkey } from '../valkey/connect-valkey.ts';
import { createRateLimiter } from './rate-limiter.ts';

const logger = pino({ level: 'silent' });
const setting = { name: 'questions', logger, onAlone: () => undefined, now: Date.now };

/** How many of so many at once are admitted. */
async function admitted(limiters: ReturnType<typeof createRateLimiter>[], max: number): Promise<number> {
  const all = Array.from({ length: 200 }, (_, index) => limiters[index % limiters.length]?.take('ann', max));
  return (await Promise.all(all)).filter((taken) => taken?.ok).length;
}

describe('in one process', () => {
  test('200 at once are admitted as many as may be, and the others told when to come back', async () => {
    const limiter = createRateLimiter({ ...setting, valkey: null });
    expect(await admitted([limiter], 60)).toBe(60);
    const refused = await limiter.take('ann', 60);
    expect(refused).toMatchObject({ ok: false, retryAfterMs: expect.toSatisfy((ms) => ms > 0 && ms <= 60_000) });
    expect(await limiter.take('bob', 60)).toMatchObject({ ok: true });
  });

  test('what came to nothing is given back, but not to a later minute', async () => {
    let now = 0;
    const limiter = createRateLimiter({ ...setting, valkey: null, now: () => now });
    const taken = await limiter.take('ann', 1);
    if (!taken.ok) throw new Error('the first is admitted');
    taken.giveBack();
    const second = await limiter.take('ann', 1);
    expect(second.ok).toBe(true);
    now = 61_000;
    if (second.ok) second.giveBack();
    expect((await limiter.take('ann', 1)).ok).toBe(false);
  });

  test('a plan’s own number holds for what was counted before', async () => {
    const limiter = createRateLimiter({ ...setting, valkey: null });
    expect(await admitted([limiter], 10)).toBe(10);
    expect((await limiter.take('ann', 500)).ok).toBe(true);
  });
});

const redisUrl = inject('redisUrl');
describe.runIf(redisUrl)('in Valkey', () => {
  const lines: BreakableLine[] = [];
  const connections: Valkey[] = [];
  const prefix = `test:${randomBytes(6).toString('hex')}`;

  async function connect(): Promise<Valkey> {
    const line = await startBreakableLine(Number(new URL(redisUrl ?? '').port || 6379));
    const valkey = connectValkey({ url: `redis://127.0.0.1:${line.port}`, prefix, logger });
    lines.push(line);
    connections.push(valkey);
    if (!valkey.ready) await once(valkey.client, 'ready');
    return valkey;
  }
  const line = (index: number) => lines[index] as BreakableLine;
  const of = (index: number, more: Partial<Parameters<typeof createRateLimiter>[0]> = {}) =>
    createRateLimiter({ ...setting, ...more, valkey: connections[index] ?? null });

  beforeAll(async () => {
    for (const _ of ['a', 'b']) await connect();
  });
  afterAll(async () => {
    for (const one of lines) one.mend();
    const client = connections[0]?.client;
    const keys = (await client?.keys(`${prefix}:*`)) ?? [];
    if (keys.length > 0) await client?.del(...keys);
    for (const one of connections) one.close();
    await Promise.all(lines.map((one) => one[Symbol.asyncDispose]()));
  });

  test('200 at once at two instances are admitted as many as may be in all', async () => {
    expect(await admitted([of(0, { name: 'both' }), of(1, { name: 'both' })], 60)).toBe(60);
  });

  test('what came to nothing is given back', async () => {
    const limiters = [of(0, { name: 'back' }), of(1, { name: 'back' })] as const;
    const taken = await limiters[0].take('ann', 1);
    if (taken.ok) taken.giveBack();
    await expect.poll(async () => (await limiters[1].take('ann', 1)).ok).toBe(true);
  });

  test('keys end with their minute', async () => {
    await of(0, { name: 'ending' }).take('ann', 1);
    const [key = ''] = (await connections[0]?.client.keys(`${prefix}:rate:ending*`)) ?? [];
    expect(await connections[0]?.client.pttl(key)).toBeGreaterThan(0);
  });

  test.each(['cut', 'fallSilent'] as const)('a line that is %s refuses nobody: this process counts', async (fault) => {
    const alone: string[] = [];
    const limiter = of(1, { name: fault, onAlone: () => alone.push(fault) });
    await limiter.take('ann', 10);
    line(1)[fault]();
    const taken = [];
    for (const _ of Array(12)) taken.push((await limiter.take('ann', 10)).ok);
    expect(taken).toEqual([...Array(10).fill(true), false, false]);
    expect(alone).toHaveLength(12);
    line(1).mend();
    await expect.poll(() => connections[1]?.ready, { timeout: 15_000 }).toBe(true);
  });
});
