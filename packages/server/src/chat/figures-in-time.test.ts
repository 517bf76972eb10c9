/** A prompt waits for the figures of a small journal, and for those of a large one only a moment, or as long as for all else. */
import type { TradeResult } from '@tradistry/protocol';
import { expect, test } from 'vitest';
import { promptParts } from '../testing/prompt-parts.ts';
import type { ChatDeps } from './deps.ts';
import { inTime } from './figures-in-time.ts';
import type { Turn } from './turn.ts';

const { allTime } = promptParts().prompt;
const turn = { userId: 'a', abort: new AbortController() } as unknown as Turn;

/** The figures of all time, which come when the test says so, beside others that are there. */
function ask(hasManyTrades: boolean) {
  const rest = Promise.withResolvers<void>();
  const slow = Promise.withResolvers<TradeResult>();
  const moment = Promise.withResolvers<void>();
  const deps = {
    names: { readNames: async () => ({ hasManyTrades }) },
    wait: () => moment.promise,
  } as unknown as ChatDeps;
  const figures = { allTime: slow.promise, recent: Promise.resolve(result()), figures: Promise.resolve([]) };
  return { rest, slow, moment, came: inTime(deps, turn, { rest: rest.promise, figures }) };
}

function result(): TradeResult {
  if (!allTime) throw new Error('these parts have figures');
  return allTime;
}

test('of many trades, what is not there in time is left out, and only that', async () => {
  const { rest, moment, came } = ask(true);
  rest.resolve();
  moment.resolve();
  expect(await came).toEqual({ allTime: null, recent: result(), figures: [] });
});

test('of few trades they are waited for, however long it takes', async () => {
  const { rest, slow, moment, came } = ask(false);
  rest.resolve();
  moment.resolve();
  setImmediate(() => slow.resolve(result()));
  expect(await came).toMatchObject({ allTime: result() });
});

test('nothing is late while all else is not there either', async () => {
  const { rest, slow, moment, came } = ask(true);
  moment.resolve();
  setImmediate(() => slow.resolve(result()));
  setImmediate(() => setImmediate(() => rest.resolve()));
  expect(await came).toMatchObject({ allTime: result() });
});

test('a figure that cannot be computed fails the context, also after it was given up', async () => {
  const early = ask(true);
  early.slow.reject(new Error('no'));
  await expect(early.came).rejects.toThrow('no');
  const late = ask(true);
  late.rest.resolve();
  late.moment.resolve();
  await late.came;
  late.slow.reject(new Error('nobody waits for it'));
});
