/** The operations page in a real browser, against the real server: figures, streams, a stream's life, and stopping one. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, byModel } from '../../packages/server/src/testing/upstream.ts';
import { type PageWorld, startPageWorld } from './page-world.ts';

const OPERATOR = { user: 'olga', scope: 'chat ops:read ops:write', path: '/operations' };

let world: PageWorld;
beforeAll(async () => {
  world = await startPageWorld({ LLM_MODELS: 'a/one,b/two' });
});
afterAll(async () => {
  await world.close();
});

/** What a page shows in the end. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 60_000 });
const ask = (userId: string) => world.server.call('/api/ai/chat/stream', { userId, json: { message: 'How?' } });
const figure = (page: Page, name: string) => page.locator(`dt:text-is("${name}") + dd`);
const streamRows = (page: Page) => page.getByRole('region', { name: 'Table of streams' }).getByRole('row');

test('without a stream it says so', async () => {
  const page = await world.open(OPERATOR);
  await page.getByText('No stream has ended here').waitFor();
  await page.getByText('No stream fits.').waitFor();
  await page.getByRole('region', { name: 'Table of models' }).getByText('a/one').waitFor();
  await page.context().close();
});

test('a fallback is in the figures, in the chart and its table, told apart by model, and in the life of its stream', async () => {
  world.upstream.script(byModel({ 'a/one': [{ status: 402, body: {} }], 'b/two': [answer('It was', ' fine.')] }));
  await (await ask('alice')).text();
  const page = await world.open(OPERATOR);
  await soon(() => figure(page, 'Streams').textContent()).toBe('1');
  expect(await figure(page, 'Success').textContent()).toBe('100%');
  expect(await figure(page, 'Fallbacks').textContent()).toBe('100%');

  await page.getByRole('radio', { name: 'Errors, fallbacks' }).check();
  await page.getByText('As a table').click();
  const table = page.getByRole('region', { name: 'Errors, fallbacks over time' });
  expect(await table.getByRole('row').last().getByRole('cell').allTextContents()).toEqual([
    ...[expect.any(String), '0%', '100%', '1'],
  ]);
  await page.getByRole('region', { name: 'Key figures by model' }).getByText('b/two').waitFor();
  await page.getByRole('radio', { name: 'Streaming or not' }).check();
  await page.getByRole('link', { name: 'streaming', exact: true }).click();
  await page.getByRole('button', { name: /^Streaming or not: streaming/ }).click();
  expect(new URL(page.url()).search).not.toContain('streaming=');

  await streamRows(page).getByRole('link').first().click();
  const life = page.getByRole('dialog');
  await life.getByText('1. a/one').waitFor();
  await life.getByText('streaming, payment, no token').waitFor();
  await life.getByText('2. b/two').waitFor();
  await life.getByText('Context gathered').waitFor();
  expect(await life.textContent()).not.toMatch(/How\?|It was/);
  await page.keyboard.press('Escape');
  await soon(() => life.count()).toBe(0);
  await soon(() => page.evaluate(() => document.activeElement?.tagName)).toBe('A');
  await page.context().close();
});

describe('a stream that runs', () => {
  test('is listed, and stopped once that was confirmed: what was written is kept', async () => {
    world.upstream.script(answer('The first words. ', { hang: true }));
    const running = await ask('bob');
    const page = await world.open(OPERATOR);
    await page.getByLabel('Show').selectOption('running');
    await soon(() => streamRows(page).count()).toBe(2);
    const row = streamRows(page).last();
    expect(await row.textContent()).toContain('bob');
    await row.getByRole('button', { name: /^Stop/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    await soon(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Stop/);
    expect(await row.textContent()).toContain('running');
    await row.getByRole('button', { name: /^Stop/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Stop the stream' }).click();
    expect(await running.text()).toMatch(/The first words.*"finish_reason":"stopped"/s);
    await page.getByText('No stream is running.').waitFor();
    await page.getByLabel('Show').selectOption('stopped');
    await soon(() => streamRows(page).count()).toBe(2);
    await page.context().close();
  });

  test('cannot be stopped by who may only read', async () => {
    world.upstream.script(answer('The first words. ', { hang: true }));
    const response = await ask('carol');
    const page = await world.open({ ...OPERATOR, scope: 'chat ops:read', path: '/operations?show=running' });
    await streamRows(page).getByText('running').waitFor();
    expect(await page.getByRole('button', { name: /^Stop/ }).count()).toBe(0);
    const streamId = response.headers.get('x-stream-id');
    await world.server.call(`/api/ai/chat/streams/${streamId}/stop`, { userId: 'carol', method: 'POST' });
    await response.text();
    await page.context().close();
  });
});

describe('whoever is no operator', () => {
  test('is told so, has no way there, and nothing is asked for', async () => {
    const page = await world.open({ user: 'dave' });
    await page.getByRole('navigation', { name: 'Main' }).first().waitFor();
    expect(await page.getByRole('link', { name: 'Operations' }).count()).toBe(0);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${world.server.url}/operations`);
    await page.getByText('This page is for operators').waitFor();
    expect(asked.filter((path) => /^\/api\/(ops|ai\/metrics)/.test(path))).toEqual([]);
    await page.context().close();
  });
});

test('a server that is away is said in each part, and asked again', async () => {
  const page = await world.open({ ...OPERATOR, path: '/settings' });
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  const before = world.faults.length;
  await page.route(/\/api\/(ops|ai\/metrics)\//, (route) =>
    route.fulfill({ status: 404, json: { detail: 'Away for a test.' } }),
  );
  await page.getByRole('link', { name: 'Operations' }).locator('visible=true').click();
  await soon(() => page.getByText('Away for a test.').count()).toBe(4);
  await page.unroute(/\/api\/(ops|ai\/metrics)\//);
  const again = page.getByRole('button', { name: 'Try again' });
  for (let left = 4; left > 0; left -= 1) {
    await again.first().click();
    await soon(() => again.count()).toBe(left - 1);
  }
  await streamRows(page).first().waitFor();
  world.faults.splice(before);
  await page.context().close();
});

test('on a phone streams are cards, and nothing is wider than the screen', async () => {
  const page = await world.open({ ...OPERATOR, phone: true });
  await page
    .getByRole('link', { name: /\d:\d\d:\d\d/ })
    .locator('visible=true')
    .first()
    .click();
  await page
    .getByRole('dialog')
    .getByText(/were spent on/)
    .waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  const wide = await page.evaluate(
    () =>
      [...document.querySelectorAll('main section, main figure, main fieldset')].filter(
        (part) => part.getBoundingClientRect().right > 390,
      ).length,
  );
  expect(wide).toBe(0);
  await page.context().close();
});

test('no page failed on the way', () => {
  expect(world.faults).toEqual([]);
});
