/** One instance is cut off from the database by a partition: what it sends is on its way for as long as that lasts, and arrives in the end. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { describeInstances, type Instance, type Instances } from '../../packages/server/src/testing/start-instances.ts';
import { answer } from '../../packages/server/src/testing/upstream.ts';
import { findBrokenPromises, view } from '../../packages/server/src/testing/viewer.ts';

const readiness = async ({ url }: Instance) => (await fetch(`${url}/readyz`)).status;

const partition = (instances: () => Instances) => {
  test('it stops by itself, another goes on with its answers, and what it still wrote counts for nothing', async () => {
    const { a, b, upstream, letLeaseRunOut, readTurn } = instances();
    const late = Promise.withResolvers<void>();
    upstream.script(
      answer('The words before ', { until: late.promise }, 'that nobody may see'),
      answer('it was cut off.'),
    );
    const session = randomUUID();
    const onA = await view(a.ask({ message: 'q', session_id: session }));
    const { streamId } = onA;
    await onA.until('before ');
    await expect.poll(async () => (await readTurn(streamId))?.answer).toBe('The words before ');
    const onB = await view(b.resume(streamId));
    a.database.fallSilent();
    await onA.done;
    expect(onA.ended).toBe(false);
    await expect.poll(() => upstream.calls[0]?.cancelled).toBe(true);
    late.resolve();
    await letLeaseRunOut(streamId);
    await onB.done;
    a.database.mend();
    await expect.poll(() => readiness(a)).toBe(200);
    const back = await view(a.resume(streamId, onA.lastId));
    await back.done;
    const shown = 'The words before it was cut off.';
    expect([onB.shown(), onB.ended, back.shown(onA.shown()), back.ended]).toEqual([shown, true, shown, true]);
    expect(findBrokenPromises([onA, onB, { ...back, before: onA.shown() }])).toEqual([]);
    expect(await readTurn(streamId)).toMatchObject({ status: 'ended', outcome: 'completed', epoch: 1, answer: shown });
    expect(await b.stored(session)).toMatchObject([{}, { content: shown, status: 'complete' }]);
    expect(upstream.calls).toHaveLength(2);
  });

  test('it is not ready and refuses questions, and one that arrives late all the same is answered once', async () => {
    const { a, b, upstream } = instances();
    const session = randomUUID();
    const ask = (one: Instance) => one.ask({ message: 'q', session_id: session }, { 'Idempotency-Key': session });
    // Connections that are open already are the ones that hang.
    expect((await a.call('/api/ai/chat/sessions')).status).toBe(200);
    a.database.fallSilent();
    const [refused, ready] = await Promise.all([ask(a), readiness(a)]);
    expect([refused.status, refused.headers.get('retry-after'), ready]).toEqual([
      503,
      expect.stringMatching(/^\d+$/),
      503,
    ]);
    a.database.mend();
    await expect.poll(() => readiness(a)).toBe(200);
    const viewer = await view(ask(b));
    await viewer.done;
    expect([viewer.status, viewer.shown(), viewer.ended]).toEqual([200, 'Hello there.', true]);
    expect((await a.stored(session)).map(({ content }) => content)).toEqual(['q', 'Hello there.']);
    expect(upstream.calls).toHaveLength(1);
  });
};

describeInstances('an instance that a partition hides from the database', partition, ['with']);
