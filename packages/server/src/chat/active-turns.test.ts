/** The turns of a process: one at a time for a key, known to be its own, and drained at the end. */
import pino from 'pino';
import { expect, test } from 'vitest';
import { aTurn } from '../testing/a-turn.ts';
import { silentTelemetry } from '../testing/silent-telemetry.ts';
import { createActiveTurns } from './active-turns.ts';
import type { Turn } from './turn.ts';
import type { Checkpoint } from './turn-store-ports.ts';

const GRACE_MS = 30_000;

/** No time passes but by `passGrace`. */
function setUp() {
  const released: string[] = [];
  const grace = Promise.withResolvers<void>();
  const active = createActiveTurns({
    ...{ instance: 'i', logger: pino({ level: 'silent' }), now: () => 0, others: null, telemetry: silentTelemetry() },
    wait: (ms, signal) => {
      if (ms < 1000) return Promise.resolve();
      const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      return ms === GRACE_MS ? Promise.race([grace.promise, aborted]) : aborted;
    },
    turns: {
      saveCheckpoints: async () => new Set(),
      releaseTurns: async (rows: readonly Checkpoint[]) => void released.push(...rows.map(({ streamId }) => streamId)),
      finishTurn: async () => true,
    },
  });
  /** Runs a turn until `end`; one that is released first has its last checkpoint written. */
  const run = (streamId: string) => {
    const turn = aTurn({ streamId });
    const { promise, resolve } = Promise.withResolvers<void>();
    const work = async (running: Turn) => {
      const aborted = new Promise<void>((cut) => {
        if (running.abort.signal.aborted) cut();
        running.abort.signal.addEventListener('abort', () => cut());
      });
      await Promise.race([promise, aborted]);
      if (running.abort.signal.reason === 'released') await active.release(running);
      running.log.end();
    };
    active.run(turn, work);
    return { turn, end: resolve };
  };
  let drained = false;
  const drain = () =>
    active.drain(GRACE_MS).then(() => {
      drained = true;
    });
  return { active, run, drain, released, passGrace: grace.resolve, drained: () => drained };
}

const settle = () => new Promise(setImmediate);

test('requests under one key wait for each other, also after one that failed; others do not', async () => {
  const { active } = setUp();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const inLine = (key: string, name: string, until?: Promise<void>) =>
    active.inLine(key, async () => {
      order.push(`${name} begins`);
      await until;
      order.push(`${name} ends`);
      if (name === 'fails') throw new Error(name);
      return name;
    });
  const all = [inLine('k', 'fails', first.promise), inLine('k', 'next'), inLine('other', 'other')];
  await all[2];
  expect(order).toEqual(['fails begins', 'other begins', 'other ends']);
  first.resolve();
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(order.slice(3)).toEqual(['fails ends', 'next begins', 'next ends']);
});

test('what is begun, what runs and what is still to be saved is our own; nobody takes it for an orphan', async () => {
  const { active, run } = setUp();
  const row = Promise.withResolvers<void>();
  const begun = active.begin('begun', () => row.promise);
  const { end, turn } = run('runs');
  expect(active.ownStreamIds().toSorted()).toEqual(['begun', 'runs']);
  expect(active.find('runs')).toBe(turn);
  expect(active.findInSession('u', 'x')).toBe(turn);
  expect(active.findInSession('someone', 'x')).toBeUndefined();
  row.resolve();
  end();
  await Promise.all([begun, turn.finished]);
  expect([active.ownStreamIds(), active.size]).toEqual([[], 0]);
});

test('drained, it refuses new turns and lets those that run finish', async () => {
  const { active, run, drain, released, drained } = setUp();
  const { end } = run('runs');
  const draining = drain();
  expect(() => active.checkOpen()).toThrow(expect.objectContaining({ code: 'overloaded' }));
  await settle();
  expect(drained()).toBe(false);
  end();
  await draining;
  expect(released).toEqual([]);
});

test('after the grace period it releases those that still run, and waits until that is written', async () => {
  const { run, drain, released, passGrace } = setUp();
  const [one, two] = [run('one'), run('two')];
  const draining = drain();
  passGrace();
  await draining;
  expect(released).toEqual(['one', 'two']);
  expect([one, two].map(({ turn }) => [turn.abort.signal.reason, turn.log.ended])).toEqual([
    ['released', true],
    ['released', true],
  ]);
});

test('a question that is being committed when the end comes is a turn like the others', async () => {
  const { active, run, drain, drained } = setUp();
  const row = Promise.withResolvers<void>();
  const begun = active.begin('late', async () => {
    await row.promise;
    return run('late');
  });
  const draining = drain();
  await settle();
  expect(drained()).toBe(false);
  row.resolve();
  const { end } = await begun;
  await settle();
  expect(drained()).toBe(false);
  end();
  await draining;
});

test('a trial is waited for like a turn, and ended where turns are released; nobody finds it', async () => {
  const { active, drain, released, drained, passGrace } = setUp();
  const trial = aTurn({ streamId: 'trial' });
  const { promise: given, resolve: giveBack } = Promise.withResolvers<void>();
  active.runTrial(trial, () => given);
  expect([active.size, active.find('trial'), active.ownStreamIds(), active.running.of('u')]).toEqual([
    ...[0, undefined, [], 1],
  ]);
  const draining = drain();
  passGrace();
  await settle();
  expect([drained(), trial.abort.signal.reason]).toEqual([false, 'stopped']);
  giveBack();
  await draining;
  expect([released, active.trials.size, active.running.of('u')]).toEqual([[], 0, 0]);
});

test('one that is committed after the grace period is released at once', async () => {
  const { active, run, drain, released, passGrace } = setUp();
  const row = Promise.withResolvers<void>();
  const begun = active.begin('later', async () => {
    await row.promise;
    return run('later');
  });
  const draining = drain();
  passGrace();
  await settle();
  row.resolve();
  await begun;
  await draining;
  await settle();
  expect(released).toEqual(['later']);
});
