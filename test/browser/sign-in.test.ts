/** Who gets in, and how: the printed address, a pasted token, nobody else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PageWorld, startPageWorld } from './page-world.ts';

describe('on a machine of one’s own', () => {
  let world: PageWorld;
  beforeAll(async () => {
    world = await startPageWorld({ JWT_SECRET: '' });
  });
  afterAll(async () => {
    await world.close();
  });

  test('the printed address lets a browser in once, and shows its key no more', async () => {
    const page = await world.stranger();
    await page.goto(world.server.address);
    await page.getByLabel('Your question').waitFor();
    expect(page.url()).toBe(`${world.server.url}/`);
    await page.reload();
    await page.getByLabel('Your question').waitFor();
    await page.goto(world.server.address);
    await page.getByLabel('Your question').waitFor();

    const other = await world.stranger();
    await other.goto(world.server.address);
    await other.getByRole('heading', { name: 'Open the address that the terminal printed' }).waitFor();
    await other.getByText('That address was used before').waitFor();
    expect(other.url()).toBe(`${world.server.url}/`);
  });

  test('without the address the page says where to find it', async () => {
    const page = await world.stranger();
    await page.goto(`${world.server.url}/journal`);
    await page.getByRole('heading', { name: 'Open the address that the terminal printed' }).waitFor();
    await page.getByText('npx tradistry token').waitFor();
  });
});

describe('on a server with tokens', () => {
  let world: PageWorld;
  beforeAll(async () => {
    world = await startPageWorld();
  });
  afterAll(async () => {
    await world.close();
  });

  test('a pasted token lets this tab in, a wrong one does not', async () => {
    const page = await world.stranger();
    await page.goto(`${world.server.url}/notes`);
    await page.getByRole('heading', { name: 'Sign in with a token' }).waitFor();
    await page.getByLabel('Token').fill('nonsense');
    await page.getByRole('button', { name: 'Go in' }).click();
    await page.getByText('That token was not accepted.').waitFor();
    await page.getByLabel('Token').fill(await world.server.token('pasted'));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Notes' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Notes' }).waitFor();
  });
});
