/** Downloading everything and erasing everything, in a real browser. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonLines, readArchive } from '../../packages/server/src/testing/read-archive.ts';
import { type PageWorld, startPageWorld } from './page-world.ts';

let world: PageWorld;
beforeAll(async () => {
  world = await startPageWorld();
});
afterAll(async () => {
  await world.close();
});

const note = (userId: string, text: string) => world.server.call('/api/notes', { userId, json: { text } });
const notesOf = async (userId: string) => {
  const response = await world.server.call('/api/notes', { userId });
  // A page of notes, by contract.
  return ((await response.json()) as { items: unknown[] }).items;
};
/** Goes through the page as somebody without a mouse does, until the focus is there. */
async function tabTo(page: Page, name: string): Promise<void> {
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  for (let steps = 0; steps < 60 && (await focused()) !== name; steps += 1) await page.keyboard.press('Tab');
  expect(await focused()).toBe(name);
}

test('everything is downloaded as one archive that opens, and its size is said', async () => {
  await note('keeper', 'taken along');
  const page = await world.open({ user: 'keeper', path: '/settings' });
  await page.getByRole('button', { name: 'Download everything' }).waitFor();
  const downloading = page.waitForEvent('download');
  await tabTo(page, 'Download everything');
  await page.keyboard.press('Enter');
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^tradistry-\d{4}-\d\d-\d\d\.zip$/);
  const files = await readArchive(readFileSync(await download.path()));
  expect(jsonLines(files.get('notes.jsonl'))).toMatchObject([{ text: 'taken along' }]);
  await page
    .getByRole('status')
    .filter({ hasText: /^Downloaded, [\d.]+ kB\.$/ })
    .waitFor();
});

test('an export that cannot be made says so, and is tried again', async () => {
  const page = await world.open({ user: 'again', path: '/settings' });
  await page.route('**/api/export', (route) => route.abort(), { times: 1 });
  await page.getByRole('button', { name: 'Download everything' }).click();
  await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
  world.faults.splice(0);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Try again' }).click();
  await downloading;
});

test('erasing asks twice, can be left, and ends with an empty page', async () => {
  await note('leaver', 'to be erased');
  const page = await world.open({ user: 'leaver', path: '/settings' });
  await page.getByRole('button', { name: 'Erase everything' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Erase everything?' });
  const erase = dialog.getByRole('button', { name: 'Erase everything' });
  expect(await erase.isDisabled()).toBe(true);
  await dialog.getByLabel(/^Type/).fill('er');
  await page.keyboard.press('Enter');
  expect(await erase.isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await notesOf('leaver')).toHaveLength(1);

  // By the keyboard alone, and what was typed before is forgotten.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Erase everything');
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  expect(await dialog.getByLabel(/^Type/).inputValue()).toBe('');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.type('Erase');
  await page.keyboard.press('Enter');
  await page.getByText('Your journal is empty.').waitFor();
  expect(await notesOf('leaver')).toEqual([]);
  expect(world.faults).toEqual([]);
});
