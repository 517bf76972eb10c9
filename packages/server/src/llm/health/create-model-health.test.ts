/** Calls that are let through and how they end, model by model; and two instances that tell each other over a real Valkey. */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { type CircuitState, ModelFailure, type ModelHealth } from '../../chat/model-ports.ts';
import { type BreakableLine, startBreakableLine } from '../../testing/breakable-line.ts';
import { connectValkey, type Valkey } from '../../valkey/connect-valkey.ts';
import { createModelHealth } from './create-model-health.ts';
import type { HealthSharing } from './health-sharing.ts';
import { createValkeySharing } from './valkey-sharing.ts';

/** Of all instances: no test waits for a breaker. */
const clock = { now: 0 };

interface Instance extends ModelHealth {
  readonly told: string[];
}

function createInstance(sharing: HealthSharing | null = null, failuresToOpen?: number): Instance {
  const told: string[] = [];
  const health = createModelHealth({
    now: () => clock.now,
    onChange: (model: string, state: CircuitState) => told.push(`${model} ${state}`),
    sharing,
    ...(failuresToOpen !== undefined && { failuresToOpen }),
  });
  return { ...health, told };
}

async function fail({ admit }: ModelHealth, model = 'a/one', times = 5): Promise<void> {
  for (let n = 0; n < times; n += 1) (await admit(model))?.ended('provider_down');
}

beforeEach(() => {
  clock.now = 0;
});

describe('one instance', () => {
  test('leaves a model alone that fails, and no other', async () => {
    const health = createInstance();
    await fail(health);
    expect([await health.admit('a/one'), health.stateOf('a/one')]).toEqual([null, 'open']);
    expect(await health.admit('b/two')).not.toBe(null);
    expect(health.told).toEqual(['a/one open']);
  });

  test('obeys the wait that a failure names', async () => {
    const health = createInstance();
    const failure = new ModelFailure('rate_limited', 'Too many.', { retryAfterMs: 12_000 });
    (await health.admit('a/one'))?.ended(failure);
    clock.now = 11_999;
    expect(await health.admit('a/one')).toBe(null);
    clock.now = 12_000;
    expect(await health.admit('a/one')).not.toBe(null);
  });

  test('hears each call once, whatever it says afterwards', async () => {
    const health = createInstance();
    const call = await health.admit('a/one');
    for (let n = 0; n < 10; n += 1) call?.ended('provider_down');
    expect(health.stateOf('a/one')).toBe('closed');
    for (let n = 0; n < 30; n += 1) call?.began(n);
    expect(health.slowFirstTokenMs('a/one')).toBe(null);
  });

  test('knows what is late for each model of its own', async () => {
    const health = createInstance();
    for (let n = 1; n <= 40; n += 1) {
      const call = await health.admit('a/one');
      call?.began(n * 10);
      call?.began(99_999);
      call?.ended(null);
    }
    expect([health.slowFirstTokenMs('a/one'), health.slowFirstTokenMs('b/two')]).toEqual([380, null]);
  });

  test('told never to leave a model alone, asks it for ever', async () => {
    const health = createInstance(null, 0);
    await fail(health, 'a/one', 100);
    expect(await health.admit('a/one')).not.toBe(null);
  });

  test('has one budget of retries over all models', () => {
    const health = createInstance();
    let taken = 0;
    while (health.takeRetry()) taken += 1;
    expect(taken).toBe(30);
  });
});

const redisUrl = inject('redisUrl');

describe.runIf(redisUrl)('two instances over Valkey', () => {
  let line: BreakableLine;
  let valkeys: Valkey[];
  let sharings: HealthSharing[];
  let one: Instance;
  let other: Instance;

  beforeEach(async () => {
    line = await startBreakableLine(Number(new URL(redisUrl ?? '').port || 6379));
    const prefix = `test:${randomUUID()}`;
    const logger = pino({ level: 'silent' });
    const urls = [redisUrl ?? '', `redis://127.0.0.1:${line.port}`];
    valkeys = urls.map((url) => connectValkey({ url, prefix, logger }));
    sharings = valkeys.map((valkey, n) => createValkeySharing({ valkey, instance: `i-${n}` }));
    [one, other] = sharings.map((sharing) => createInstance(sharing)) as [Instance, Instance];
    await Promise.all(valkeys.map((valkey) => expect.poll(() => valkey.ready).toBe(true)));
  });
  afterEach(async () => {
    for (const sharing of sharings) sharing.close();
    for (const valkey of valkeys) valkey.close();
    await line[Symbol.asyncDispose]();
  });

  /** Opened at one, and known at the other. */
  async function openBoth(): Promise<void> {
    await fail(one);
    await expect.poll(() => other.stateOf('a/one')).toBe('open');
  }

  test('what is open at one is open at the other', async () => {
    await openBoth();
    expect(await other.admit('a/one')).toBe(null);
    expect(other.told).toEqual(['a/one open']);
    expect(other.stateOf('b/two')).toBe('closed');
  });

  test('one probe goes over both, and closes both', async () => {
    await openBoth();
    clock.now = 10_000;
    const calls = await Promise.all([
      one.admit('a/one'),
      other.admit('a/one'),
      other.admit('a/one'),
      one.admit('a/one'),
    ]);
    const probes = calls.filter((call) => call !== null);
    expect(probes).toHaveLength(1);
    probes[0]?.began(100);
    for (const each of [one, other]) await expect.poll(() => each.stateOf('a/one')).toBe('closed');
    expect(await Promise.all([one.admit('a/one'), other.admit('a/one')])).not.toContain(null);
  });

  test('a probe that fails opens both again', async () => {
    await openBoth();
    clock.now = 10_000;
    expect(await one.admit('a/one').then((probe) => probe?.ended('provider_down'))).toBeUndefined();
    await expect.poll(() => other.stateOf('a/one')).toBe('open');
    clock.now = 19_999;
    expect(await Promise.all([one.admit('a/one'), other.admit('a/one')])).toEqual([null, null]);
  });

  test('a probe that nobody waited for is given back', async () => {
    await openBoth();
    clock.now = 10_000;
    (await one.admit('a/one'))?.ended('cancelled');
    await expect.poll(() => other.admit('a/one')).not.toBe(null);
  });

  test('who comes later hears what is still true', async () => {
    await openBoth();
    const late = createValkeySharing({ valkey: valkeys[0] as Valkey, instance: 'late' });
    sharings.push(late);
    const third = createInstance(late);
    await expect.poll(() => third.stateOf('a/one')).toBe('open');
  });

  test('told never to leave a model alone, takes no notice of the others', async () => {
    const stubborn = createInstance(createValkeySharing({ valkey: valkeys[1] as Valkey, instance: 'stubborn' }), 0);
    await openBoth();
    expect(stubborn.stateOf('a/one')).toBe('closed');
  });

  test('while Valkey is away each decides for itself, and at once', async () => {
    line.cut();
    await expect.poll(() => valkeys[1]?.ready).toBe(false);
    await fail(one);
    await fail(other);
    clock.now = 10_000;
    expect(await Promise.all([one.admit('a/one'), other.admit('a/one')])).not.toContain(null);
    line.mend();
  });

  test('when Valkey is silent nobody waits for it', async () => {
    await openBoth();
    line.fallSilent();
    clock.now = 10_000;
    expect(await other.admit('a/one')).not.toBe(null);
  });

  test('when Valkey is back, what was told meanwhile is heard', async () => {
    line.cut();
    await expect.poll(() => valkeys[1]?.ready).toBe(false);
    await fail(one);
    line.mend();
    await expect.poll(() => other.stateOf('a/one'), { timeout: 10_000 }).toBe('open');
  });

  test('what another version writes is passed over', async () => {
    const { client, key } = valkeys[0] as Valkey;
    await client.xadd(key('breakers'), '*', 'news', 'not JSON');
    await client.xadd(key('breakers'), '*', 'other', 'x');
    await client.xadd(key('breakers'), '*', 'news', '{"model":"a/one"}');
    await openBoth();
  });
});
