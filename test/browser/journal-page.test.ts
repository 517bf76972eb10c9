/** Imports, the journal, notes and the first start in a real browser, against the real server. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answered, ask, lastAnswer, type PageWorld, startPageWorld } from './page-world.ts';

let world: PageWorld;
beforeAll(async () => {
  // No model: the offline analyst answers.
  world = await startPageWorld({ OPENROUTER_BASE_URL: '', OPENROUTER_API_KEY: '' });
});
afterAll(async () => {
  await world.close();
});

const HEADER =
  'symbol,_priceFormat,_priceFormatType,_tickSize,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp,duration';
const PERFORMANCE = [
  HEADER,
  'MESZ5,-2,0,0.25,101,102,1,6900.00,6910.00,$50.00,10/27/2025 09:31:00,10/27/2025 09:45:00,14min',
  'MESZ5,-2,0,0.25,104,103,1,6915.00,6905.00,$(50.00),10/28/2025 10:20:00,10/28/2025 10:00:00,20min',
  'MNQZ5,-2,0,0.25,105,106,2,25000.00,25010.00,$40.00,10/28/2025 11:00:00,10/28/2025 11:05:00,5min',
].join('\n');
const OWN_COLUMNS = [
  'Wann,Was,Richtung,Wieviel,Kurs',
  '2026-01-05 10:00,AAPL,buy,10,200',
  '2026-01-05 11:00,AAPL,sell,10,203',
].join('\n');

/** What a page shows in the end. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 60_000 });
const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const count = (page: Page, name: string) => page.locator(`dt:text-is("${name}") + dd`);

async function importFile(page: Page, file: ReturnType<typeof csv>): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
}

describe('importing', () => {
  test('a chosen file is read and reconciled to the cent, then it is in the journal', async () => {
    const page = await world.open({ user: 'import', path: '/import' });
    expect(await page.getByLabel('Time zone of the file').inputValue()).toBe('Europe/Berlin');
    await importFile(page, csv('Performance.csv', PERFORMANCE));
    await page.getByText('Imported, all accounted for').waitFor();
    expect(await count(page, 'Rows read').textContent()).toBe('3');
    expect(await count(page, 'Our P&L').textContent()).toBe('$40.00');
    expect(await count(page, "Broker's P&L").textContent()).toBe('$40.00');
    expect(await count(page, 'Difference').textContent()).toBe('$0.00');

    await page.getByRole('link', { name: 'See the journal' }).click();
    await soon(() => count(page, 'P&L').textContent()).toBe('$40.00');
    expect(await count(page, 'Win rate').textContent()).toBe('66.7%');
    await page.getByLabel('Side').selectOption('short');
    await soon(() => count(page, 'P&L').textContent()).toBe('-$50.00');
    await soon(() => page.getByRole('region', { name: 'Table of trades' }).getByRole('row').count()).toBe(2);

    await page.getByRole('link', { name: 'MESZ5' }).click();
    const trade = page.getByRole('dialog');
    await trade.getByText('-$50.00').first().waitFor();
    expect(await trade.getByRole('region', { name: 'Executions' }).getByRole('row').count()).toBe(3);
    await trade.getByLabel('Tags').fill('late entry, revenge');
    await trade.getByRole('button', { name: 'Save the labels' }).click();
    await trade.getByText('Saved.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('late entry, revenge').first().waitFor();
  });

  test('a dropped file is taken; the same file twice adds nothing; undoing takes it back', async () => {
    const page = await world.open({ user: 'drop', path: '/import' });
    const zone = page.getByText('Drop a broker file here, or choose one');
    await zone.waitFor();
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'dropped.csv', { type: 'text/csv' }));
      return data;
    }, PERFORMANCE);
    await zone.dispatchEvent('drop', { dataTransfer: transfer });
    await page.getByText('dropped.csv').first().waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('Imported, all accounted for').waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await soon(() => page.getByRole('button', { name: /^Undo/ }).count()).toBe(2);
    const { n } = await figures('drop');
    expect(n).toBe(3);
    await page.getByRole('button', { name: /^Undo/ }).last().click();
    await page.getByRole('button', { name: 'Undo the import' }).click();
    await soon(async () => (await figures('drop')).n).toBe(0);
  });

  test('a dry run stores nothing', async () => {
    const page = await world.open({ user: 'dry', path: '/import' });
    await page.locator('input[type=file]').setInputFiles(csv('Performance.csv', PERFORMANCE));
    await page.getByLabel(/^Dry run/).check();
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('Tried: all of it can be read').waitFor();
    expect((await figures('dry')).n).toBe(0);
  });

  test('a file with columns of its own is read once they are named', async () => {
    const page = await world.open({ user: 'mapping', path: '/import' });
    await importFile(page, csv('mine.csv', OWN_COLUMNS));
    await page.getByText('Which column is which?').waitFor();
    await page.getByLabel(/^Date and time/).selectOption('Wann');
    await page.getByLabel(/^Symbol/).selectOption('Was');
    await page.getByLabel(/^Buy or sell/).selectOption('Richtung');
    await page.getByLabel(/^Quantity/).selectOption('Wieviel');
    await page.getByLabel(/^Price/).selectOption('Kurs');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('Imported, all accounted for').waitFor();
    expect(await count(page, 'Our P&L').textContent()).toBe('$30.00');
  });

  test('a file that is none is refused in words', async () => {
    const page = await world.open({ user: 'broken', path: '/import' });
    await importFile(page, csv('empty.csv', ''));
    await page.getByText('The file could not be imported').or(page.getByRole('alert')).first().waitFor();
    expect((await figures('broken')).n).toBe(0);
  });

  async function figures(userId: string): Promise<{ n: number }> {
    const response = await world.server.call('/api/analytics/query', { userId, json: { metrics: ['trades'] } });
    // A `TradeResult`, by contract.
    return (await response.json()) as { n: number };
  }
});

describe('the first start', () => {
  test('offers the demo journal, says everywhere that it is one, answers from it and takes it away', async () => {
    const page = await world.open({ user: 'demo' });
    await page.getByText('Your journal is empty.').waitFor();
    await page.getByRole('button', { name: /Try the demo journal/ }).click();
    await page.getByText('Ask your journal.').waitFor();
    await page.getByText('Demo data: these trades are made up.').waitFor();

    await ask(page, 'What is my win rate by weekday?');
    await answered(page);
    expect(await lastAnswer(page).textContent()).toMatch(/%/);
    await page.getByText('Offline analyst: no language model was used').waitFor();
    await page.getByText('Figures and trades behind this answer').first().click();
    await page
      .getByRole('button', { name: /^Show the trades/ })
      .last()
      .click();
    await page.getByRole('dialog').getByRole('listitem').first().waitFor();
    await page.getByRole('link', { name: 'See them in the journal' }).click();
    await page
      .getByRole('list', { name: 'Filters' })
      .getByText(/Weekday/)
      .waitFor();
    await page.getByRole('region', { name: 'Table of trades' }).getByRole('row').nth(1).waitFor();

    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No trades yet').waitFor();
    expect(await page.getByText('Demo data').count()).toBe(0);
  });
});

describe('notes and settings', () => {
  test('a note is written, found by its words, edited and deleted', async () => {
    const page = await world.open({ user: 'notes', path: '/notes' });
    await page.getByLabel('New note').fill('Waited for the pullback and it paid.');
    await page.getByLabel('Symbols').fill('nvda');
    await page.getByRole('button', { name: 'Add the note' }).click();
    await page.getByText('Waited for the pullback and it paid.').last().waitFor();
    await page.getByText('NVDA').waitFor();
    await page.getByLabel('Search the notes').fill('pullback');
    await page.getByText('Waited for the pullback and it paid.').waitFor();
    await page.getByRole('button', { name: 'Edit the note' }).click();
    await page.getByLabel('Text of the note').fill('Waited for the pullback, too long.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('too long.').waitFor();
    await page.getByRole('button', { name: 'Delete the note' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No note speaks of that').waitFor();
  });

  test('settings are kept, and so is the look of the page', async () => {
    const page = await world.open({ user: 'settings', path: '/settings' });
    await page.getByLabel('Fee basis').selectOption('gross');
    await page.getByText('Saved.').waitFor();
    await page.getByRole('radio', { name: 'Dark' }).check();
    await page.reload();
    expect(await page.getByLabel('Fee basis').inputValue()).toBe('gross');
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  });
});

describe('an address of the page', () => {
  test('that leads nowhere says so, and leads back', async () => {
    const page = await world.open({ user: 'lost', path: '/no/such/page' });
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.getByRole('link', { name: 'To the chat' }).click();
    await soon(() => new URL(page.url()).pathname).toBe('/');
  });
});

test('no page failed on the way', () => {
  expect(world.faults).toEqual([]);
});
