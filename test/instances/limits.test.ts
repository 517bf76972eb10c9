/** Limits of a user whose questions reach two instances: one count, whatever is there to keep it. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { spawnInstance } from '../../packages/server/src/testing/spawn-instance.ts';
import { describeInstances, type Instances } from '../../packages/server/src/testing/start-instances.ts';
import type { TestServer } from '../../packages/server/src/testing/start-server.ts';
import { answer } from '../../packages/server/src/testing/upstream.ts';
import { view } from '../../packages/server/src/testing/viewer.ts';

interface Who {
  readonly userId: string;
  readonly plan: string;
}

const someone = (plan: string): Who => ({ userId: `of-${plan}-${randomUUID()}`, plan });

/** So many questions in the same moment, every other one to the other instance. */
async function askAtOnce({ a, b }: Instances, who: Who, { count, path }: { count: number; path: string }) {
  const asked = Array.from({ length: count }, (_, index) =>
    [a, b][index % 2]?.call(path, { ...who, json: { message: 'q' } }),
  );
  const responses = (await Promise.all(asked)).flatMap((response) => response ?? []);
  const [ok, refused] = [200, 429].map((status) => responses.filter((response) => response.status === status));
  const problems = await Promise.all((refused ?? []).map((response) => response.json() as Promise<{ limit?: string }>));
  return { ok: ok ?? [], problems };
}

async function endAll({ a }: Instances, { userId }: Who, responses: readonly Response[]): Promise<void> {
  const viewers = await Promise.all(responses.map((response) => view(Promise.resolve(response))));
  for (const { streamId } of viewers) await a.call(`/api/ai/chat/streams/${streamId}/stop`, { method: 'POST', userId });
  await Promise.all(viewers.map(({ done }) => done));
}

describeInstances('answers at once', (instances) => {
  test('are as many as a user may have over both instances, when 200 are asked for at once', async () => {
    const who = someone('three');
    instances().upstream.script(['Well, ', { hang: true }]);
    for (const _ of ['first', 'again']) {
      const { ok, problems } = await askAtOnce(instances(), who, { count: 200, path: '/api/ai/chat/stream' });
      expect(ok).toHaveLength(3);
      expect(problems).toHaveLength(197);
      expect(new Set(problems.map(({ limit }) => limit))).toEqual(new Set(['streams_per_user']));
      await endAll(instances(), who, ok);
    }
  });

  test('include what they try of prompts, on either instance', async () => {
    const { a, b, upstream } = instances();
    const who = someone('three');
    const headers = {
      authorization: `Bearer ${await a.token(who.userId, { plan: who.plan, scope: 'chat prompts:read' })}`,
    };
    const leaving = new AbortController();
    const attempt = (at: TestServer, signal = leaving.signal) =>
      at.call('/api/prompts/try', { json: { question: 'q', version: 1 }, headers, signal });
    upstream.script(['Well, ', { hang: true }]);
    const ok = await b.call('/api/ai/chat/stream', { json: { message: 'q' }, headers });
    expect([(await attempt(a)).status, (await attempt(b)).status]).toEqual([200, 200]);
    const refused = [await attempt(a), await b.call('/api/ai/chat/stream', { json: { message: 'q' }, headers })];
    expect(refused.map(({ status }) => status)).toEqual([429, 429]);
    leaving.abort();
    upstream.script(answer('Fine.'));
    await expect.poll(async () => (await attempt(a, AbortSignal.timeout(60_000))).status).toBe(200);
    await endAll(instances(), who, [ok]);
  });

  test('hold a fifth of a day’s budget each over both instances, until they end', async () => {
    const who = someone('thrifty');
    instances().upstream.script(['Well, ', { hang: true }]);
    const { ok, problems } = await askAtOnce(instances(), who, { count: 200, path: '/api/ai/chat/stream' });
    expect(ok).toHaveLength(5);
    expect(new Set(problems.map(({ limit }) => limit))).toEqual(new Set(['usd_per_day']));
    await endAll(instances(), who, ok);
    instances().upstream.script(answer('Fine.'));
    expect((await instances().b.call('/api/ai/chat', { ...who, json: { message: 'q' } })).status).toBe(200);
  });

  test('of an instance that was killed count until they are taken up, and are free when they end', async () => {
    const { b, upstream, letLeaseRunOut, readTurn } = instances();
    const who = someone('three');
    const token = await b.token(who.userId, { plan: who.plan });
    upstream.script(['Well, ', { hang: true }]);
    await using doomed = await spawnInstance(instances(), {});
    const viewers = [];
    for (const _ of [1, 2, 3])
      viewers.push(await view(doomed.ask({ message: 'q' }, { authorization: `Bearer ${token}` })));
    await Promise.all(viewers.map((viewer) => viewer.until('Well, ')));
    await doomed.end('SIGKILL');
    const ask = () => b.call('/api/ai/chat', { ...who, json: { message: 'q' } });
    expect((await ask()).status).toBe(429);
    upstream.script(answer('and on.'));
    for (const { streamId } of viewers) await letLeaseRunOut(streamId);
    for (const { streamId } of viewers)
      await expect.poll(async () => (await readTurn(streamId))?.status, { timeout: 20_000 }).toBe('ended');
    expect((await ask()).status).toBe(200);
  });
});

describe('questions a minute', () => {
  describeInstances(
    'asked at two instances',
    (instances) => {
      test('are as many as a user may ask in all, when 200 are asked at once', async () => {
        const who = someone('sixty');
        const { ok, problems } = await askAtOnce(instances(), who, { count: 200, path: '/api/ai/chat' });
        expect([ok.length, problems.length]).toEqual([60, 140]);
      });

      test('are counted by each instance for itself while Valkey is away, and nobody is refused for that', async () => {
        const { a } = instances();
        const who = someone('sixty');
        a.valkey?.cut();
        const ask = () => a.call('/api/ai/chat', { ...who, json: { message: 'q' } });
        for (const _ of Array(60)) expect((await ask()).status).toBe(200);
        expect((await ask()).status).toBe(429);
        a.valkey?.mend();
      });
    },
    ['with'],
  );
});
