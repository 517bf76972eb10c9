/** The line itself, through the real proxies of `deploy/` in front of two instances: words leave as they come, however they are carried. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect, createClient } from '@tradistry/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInstances, type Instances } from '../../packages/server/src/testing/start-instances.ts';
import { answer, type Upstream } from '../../packages/server/src/testing/upstream.ts';
import { findBrokenPromises, view } from '../../packages/server/src/testing/viewer.ts';
import { type Line, startLine } from '../../torture/line.ts';
import { createRandom } from '../../torture/random.ts';
import { createHttp2Fetch } from './fetch-http2.ts';
import { describeProxies } from './start-proxy.ts';

const WORDS = Array.from({ length: 20 }, (_, n) => `word${n} \u{1F4C8} é "q" \\\n\n`);

/** The model says a word, and the next one only when `next` is called. */
function gated(upstream: Upstream): { next(): void } {
  const gates = WORDS.map(() => Promise.withResolvers<void>());
  upstream.script(answer(...WORDS.flatMap((word, n) => [word, { until: gates[n]?.promise ?? Promise.resolve() }])));
  return { next: () => gates.shift()?.resolve() };
}

const suite = (instances: () => Instances) =>
  describeProxies('through', (start) => {
    const folder = mkdtempSync(join(tmpdir(), 'tradistry-proxy-'));
    let proxy: Awaited<ReturnType<typeof start>>;
    beforeAll(async () => {
      const { a, b } = instances();
      proxy = await start(
        folder,
        [a, b].map(({ url }) => ({ port: Number(new URL(url).port) })),
      );
    });
    afterAll(async () => {
      await proxy.victim[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    });

    describe.each(['http1', 'http2'] as const)('%s', (protocol) => {
      const over2 = createHttp2Fetch();
      const fetchIt = protocol === 'http2' ? over2.fetch : fetch;
      afterAll(() => over2[Symbol.dispose]());

      const headers = async () => ({
        authorization: `Bearer ${await instances().a.token()}`,
        'content-type': 'application/json',
      });
      const ask = async (url: string, session: string) =>
        fetchIt(`${url}/api/ai/chat/stream`, {
          method: 'POST',
          headers: await headers(),
          body: JSON.stringify({ message: 'q', session_id: session }),
        });
      const resume = async (url: string, streamId: string, after: number) =>
        fetchIt(`${url}/api/ai/chat/streams/${streamId}`, {
          headers: { ...(await headers()), 'last-event-id': String(after) },
        });
      const clientAt = (baseUrl: string) =>
        createClient({ baseUrl, token: () => instances().a.token(), fetch: fetchIt, retry: { firstDelayMs: 1 } });

      test('each word arrives as it is made: the next one is not made before', async () => {
        const { upstream, a } = instances();
        const model = gated(upstream);
        const session = randomUUID();
        const viewer = await view(ask(proxy[protocol], session));
        for (const word of WORDS) {
          await viewer.until(word);
          model.next();
        }
        await viewer.done;
        expect([viewer.shown(), viewer.ended]).toEqual([WORDS.join(''), true]);
        expect((await a.stored(session))[1]).toMatchObject({ content: WORDS.join(''), status: 'complete' });
      });

      test('a viewer that left at any word comes back, to whichever instance, and goes on live', async () => {
        const { upstream } = instances();
        const model = gated(upstream);
        const viewer = await view(ask(proxy[protocol], randomUUID()));
        const back = [];
        for (const [n, word] of WORDS.entries()) {
          await viewer.until(word);
          if (n % 5 === 1) {
            const again = await view(resume(proxy[protocol], viewer.streamId, viewer.lastId));
            back.push({ ...again, before: viewer.shown() });
          }
          model.next();
        }
        await Promise.all([viewer, ...back].map(({ done }) => done));
        for (const { shown, before } of back) expect(shown(before)).toBe(WORDS.join(''));
        expect(findBrokenPromises([viewer, ...back])).toEqual([]);
      });

      test('sliced to single bytes on its way, the answer is whole', async () => {
        const { upstream } = instances();
        upstream.script(answer(...WORDS));
        await using line = await startSlicedLine(proxy[protocol]);
        const session = randomUUID();
        const viewer = await view(ask(line.url, session));
        await viewer.done;
        expect([viewer.shown(), viewer.ended]).toEqual([WORDS.join(''), true]);
        const again = await collect(clientAt(line.url).chat.resume(viewer.streamId));
        expect(again).toMatchObject({ response: WORDS.join(''), ended: true });
      });
    });
  });

function startSlicedLine(url: string): Promise<Line> {
  const manner = { cutWithin: 0, delayMs: 0, sliced: true };
  return startLine({ random: createRandom(1), manner, target: () => Number(new URL(url).port) });
}

describeInstances('an answer', suite, ['with']);

test('HAProxy is told not to have words wait for more, which would be for 200 ms: the tests above would only be slow', () => {
  expect(readFileSync('deploy/haproxy.cfg', 'utf8')).toMatch(/^ *option http-no-delay$/m);
});
