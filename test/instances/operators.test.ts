/** Operators at one instance see and stop what another runs, and both add up to the same figures. */
import { randomUUID } from 'node:crypto';
import type { StreamRecord, Summary } from '@tradistry/protocol';
import { expect, test } from 'vitest';
import { describeInstances, type Instance } from '../../packages/server/src/testing/start-instances.ts';
import { view } from '../../packages/server/src/testing/viewer.ts';

async function get<T>(at: Instance, path: string, init: RequestInit = {}): Promise<T> {
  const authorization = `Bearer ${await at.token('operator', { scope: 'ops:read ops:write' })}`;
  const response = await at.call(path, { headers: { authorization }, ...init });
  // The protocol's schema of that path.
  return (await response.json()) as T;
}

describeInstances('an operator at another instance', (instances) => {
  test('sees an answer that is being written, stops it, and finds its record', async () => {
    const { a, b, upstream } = instances();
    upstream.script(['so far', { hang: true }]);
    const viewer = await view(a.ask({ message: 'q', session_id: randomUUID() }));
    await viewer.until('so far');
    const { streamId } = viewer;
    const running = await get<{ items: StreamRecord[] }>(b, '/api/ops/streams?state=running&user_id=alice');
    expect(running.items.map(({ stream_id, state }) => [stream_id, state])).toContainEqual([streamId, 'running']);
    const stopped = await get<{ status: string }>(b, `/api/ops/streams/${streamId}/stop`, { method: 'POST' });
    expect(stopped.status).toBe('stopped');
    await viewer.done;
    const records = await Promise.all([a, b].map((at) => get<StreamRecord>(at, `/api/ops/streams/${streamId}`)));
    expect(records[0]).toEqual(records[1]);
    expect(records[0]).toMatchObject({ state: 'ended', outcome: 'stopped', success: false, chunk_count: 1 });
  });

  test('has the same figures as at the one that runs the answers', async () => {
    const { a, b } = instances();
    for (const at of [a, b]) await (await view(at.ask({ message: 'q', session_id: randomUUID() }))).done;
    const path = '/api/ai/metrics/summary?by=instance';
    const [fromA, fromB] = await Promise.all([a, b].map((at) => get<Summary>(at, path)));
    expect(fromA?.rows).toEqual(fromB?.rows);
    expect(fromA?.rows.length).toBe(2);
    expect(fromA?.total.completed).toBe(2);
  });
});
