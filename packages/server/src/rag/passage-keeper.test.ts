import { expect, test } from 'vitest';
import { createPassageKeeper } from './passage-keeper.ts';
import type { PassageStore } from './passage-ports.ts';

const OUTBOX = ['ann', 'bob', 'cid'].map((userId) => ({ userId, kind: 'note' as const, id: userId, stamp: '1' }));

/** A keeper of what three users have changed. `written`: whose was cut, in order. */
function keeperOf(giveWay: (signal: AbortSignal) => Promise<void>) {
  const written: string[] = [];
  const store: Partial<PassageStore> = {
    noteOlderTerms: async () => undefined,
    readOutbox: async () => OUTBOX,
    loadThings: async () => [],
    writeThings: async (userId) => void written.push(userId),
  };
  // The job uses no more of it without an embedder.
  return { keeper: createPassageKeeper({ store: store as PassageStore, embedder: null, giveWay }), written };
}

test('the job gives way before what it cuts for each user', async () => {
  let asked = 0;
  const { keeper, written } = keeperOf(async () => void asked++);
  await keeper.catchUp(new AbortController().signal);
  expect([asked, written]).toEqual([3, ['ann', 'bob', 'cid']]);
});

test('what somebody waits to find gives way to nothing', async () => {
  const { keeper, written } = keeperOf(() => Promise.reject(new Error('asked')));
  await keeper.keep('ann', [{ kind: 'note', id: 'ann' }]);
  expect(written).toEqual(['ann']);
});

test('a job that is to end does not begin with the next user', async () => {
  const stop = new AbortController();
  let asked = 0;
  const { keeper, written } = keeperOf(async () => {
    asked += 1;
    if (asked === 2) stop.abort();
  });
  await keeper.catchUp(stop.signal);
  expect(written).toEqual(['ann']);
});
