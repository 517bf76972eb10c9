/** Every page, light and dark, wide and narrow, has no fault that axe can find. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer } from '../../packages/server/src/testing/upstream.ts';
import { findFaults } from './find-faults.ts';
import { answered, ask, type PageWorld, startPageWorld } from './page-world.ts';

const TEXT = [
  '## Good\n\nYou made **$1** with [this](https://example.com) and `that`.\n\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n\n> said\n\n- one\n\n```\ncode\n```\n',
];

/** What a page shows in the end. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 60_000 });

/** With every page there is. */
const OPERATOR = { user: 'full', scope: 'chat ops:read ops:write prompts:read prompts:write' };

let world: PageWorld;
let chat: string;
/** Of two versions. */
let experiment: string;
beforeAll(async () => {
  world = await startPageWorld();
  await world.server.call('/api/demo', { userId: 'full', method: 'POST' });
  world.upstream.script(answer(...TEXT));
  const page = await world.open({ user: 'full' });
  await ask(page, 'How am I doing?');
  await answered(page);
  chat = new URL(page.url()).pathname;
  await page.context().close();
  experiment = await startExperiment();
});
afterAll(async () => {
  await world.close();
});

async function startExperiment(): Promise<string> {
  const authorization = `Bearer ${await world.server.token(OPERATOR.user, OPERATOR)}`;
  const send = (path: string, json: unknown) => world.server.call(path, { json, headers: { authorization } });
  const shown = await world.server.call('/api/prompts/chat/versions/1', { headers: { authorization } });
  const { template } = (await shown.json()) as { template: string };
  await send('/api/prompts/chat/versions', { template: `Briefly. ${template}`, settings: { temperature: 0.2 } });
  const made = await send('/api/experiments', {
    ...{ name: 'Brief', hypothesis: 'Brief is better.', primary_metric: 'helpful' },
    guardrails: [{ metric: 'error', tolerance: 0.02 }],
    variants: ['control', 'brief'].map((name, n) => ({ name, version: n + 1, weight: 1 })),
  });
  const { id } = (await made.json()) as { id: string };
  await send(`/api/experiments/${id}/start`, {});
  return id;
}

/** Nothing is loading any more. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await soon(() => page.locator('.skeleton').count()).toBe(0);
}

const LOOKS = [
  ['light, wide', { dark: false, phone: false }],
  ['dark, wide', { dark: true, phone: false }],
  ['dark, on a phone', { dark: true, phone: true }],
] as const;

describe.each(LOOKS)('%s', (_name, look) => {
  test.each(['/', 'chat', '/journal', '/notes', '/import', '/prompts', '/operations', '/settings', '/nowhere'])(
    '%s',
    async (path) => {
      const page = await world.open({ ...OPERATOR, path: path === 'chat' ? chat : path, ...look });
      await settled(page);
      expect(await findFaults(page)).toEqual([]);
      await page.context().close();
    },
  );

  test('the life of a stream, and a question before it is stopped', async () => {
    const more = Promise.withResolvers<void>();
    world.upstream.script(answer('Half an ', { until: more.promise }, 'answer'));
    const asked = world.server.call('/api/ai/chat/stream', { json: { message: 'And now?' } });
    const page = await world.open({ ...OPERATOR, path: '/operations', ...look });
    await page
      .getByRole('button', { name: /^Stop the stream/ })
      .locator('visible=true')
      .first()
      .click();
    await page.getByRole('alertdialog').waitFor();
    expect(await findFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    more.resolve();
    await (await asked).text();
    await page
      .getByRole('link', { name: /\d:\d\d:\d\d/ })
      .locator('visible=true')
      .first()
      .click();
    await page
      .getByRole('dialog')
      .getByText(/were spent on/)
      .waitFor();
    await settled(page);
    expect(await findFaults(page)).toEqual([]);
    await page.context().close();
  });

  test('prompts: a version, two of them, a new one, the playground, an experiment and a new one, the changes', async () => {
    const open = ['version=1', 'left=1&right=2', 'edit=1', 'view=playground'];
    const experiments = [
      'view=experiments',
      `view=experiments&experiment=${experiment}`,
      'view=experiments&experiment=new',
    ];
    for (const search of [...open, ...experiments, 'view=audit']) {
      const page = await world.open({ ...OPERATOR, path: `/prompts?${search}`, ...look });
      await settled(page);
      expect([search, await findFaults(page)]).toEqual([search, []]);
      await page.context().close();
    }
  });

  test('dialogs and the empty journal', async () => {
    const page = await world.open({ user: 'full', path: '/journal', ...look });
    await page.locator('section[aria-labelledby=trades] a:visible').first().click();
    await page.getByRole('dialog').getByText('Executions').first().waitFor();
    await settled(page);
    expect(await findFaults(page)).toEqual([]);
    await page.context().close();
    const settings = await world.open({ user: 'full', path: '/settings', ...look });
    await settings.getByRole('button', { name: 'Erase everything' }).click();
    await settings.getByRole('alertdialog').waitFor();
    expect(await findFaults(settings)).toEqual([]);
    await settings.context().close();
    for (const path of ['/', '/journal', '/notes', '/import', '/prompts', '/operations']) {
      const empty = await world.open({ user: 'nothing', path, ...look });
      await settled(empty);
      expect(await findFaults(empty)).toEqual([]);
      await empty.context().close();
    }
  });
});

test('while an answer is being written', async () => {
  const more = Promise.withResolvers<void>();
  world.upstream.script(answer('Half an ', { until: more.promise }, 'answer'));
  const page = await world.open({ user: 'full' });
  await ask(page, 'And now?');
  await page.locator('article .prose').getByText('Half an').waitFor();
  expect(await findFaults(page)).toEqual([]);
  more.resolve();
  await answered(page);
});
