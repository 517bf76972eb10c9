/** Where nobody records a turn, watching over it makes nothing that outlives it. */
import { expect, test } from 'vitest';
import { leftByEach } from '../testing/left-by-each.ts';
import { openWatch } from './open-watch.ts';

test('a turn that no collector asks for leaves nothing in the heap', async () => {
  const watch = await openWatch({
    ...{ models: [], instance: 'test', traceEndpoint: undefined, traceContent: false, providerUrl: 'http://127.0.0.1' },
    userKey: (userId) => userId,
    now: () => performance.now(),
  });
  const { heapBytes } = await leftByEach(async () => {
    const turn = watch.telemetry.turnBegan({
      ...{ streamId: 's', sessionId: 'c', userId: 'u', epoch: 0, streaming: true, startedAt: 0, traceHeaders: null },
    });
    for (const step of ['context', 'retrieval', 'tools'] as const) await turn.step(step, () => Promise.resolve());
    turn.close(null);
  });
  expect(heapBytes).toBeLessThan(500);
  await watch.close();
});
