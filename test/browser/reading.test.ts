/** How long an answer was in view is told when its reader turns away, also by leaving the page. */
import type { StreamRecord } from '@tradistry/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer } from '../../packages/server/src/testing/upstream.ts';
import { answered, ask, type PageWorld, startPageWorld } from './page-world.ts';

let world: PageWorld;
beforeAll(async () => {
  world = await startPageWorld({ LLM_MODELS: 'a/one' });
  world.upstream.script(answer('A few', ' words to read.'));
});
afterAll(() => world.close());

/** The reading time of the user's last stream. */
async function reading(userId: string): Promise<number | null> {
  const authorization = `Bearer ${await world.server.token('op', { scope: 'ops:read' })}`;
  const response = await world.server.call(`/api/ops/streams?user_id=${userId}`, { headers: { authorization } });
  return ((await response.json()) as { items: StreamRecord[] }).items[0]?.reading_ms ?? null;
}

test.each([
  ['goes to another page', 'wanderer', (page: Awaited<ReturnType<PageWorld['open']>>) => page.goto('about:blank')],
  ['hides the tab', 'switcher', hide],
])('a reader who %s has read for as long as the answer was in view', async (_what, user, leave) => {
  const page = await world.open({ user });
  await ask(page, 'What is my win rate?');
  await answered(page);
  const from = await page.evaluate(() => performance.now());
  // Less than a second is a glance, and is not told.
  await page.waitForFunction((since) => performance.now() - since > 1100, from);
  await leave(page);
  await expect.poll(() => reading(user), { timeout: 30_000 }).toBeGreaterThan(1000);
  expect(world.faults).toEqual([]);
  await page.close();
});

/** What a browser does when another tab is chosen. */
async function hide(page: Awaited<ReturnType<PageWorld['open']>>): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}
