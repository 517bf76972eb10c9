/** Calls that were cut are billed all the same: their bills are asked for until they are known, and no longer. */
import pino from 'pino';
import { expect, test } from 'vitest';
import { aTurn } from '../testing/a-turn.ts';
import { createLateBills } from './late-bills.ts';
import type { AttemptRecord } from './model-ports.ts';

const USAGE = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, cost_usd: 0.5 };
const ATTEMPT: AttemptRecord = {
  ...{ n: 1, layer: 'streaming', model: 'a/one', outcome: 'network', startedMs: 0, firstTokenMs: 1, durationMs: 2 },
  ...{ usage: null, characters: 3, provider: null, generation: 'gen-1', skippedEvents: 0 },
};

/** What is asked and added for a turn with these attempts, the bill being there from the `from`-th time on. */
async function bill(attempts: readonly AttemptRecord[], from = 1, added = [true]) {
  const seen = { asked: [] as string[], waits: [] as number[], added: [] as unknown[] };
  const bills = createLateBills({
    logger: pino({ level: 'silent' }),
    wait: async (ms) => void seen.waits.push(ms),
    model: { billOf: async (id) => (seen.asked.push(id) >= from ? USAGE : null) },
  });
  const turn = aTurn();
  turn.progress.attempts.push(...attempts);
  bills.add(turn, async ({ attempt, usage }) => {
    seen.added.push([attempt.n, usage]);
    return added.shift() ?? true;
  });
  for (let n = 0; n < 30; n += 1) await Promise.resolve();
  return seen;
}

test('a bill is added as soon as it is there', async () => {
  const { asked, waits, added } = await bill([ATTEMPT], 2);
  expect([asked, waits, added]).toEqual([['gen-1', 'gen-1'], [1_000, 4_000], [[1, USAGE]]]);
});

test('one that never comes is given up', async () => {
  const { asked, added } = await bill([ATTEMPT], 9);
  expect([asked.length, added]).toEqual([3, []]);
});

test('one whose attempt is not stored yet is added later', async () => {
  expect((await bill([ATTEMPT], 1, [false, true])).added).toHaveLength(2);
});

test('nobody is asked for what was told, or has no name', async () => {
  const { asked } = await bill([
    { ...ATTEMPT, usage: USAGE },
    { ...ATTEMPT, generation: null },
  ]);
  expect(asked).toEqual([]);
});

test('with the process goes what was not known', async () => {
  const waits: (() => void)[] = [];
  const asked: string[] = [];
  const bills = createLateBills({
    logger: pino({ level: 'silent' }),
    wait: () => new Promise((resolve) => waits.push(resolve)),
    model: {
      billOf: async (id) => {
        asked.push(id);
        return null;
      },
    },
  });
  const turn = aTurn();
  turn.progress.attempts.push(ATTEMPT);
  bills.add(turn, async () => true);
  bills.close();
  waits[0]?.();
  for (let n = 0; n < 5; n += 1) await Promise.resolve();
  expect(asked).toEqual([]);
});
