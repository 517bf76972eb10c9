/** An instance dies, is frozen or is told to end in mid-answer: another goes on with it, and nobody sees it twice or not at all. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type SpawnedInstance, spawnInstance } from '../../packages/server/src/testing/spawn-instance.ts';
import { describeInstances, type Instances } from '../../packages/server/src/testing/start-instances.ts';
import { answer } from '../../packages/server/src/testing/upstream.ts';
import { findBrokenPromises, type Viewer, view } from '../../packages/server/src/testing/viewer.ts';

const EPOCH = 2 ** 32;

/** Asks the instance that will go down, and waits until the first words are shown at both and saved. */
async function begin({ b, upstream, readTurn }: Instances, a: SpawnedInstance) {
  const session = randomUUID();
  upstream.script(['The words before ', { hang: true }]);
  const onA = await view(a.ask({ message: 'q', session_id: session }, { 'Idempotency-Key': session }));
  await onA.until('The words before ');
  await expect.poll(async () => (await readTurn(onA.streamId))?.answer).toBe('The words before ');
  const onB = await view(b.resume(onA.streamId));
  await onB.until('The words before ');
  upstream.script(answer('and ', 'after.'));
  return { session, onA, onB };
}

/** The one who watched there comes back here; both have seen the same, once, and it is what is stored. */
async function expectWhole({ b, readTurn, upstream }: Instances, of: { session: string; onA: Viewer; onB: Viewer }) {
  const { session, onA, onB } = of;
  await Promise.all([onA.done, onB.done]);
  expect(onA.ended).toBe(false);
  const back = await view(b.resume(onA.streamId, onA.lastId));
  // Who got no answer to the question at all asks again.
  const again = await view(b.ask({ message: 'q', session_id: session }, { 'Idempotency-Key': session }));
  await Promise.all([back.done, again.done]);
  const shown = 'The words before and after.';
  expect([onB.shown(), onB.ended, back.shown(onA.shown()), back.ended]).toEqual([shown, true, shown, true]);
  expect([again.streamId, again.shown(), again.ended]).toEqual([onA.streamId, shown, true]);
  expect(findBrokenPromises([onA, onB, again, { ...back, before: onA.shown() }])).toEqual([]);
  expect(back.chunks[0]?.id).toBeGreaterThanOrEqual(EPOCH);
  expect(await readTurn(onA.streamId)).toMatchObject({ status: 'ended', outcome: 'completed', answer: shown });
  expect(await b.stored(session)).toMatchObject([{ content: 'q' }, { content: shown, status: 'complete' }]);
  const asked = upstream.calls.map(({ body }) => body.messages.at(-1));
  expect(asked).toEqual([
    { role: 'user', content: 'q' },
    { role: 'assistant', content: 'The words before ' },
  ]);
}

describeInstances('an answer whose instance', (instances) => {
  test('is killed with -9 goes on at another, from what was saved', async () => {
    await using a = await spawnInstance(instances(), {});
    const turn = await begin(instances(), a);
    await a.end('SIGKILL');
    await instances().letLeaseRunOut(turn.onA.streamId);
    await expectWhole(instances(), turn);
  });

  test('was frozen goes on at another; thawed, the old one finds out, writes nothing more and lets its viewers go', async () => {
    await using a = await spawnInstance(instances(), {});
    const turn = await begin(instances(), a);
    a.process.kill('SIGSTOP');
    await instances().letLeaseRunOut(turn.onA.streamId);
    await turn.onB.done;
    a.process.kill('SIGCONT');
    await expectWhole(instances(), turn);
    await expect.poll(() => instances().upstream.calls[0]?.cancelled).toBe(true);
    // What it has to tell of the turn now is what the other one wrote.
    const there = await view(a.resume(turn.onA.streamId, 0));
    await there.done;
    expect([there.shown(), there.lastId]).toEqual([turn.onB.shown(), turn.onB.lastId]);
  });

  test('is told to end, and outlasts the grace period, is released and goes on at another at once', async () => {
    await using a = await spawnInstance(instances(), { SHUTDOWN_GRACE_MS: '100' });
    const turn = await begin(instances(), a);
    const ended = a.end('SIGTERM');
    await expectWhole(instances(), turn);
    expect(await ended).toBe(0);
  });
});

describeInstances(
  'an answer whose instance died and that is stopped',
  (instances) => {
    test('is ended by the next one, which asks no model again', async () => {
      await using a = await spawnInstance(instances(), {});
      const { session, onA, onB } = await begin(instances(), a);
      const { b, upstream, letLeaseRunOut, readTurn } = instances();
      await a.end('SIGKILL');
      const stopping = b.call(`/api/ai/chat/streams/${onA.streamId}/stop`, { method: 'POST' });
      await expect.poll(async () => (await readTurn(onA.streamId))?.stop_requested).toBe(true);
      await letLeaseRunOut(onA.streamId);
      await onB.done;
      expect(onB.chunks.slice(-3).map(({ chunk }) => chunk)).toMatchObject([
        { type: 'done', finish_reason: 'stopped' },
        { type: 'response_saved' },
        { type: 'stream_end' },
      ]);
      // Where the machine is slow its caller was told to come again; the wish was kept all the same.
      expect([200, 503]).toContain((await stopping).status);
      expect(await b.stored(session)).toMatchObject([{}, { content: 'The words before ', status: 'stopped' }]);
      expect(upstream.calls).toHaveLength(1);
    });
  },
  ['with'],
);

describeInstances(
  'an instance that is told to end',
  (instances) => {
    test('says so first, takes no new questions, and lets its answers be finished', async () => {
      const { b, upstream } = instances();
      await using a = await spawnInstance(instances(), { SHUTDOWN_GRACE_MS: '60000' });
      const rest = Promise.withResolvers<void>();
      upstream.script(answer('one ', { until: rest.promise }, 'two'));
      const session = randomUUID();
      const onA = await view(a.ask({ message: 'q', session_id: session }));
      await onA.until('one ');
      const onB = await view(b.resume(onA.streamId));
      const ended = a.end('SIGTERM');
      await expect.poll(async () => (await fetch(`${a.url}/readyz`)).status).toBe(503);
      expect((await fetch(`${a.url}/healthz`)).status).toBe(200);
      const refused = await a.ask({ message: 'new', session_id: randomUUID() });
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
      rest.resolve();
      await Promise.all([onA.done, onB.done]);
      expect([onA, onB].map((viewer) => [viewer.shown(), viewer.ended])).toEqual(Array(2).fill(['one two', true]));
      expect(findBrokenPromises([onA, onB])).toEqual([]);
      expect(await ended).toBe(0);
      expect(await b.stored(session)).toMatchObject([{}, { content: 'one two', status: 'complete' }]);
      expect(upstream.calls).toHaveLength(1);
    });
  },
  ['with'],
);

describeInstances(
  'a turn that brought down its owner again and again',
  (instances) => {
    test('is given up with what there is of it, and its user has it continued by one click', async () => {
      await using a = await spawnInstance(instances(), {});
      const { session, onA, onB } = await begin(instances(), a);
      const { b, upstream, letLeaseRunOut, readTurn } = instances();
      await a.end('SIGKILL');
      await letLeaseRunOut(onA.streamId, { epoch: 20 });
      await onB.done;
      expect(onB.chunks.slice(-3).map(({ chunk }) => chunk)).toMatchObject([
        { type: 'error', code: 'interrupted', retryable: true },
        { type: 'response_saved', partial: true },
        { type: 'stream_end' },
      ]);
      expect(await readTurn(onA.streamId)).toMatchObject({ status: 'ended', outcome: 'partial' });
      const [, partial] = await b.stored(session);
      expect(partial).toMatchObject({ content: 'The words before ', status: 'partial' });
      expect(upstream.calls).toHaveLength(1);
      const onward = await view(b.call(`/api/ai/chat/messages/${partial?.id}/continue`, { method: 'POST', json: {} }));
      await onward.done;
      expect([onward.shown(), onward.ended]).toEqual(['The words before and after.', true]);
      expect(await b.stored(session)).toMatchObject([
        {},
        { content: 'The words before and after.', status: 'complete' },
      ]);
    });
  },
  ['without'],
);
