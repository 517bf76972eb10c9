/** One turn, two instances: it is watched, resumed, stopped and found on the one that does not run it. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { describeInstances, type Instance } from '../../packages/server/src/testing/start-instances.ts';
import { answer } from '../../packages/server/src/testing/upstream.ts';
import { findBrokenPromises, type Viewer, view } from '../../packages/server/src/testing/viewer.ts';

const gate = () => Promise.withResolvers<void>();

describeInstances('an answer that is written at another instance', (instances) => {
  test('is watched live under the same ids; what is shown is what is stored', async () => {
    const { a, b, upstream } = instances();
    const [first, second] = [gate(), gate()];
    upstream.script(answer('one \u{1F4C8} ', { until: first.promise }, 'two ', { until: second.promise }, 'three'));
    const session = randomUUID();
    const onA = await view(a.ask({ message: 'q', session_id: session }));
    const onB = await view(b.resume(onA.streamId));
    await expect.poll(() => activeOn(b, session)).toBe(onA.streamId);
    const bySession = await view(b.call(`/api/ai/chat/sessions/${session}/stream`));
    // What comes next is not made before what was made has arrived.
    await Promise.all([onB, bySession].map((viewer) => viewer.until('one \u{1F4C8} ')));
    first.resolve();
    await Promise.all([onB, bySession].map((viewer) => viewer.until('two ')));
    second.resolve();
    const viewers = [onA, onB, bySession];
    await Promise.all(viewers.map(({ done }) => done));
    const stored = (await b.stored(session))[1];
    expect(viewers.map((viewer) => viewer.shown())).toEqual(Array(3).fill('one \u{1F4C8} two three'));
    expect(stored).toMatchObject({ content: 'one \u{1F4C8} two three', status: 'complete' });
    expect(findBrokenPromises(viewers)).toEqual([]);
    expect(endsOf(viewers)).toEqual([[...ENDS], [...ENDS], [...ENDS]]);
    expect(new Set(viewers.map(({ lastId }) => lastId)).size).toBe(1);
    const [fromA, fromB] = await Promise.all([a, b].map(async (one) => (await one.resume(onA.streamId)).text()));
    expect(fromB).toBe(fromA);
  });

  test('is gone on with at any chunk, while it runs and after its end', async () => {
    const { a, b, upstream } = instances();
    const last = gate();
    const pieces = ['The ', 'answer \u{1F4C8} ', 'in ', 'many ', 'pieces ', 'and '];
    const pauses = pieces.map(() => gate());
    upstream.script(
      answer(
        ...pieces.flatMap((piece, n) => [piece, { until: pauses[n]?.promise ?? Promise.resolve() }]),
        { until: last.promise },
        'an end.',
      ),
    );
    const onA = await view(a.ask({ message: 'q', session_id: randomUUID() }));
    for (const [n, piece] of pieces.entries()) {
      await onA.until(piece);
      pauses[n]?.resolve();
    }
    const seen = [...onA.chunks];
    const resumed = await Promise.all(
      seen.map(async ({ id }, n) => ({
        ...(await view(b.resume(onA.streamId, id ?? 0))),
        before: textOf(onA, n + 1),
        after: id ?? 0,
      })),
    );
    last.resolve();
    await Promise.all([onA, ...resumed].map(({ done }) => done));
    for (const { shown, before } of resumed) expect(shown(before)).toBe(onA.shown());
    for (const { chunks, after } of resumed) expect(chunks[0]?.id).toBeGreaterThan(after);
    expect(findBrokenPromises([onA, ...resumed])).toEqual([]);
    for (const [n, { id }] of onA.chunks.slice(0, -1).entries()) {
      const again = await view(b.resume(onA.streamId, id ?? 0));
      await again.done;
      expect(again.shown(textOf(onA, n + 1))).toBe(onA.shown());
    }
    expect((await b.resume(onA.streamId, onA.lastId)).status).toBe(204);
  });

  test('is stopped from here: the call of the model is closed, the reply reports, and every viewer sees the end', async () => {
    const { a, b, upstream } = instances();
    upstream.script(['some ', 'words ', { hang: true }]);
    const session = randomUUID();
    const onA = await view(a.ask({ message: 'q', session_id: session }));
    const onB = await view(b.resume(onA.streamId));
    await onA.until('words ');
    const stop = () => b.call(`/api/ai/chat/streams/${onA.streamId}/stop`, { method: 'POST' });
    expect(await (await stop()).json()).toMatchObject({
      ...{ status: 'stopped', upstream_cancelled: true, billing_stopped: true },
      ...{ tokens_generated: 2, tokens_delivered: 2 },
    });
    await Promise.all([onA.done, onB.done]);
    expect(upstream.calls[0]?.cancelled).toBe(true);
    for (const viewer of [onA, onB]) {
      expect(viewer.shown()).toBe('some words ');
      expect(viewer.chunks.at(-3)?.chunk).toMatchObject({ type: 'done', finish_reason: 'stopped' });
      expect(viewer.ended).toBe(true);
    }
    expect(await a.stored(session)).toMatchObject([{}, { content: 'some words ', status: 'stopped' }]);
    expect(await (await stop()).json()).toMatchObject({ status: 'already_ended' });
  });

  test('is known here as what its session has running, and no second question is taken meanwhile', async () => {
    const { a, b, upstream } = instances();
    const end = gate();
    upstream.script(answer('one ', { until: end.promise }, 'two'));
    const session = randomUUID();
    const onA = await view(a.ask({ message: 'q', session_id: session }));
    await expect.poll(() => activeOn(b, session)).toBe(onA.streamId);
    const refused = await b.ask({ message: 'another', session_id: session });
    expect([refused.status, await refused.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'turn_in_progress', stream_id: onA.streamId }),
    ]);
    end.resolve();
    await onA.done;
    await expect.poll(() => activeOn(b, session)).toBeNull();
    expect((await b.call(`/api/ai/chat/sessions/${session}/stream`)).status).toBe(204);
  });

  test('asked for fifty times with one key across both, is one turn, one call of the model and one answer', async () => {
    const { a, b, upstream } = instances();
    const session = randomUUID();
    const ask = (_: unknown, n: number) =>
      view((n % 2 === 0 ? a : b).ask({ message: 'once', session_id: session }, { 'Idempotency-Key': session }));
    const viewers = await Promise.all(Array.from({ length: 50 }, ask));
    await Promise.all(viewers.map(({ done }) => done));
    expect(new Set(viewers.map(({ streamId }) => streamId)).size).toBe(1);
    expect(new Set(viewers.map((viewer) => viewer.shown()))).toEqual(new Set(['Hello there.']));
    expect(findBrokenPromises(viewers)).toEqual([]);
    expect(upstream.calls).toHaveLength(1);
    expect((await b.stored(session)).map(({ content }) => content)).toEqual(['once', 'Hello there.']);
  });

  test('asked for as a whole with one key at both, is one answer to both', async () => {
    const { a, b, upstream } = instances();
    const end = gate();
    upstream.script(answer('one ', { until: end.promise }, 'two'));
    const key = randomUUID();
    const ask = (one: typeof a) =>
      one.call('/api/ai/chat', { json: { message: 'q', session_id: key }, headers: { 'Idempotency-Key': key } });
    const both = Promise.all([a, b].map(ask));
    await expect.poll(() => upstream.calls.length).toBe(1);
    end.resolve();
    const [fromA, fromB] = await Promise.all((await both).map((response) => response.json()));
    expect(fromA).toMatchObject({ response: 'one two', layer: 'streaming' });
    expect(fromB).toEqual(fromA);
    expect(upstream.calls).toHaveLength(1);
  });
});

async function activeOn(instance: Instance, session: string): Promise<string | null> {
  const response = await instance.call(`/api/ai/chat/sessions/${session}`);
  return ((await response.json()) as { active_stream_id: string | null }).active_stream_id;
}

const ENDS = ['done', 'response_saved', 'stream_end'];
const endsOf = (viewers: readonly Viewer[]) =>
  viewers.map(({ chunks }) => chunks.map(({ chunk }) => chunk.type).filter((type) => ENDS.includes(type)));

/** What a viewer showed after its first `count` chunks. */
function textOf({ chunks }: Viewer, count: number): string {
  return chunks
    .slice(0, count)
    .reduce((text, { chunk }) => (chunk.type === 'token' ? text.slice(0, chunk.at) + chunk.content : text), '');
}
