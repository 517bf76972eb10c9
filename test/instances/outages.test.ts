/** The database or Valkey goes away under two instances, and comes back: nothing lost, nothing half-written, no restart. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { describeInstances, type Instance, type Instances } from '../../packages/server/src/testing/start-instances.ts';
import { answer } from '../../packages/server/src/testing/upstream.ts';
import { findBrokenPromises, view } from '../../packages/server/src/testing/viewer.ts';

const gate = () => Promise.withResolvers<void>();
const readiness = async ({ url }: Instance) => (await fetch(`${url}/readyz`)).status;
const ready = (one: Instance) => expect.poll(() => readiness(one)).toBe(200);

describeInstances('where the database goes away', (instances) => {
  test('for a moment, answers go on and are saved as soon as it is back', async () => {
    const { a, b, upstream } = instances();
    const [more, end] = [gate(), gate()];
    upstream.script(answer('one ', { until: more.promise }, 'two ', { until: end.promise }, 'three'));
    const session = randomUUID();
    const onA = await view(a.ask({ message: 'q', session_id: session }));
    const onB = await view(b.resume(onA.streamId));
    await Promise.all([onA.until('one '), onB.until('one ')]);
    for (const { database } of [a, b]) database.cut();
    more.resolve();
    await onA.until('two ');
    end.resolve();
    await onA.until('three');
    expect(onA.ended).toBe(false);
    for (const { database } of [a, b]) database.mend();
    await Promise.all([onA.done, onB.done]);
    expect([onA, onB].map((viewer) => [viewer.shown(), viewer.ended])).toEqual(Array(2).fill(['one two three', true]));
    expect(findBrokenPromises([onA, onB])).toEqual([]);
    await Promise.all([ready(a), ready(b)]);
    expect(await b.stored(session)).toMatchObject([{}, { content: 'one two three', status: 'complete' }]);
  });

  test('right after a question was committed, it is answered once, as soon as what it needs can be read', async () => {
    const { a, b, upstream } = instances();
    // The chat so far is read for each answer, and by nothing else.
    const cut = a.database.cutBefore('WITH RECURSIVE path');
    const session = randomUUID();
    const onA = await view(a.ask({ message: 'q', session_id: session }));
    await cut;
    a.database.mend();
    await onA.done;
    expect([onA.shown(), onA.ended]).toEqual(['Hello there.', true]);
    expect(await b.stored(session)).toMatchObject([{ content: 'q' }, { content: 'Hello there.', status: 'complete' }]);
    expect(upstream.calls).toHaveLength(1);
  });

  test('new questions are refused with a time to come back, nothing of them is written, and it heals', async () => {
    const { a, b, upstream } = instances();
    for (const { database } of [a, b]) database.cut();
    const session = randomUUID();
    const ask = (one: Instance) => one.ask({ message: 'q', session_id: session }, { 'Idempotency-Key': session });
    for (const one of [a, b]) {
      const refused = await ask(one);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
      expect(await refused.json()).toMatchObject({ code: 'overloaded' });
      expect(await readiness(one)).toBe(503);
    }
    expect(upstream.calls).toHaveLength(0);
    for (const { database } of [a, b]) database.mend();
    await Promise.all([ready(a), ready(b)]);
    expect((await a.call(`/api/ai/chat/sessions/${session}`)).status).toBe(404);
    const viewer = await view(ask(a));
    await viewer.done;
    expect(viewer.shown()).toBe('Hello there.');
    expect((await b.stored(session)).map(({ content }) => content)).toEqual(['q', 'Hello there.']);
    expect(upstream.calls).toHaveLength(1);
  });
});

const valkeyGoesAway = (instances: () => Instances) => {
  test('in mid-answer, viewers elsewhere go on by checkpoints, and by Valkey again when it is back, though it is empty', async () => {
    const { a, b, upstream, emptyValkey } = instances();
    const gates = ['one ', 'two ', 'three ', 'four '].map((word) => ({ word, ...gate() }));
    upstream.script(answer(...gates.flatMap(({ word, promise }) => [word, { until: promise }]), 'five'));
    const session = randomUUID();
    const onA = await view(a.ask({ message: 'q', session_id: session }));
    const onB = await view(b.resume(onA.streamId));
    const next = async (n: number) => {
      gates[n]?.resolve();
      await onB.until(gates[n + 1]?.word ?? 'five');
    };
    await onB.until('one ');
    for (const one of [a, b]) one.valkey?.cut();
    await next(0);
    await next(1);
    await emptyValkey();
    for (const one of [a, b]) one.valkey?.mend();
    await next(2);
    await Promise.all([a, b].map((one) => expect.poll(() => partsOf(one)).toMatchObject({ valkey: 'ok' })));
    // Without the database of its own, B has it from Valkey alone.
    b.database.cut();
    await next(3);
    b.database.mend();
    await Promise.all([onA.done, onB.done]);
    expect([onA, onB].map((viewer) => viewer.shown())).toEqual(Array(2).fill('one two three four five'));
    expect([onA, onB].map(({ ended }) => ended)).toEqual([true, true]);
    expect(findBrokenPromises([onA, onB])).toEqual([]);
    await ready(b);
    expect(await b.stored(session)).toMatchObject([{}, { content: 'one two three four five' }]);
  });
};
describeInstances('where Valkey goes away', valkeyGoesAway, ['with']);

async function partsOf(one: Instance): Promise<unknown> {
  const token = await one.token('operator', { scope: 'ops:read' });
  const response = await fetch(`${one.url}/readyz`, { headers: { authorization: `Bearer ${token}` } });
  return ((await response.json()) as { parts: unknown }).parts;
}
