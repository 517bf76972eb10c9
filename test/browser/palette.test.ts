/** The command palette in a real browser: by keys and by touch, places and what was found, without a fault that axe can find. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { answer } from '../../packages/server/src/testing/upstream.ts';
import { answered, ask, type PageWorld, startPageWorld } from './page-world.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NOTE = 'Chased the breakout in crude oil again. I should have waited for the retest.';
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 60_000 });

let world: PageWorld;
beforeAll(async () => {
  // Words alone: what is found does not depend on when it was read.
  world = await startPageWorld({ EMBEDDINGS_MODEL: 'none' });
  const note = { text: NOTE, date: '2026-01-05', symbols: ['CL'] };
  await world.server.call('/api/notes', { userId: 'finder', json: note });
  world.upstream.script(answer('Mondays cost you most.'));
  const page = await world.open({ user: 'finder' });
  await ask(page, 'Which weekday is my worst for crude?');
  await answered(page);
  await page.context().close();
  // Chats are read for the search a moment after they were saved.
  const found = async () => (await world.server.call('/api/ai/chat/search?q=weekday', { userId: 'finder' })).text();
  await vi.waitFor(async () => expect(await found()).toContain('Which weekday'), { timeout: 60_000 });
});
afterAll(async () => {
  await world.close();
});

const input = (page: Page) => page.getByRole('combobox', { name: /Search your chats/ });
const options = (page: Page) => page.getByRole('option');

async function openByKey(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Search' }).first().waitFor();
  await page.keyboard.press('Control+k');
  await input(page).waitFor();
}

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(async () => {
    // What the script has just defined.
    const { axe } = window as unknown as { axe: { run: () => Promise<AxeResults> } };
    return axe.run();
  });
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' ')}`);
}

describe('by keys', () => {
  test('a place is gone to', async () => {
    const page = await world.open({ user: 'finder' });
    await openByKey(page);
    await input(page).fill('jour');
    await soon(() => options(page).first().textContent()).toContain('Journal');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Journal', level: 1 }).waitFor();
    expect(await input(page).count()).toBe(0);
  });

  test('a question of another chat is found by a word, with the word marked, and is in view and focused once chosen', async () => {
    const page = await world.open({ user: 'finder' });
    await openByKey(page);
    await input(page).fill('weekday');
    const chats = page.getByRole('group', { name: 'Chats' });
    await chats.getByRole('option', { name: /Which weekday is my worst/ }).waitFor();
    await soon(() => chats.getByRole('option').first().locator('mark').first().textContent()).toBe('weekday');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/chat\/.*#m-/);
    await page.getByText('Which weekday is my worst for crude?').last().waitFor();
    await soon(() => page.evaluate(() => document.activeElement?.id ?? '')).toMatch(/^m-/);
  });

  test('a note is read where it was found, and the way back leads to the list', async () => {
    const page = await world.open({ user: 'finder' });
    await openByKey(page);
    await input(page).fill('retest');
    await page.getByRole('group', { name: 'Journal' }).getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Note' }).getByText('Chased the breakout').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    await soon(() => input(page).count()).toBe(0);
  });

  test('what nobody wrote about is said not to be there', async () => {
    const page = await world.open({ user: 'finder' });
    await openByKey(page);
    await input(page).fill('zzyzx');
    await page.getByText('Nothing in your chats or journal speaks of that.').waitFor();
  });
});

test('By touch it opens from the bar of a phone', async () => {
  const page = await world.open({ user: 'finder', phone: true });
  await page.getByRole('button', { name: 'Search' }).click();
  await input(page).fill('oil');
  await page.getByRole('option', { name: /Chased the breakout/ }).click();
  await page.getByRole('region', { name: 'Note' }).waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await soon(() => input(page).count()).toBe(0);
});

test('"What the model saw" shows the request part by part', async () => {
  const page = await world.open({ user: 'finder' });
  await openByKey(page);
  await input(page).fill('weekday');
  await page.getByRole('group', { name: 'Chats' }).getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'What the model saw' }).click();
  const panel = page.getByRole('dialog', { name: 'What the model saw' });
  await panel.getByText('Instructions and context').waitFor();
  await panel.getByText('Which weekday is my worst for crude?').waitFor();
  expect(await faults(page)).toEqual([]);
});

describe.each([
  ['light, wide', { dark: false, phone: false }],
  ['dark, on a phone', { dark: true, phone: true }],
])('%s', (_name, look) => {
  test('has no fault, empty, with what was found, and while one is read', async () => {
    const page = await world.open({ user: 'finder', ...look });
    await page.getByRole('button', { name: 'Search' }).first().click();
    await input(page).waitFor();
    expect(await faults(page)).toEqual([]);
    await input(page).fill('crude');
    await page.getByRole('group', { name: 'Journal' }).getByRole('option').first().waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('group', { name: 'Journal' }).getByRole('option').first().click();
    await page.getByRole('region', { name: 'Note' }).waitFor();
    expect(await faults(page)).toEqual([]);
    expect(world.faults).toEqual([]);
  });
});
