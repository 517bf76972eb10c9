/** The prompts page in a real browser, against the real server: versions, two of them side by side, the playground. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer } from '../../packages/server/src/testing/upstream.ts';
import { type PageWorld, startPageWorld } from './page-world.ts';

const SCOPE = 'chat prompts:read prompts:write';
const EDITOR = { user: 'olga', scope: SCOPE, path: '/prompts' };

const template = (words: string) => `${words}
It is {{now}}.{{#leftOut}} Left out: {{.}}.{{/leftOut}}
<journal>
{{#allTime}}{{.}} {{/allTime}}{{#figures}}{{title}}{{/figures}}{{#notes}}[{{n}}] {{text}} {{/notes}}
</journal>`;

let world: PageWorld;
beforeAll(async () => {
  world = await startPageWorld();
});
afterAll(async () => {
  await world.close();
});

/** What a page shows in the end. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 60_000 });

async function save(words: string, more: object = {}): Promise<number> {
  const authorization = `Bearer ${await world.server.token('olga', { scope: SCOPE })}`;
  const json = { template: template(words), ...more };
  const response = await world.server.call('/api/prompts/chat/versions', { json, headers: { authorization } });
  return ((await response.json()) as { version: number }).version;
}

test('an address that says what the page does not know opens it all the same', async () => {
  const page = await world.open({ ...EDITOR, path: '/prompts?view=nowhere&odd=1' });
  await page.getByText('Users get version 1: the one labelled production.').waitFor();
});

describe('versions', () => {
  test('a new one is written from an old one; what is wrong with it is said beside the field, and it can be put right', async () => {
    const page = await world.open(EDITOR);
    await page.getByText('Users get version 1: the one labelled production.').waitFor();
    await page.getByRole('button', { name: 'New version' }).click();
    const field = page.getByLabel('Template', { exact: true });
    await field.fill('Hello {{nobody}}');
    const before = world.faults.length;
    await page.getByRole('button', { name: 'Save as a version' }).click();
    await soon(() => field.getAttribute('aria-invalid')).toBe('true');
    const said = await field.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${said}"]`).textContent()).toContain('nobody');
    // The browser tells of the refusal by itself.
    world.faults.splice(before);
    await field.fill(template('You answer briefly.'));
    await page.getByLabel('Note', { exact: true }).fill('Brief.');
    await page.getByRole('button', { name: 'Add an example' }).click();
    await page.getByLabel('Question 1').fill('How was May?');
    await page.getByLabel('Answer 1').fill('Green.');
    await page.getByLabel('Temperature').fill('0.2');
    await page.getByRole('button', { name: 'Save as a version' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('You answer briefly.').waitFor();
    for (const said of ['Brief.', 'How was May?', 'Asked with temperature 0.2.', 'By olga'])
      expect(await dialog.textContent()).toContain(said);
    await page.context().close();
  });

  test('two stand side by side, with what was removed and added, in settings and examples too', async () => {
    const right = await save('You answer in verse.', { settings: { max_tokens: 300 } });
    const page = await world.open({ ...EDITOR, path: `/prompts?left=1&right=${right}` });
    const table = page.getByRole('region', { name: 'Template, line by line' });
    await table.getByText('You answer in verse.').waitFor();
    expect(await table.locator('ins').first().textContent()).toBe('You answer in verse.');
    expect(await table.locator('del').first().textContent()).toContain('You are the analyst');
    await page.getByText(/Settings: different\. Examples: the same\./).waitFor();
    await page.getByRole('region', { name: 'Settings' }).getByText('max_tokens: 300').waitFor();
    await page.getByRole('button', { name: 'Change sides' }).click();
    await soon(() => table.locator('del').first().textContent()).toBe('You answer in verse.');
    await page.context().close();
  });

  test('production is moved once that was confirmed, and rolled back; both are among the changes', async () => {
    const version = await save('You answer like a pilot.');
    const page = await world.open({ ...EDITOR, path: `/prompts?version=${version}` });
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Put into production' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Move it' }).click();
    await soon(() => dialog.getByRole('region', { name: 'Labels' }).textContent()).toContain('production');
    await dialog.getByLabel('Point a label here').fill('candidate');
    await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    await dialog.getByRole('button', { name: 'Remove the label candidate' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(`Users get version ${version}: the one labelled production.`).waitFor();
    await page.getByRole('link', { name: /^Version 1\b/ }).click();
    await dialog.getByRole('button', { name: 'Roll back to it' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Move it' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('Users get version 1: the one labelled production.').waitFor();
    await page.getByRole('radio', { name: 'Changes' }).check();
    const rows = page.getByRole('region', { name: 'Table of changes' }).getByRole('row');
    await rows.nth(1).getByRole('link', { name: 'chat@1' }).waitFor();
    expect(await rows.nth(1).textContent()).toMatch(/olga.*Label moved.*label production, from \d+, to 1/);
    await page.context().close();
  });

  test('what is closed gives the focus back to what opened it', async () => {
    await save('You answer in rhyme.');
    const page = await world.open(EDITOR);
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    for (const [opens, closes] of [
      ['Compare two', 'All versions'],
      ['New version', 'Cancel'],
    ] as const) {
      await page.getByRole('button', { name: opens }).click();
      await page.getByRole('button', { name: closes }).click();
      await soon(focused).toBe(opens);
    }
    await page.context().close();
  });

  test('how they are chosen is set in a dialog', async () => {
    const page = await world.open({ ...EDITOR, path: '/prompts?type=chat' });
    await page.getByRole('button', { name: 'Strategy' }).click();
    await page.getByLabel('Users get').selectOption('BEST_PERFORMANCE');
    await page.getByRole('button', { name: 'Save the strategy' }).click();
    await page.getByText(/with 100 users or more the one that is surely best/).waitFor();
    await page.getByRole('button', { name: 'Strategy' }).click();
    await page.getByLabel('Users get').selectOption('LATEST_VERSION');
    await page.getByRole('button', { name: 'Save the strategy' }).click();
    await page.getByText(/: the one labelled production\.$/).waitFor();
    await page.context().close();
  });
});

const column = (page: Page, side: 'Left' | 'Right') => page.getByRole('region', { name: new RegExp(`^${side}: `) });

describe('the playground', () => {
  test('streams both answers at once, says what each took, and leaves no chat behind', async () => {
    const [left, right] = [await save('LEFT'), await save('RIGHT')];
    const more = Promise.withResolvers<void>();
    world.upstream.script(({ body }) =>
      body.messages[0]?.content.startsWith('LEFT')
        ? answer('Left be', { until: more.promise }, 'gins.')
        : answer('Right be', { until: more.promise }, 'gins.'),
    );
    const page = await world.open({ ...EDITOR, path: `/prompts?view=playground&left=${left}&right=${right}` });
    await page.getByLabel('Question').fill('How am I doing?');
    await page.getByRole('button', { name: 'Ask both' }).click();
    await column(page, 'Left').getByText('Left be').waitFor();
    await column(page, 'Right').getByText('Right be').waitFor();
    more.resolve();
    await column(page, 'Left').getByText('Left begins.').waitFor();
    await column(page, 'Right').getByText('Right begins.').waitFor();
    await page.getByRole('button', { name: 'Ask both' }).waitFor();
    const figure = (name: string) => column(page, 'Left').locator(`dt:text-is("${name}") + dd`).textContent();
    await soon(() => figure('Tokens')).toMatch(/^\d/);
    expect(await figure('First token')).toMatch(/^[\d.]+ m?s$/);
    expect(await page.getByRole('link', { name: 'How am I doing?' }).count()).toBe(0);
    // An answer stays that of the version that was asked, whichever is chosen after it.
    await page.getByLabel('Left', { exact: true }).selectOption(String(right));
    await column(page, 'Left')
      .getByRole('heading', { name: `Version ${left}` })
      .waitFor();
    const sessions = await (await world.server.call('/api/ai/chat/sessions', { userId: 'olga' })).json();
    expect(sessions).toMatchObject({ items: [] });
    await page.context().close();
  });

  test('is stopped by a button: what came stays, and the model is asked no more', async () => {
    world.upstream.script(answer('Half an ', { hang: true }));
    const page = await world.open({ ...EDITOR, path: '/prompts?view=playground' });
    await page.getByLabel('Question').fill('And now?');
    await page.getByRole('button', { name: 'Ask both' }).click();
    for (const side of ['Left', 'Right'] as const) await column(page, side).getByText('Half an').waitFor();
    // The keyboard stays where it was: what stops is what asks again.
    await page.getByRole('button', { name: 'Stop' }).press('Enter');
    await soon(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Ask both');
    for (const side of ['Left', 'Right'] as const) await column(page, side).getByText('You stopped it here.').waitFor();
    await soon(() => world.upstream.calls.slice(-2).map(({ cancelled }) => cancelled)).toEqual([true, true]);
    await page.context().close();
  });

  test('says in plain words that both answers are the same where no language model is configured', async () => {
    const page = await world.open({ ...EDITOR, path: '/settings' });
    await page.route('**/api/ai/models', (route) => route.fulfill({ json: { items: [], next_cursor: null } }));
    await page.goto(`${world.server.url}/prompts?view=playground`);
    await page
      .getByText(/the offline analyst answers, and it reads no prompt\. Both answers will be the same/)
      .waitFor();
    await page.context().close();
  });

  test('says in each column why there is no answer', async () => {
    const page = await world.open({ ...EDITOR, path: '/prompts?view=playground' });
    await page.route('**/api/prompts/try', (route) =>
      route.fulfill({
        status: 429,
        contentType: 'application/problem+json',
        json: { code: 'budget_exhausted', detail: 'Used up for a test.' },
      }),
    );
    const before = world.faults.length;
    await page.getByLabel('Question').fill('And now?');
    await page.getByRole('button', { name: 'Ask both' }).click();
    await soon(() => page.getByText('Used up for a test.').count()).toBe(2);
    world.faults.splice(before);
    await page.context().close();
  });
});

describe('who may do less', () => {
  test('reads everything with prompts:read, and is offered no change', async () => {
    const page = await world.open({ ...EDITOR, user: 'rita', scope: 'chat prompts:read' });
    await page.getByRole('link', { name: /^Version 1\b/ }).click();
    await page.getByRole('dialog').getByText('You are the analyst', { exact: false }).first().waitFor();
    for (const name of [/production/, /New version/, /Strategy/, /^Move/])
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    await page.context().close();
  });

  test('is told which scope it needs without, has no way there, and nothing is asked for', async () => {
    const page = await world.open({ user: 'dave' });
    await page.getByRole('navigation', { name: 'Main' }).first().waitFor();
    expect(await page.getByRole('link', { name: 'Prompts' }).count()).toBe(0);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${world.server.url}/prompts`);
    await page.getByText('This page is for who looks after the prompts').waitFor();
    expect(asked.filter((path) => /^\/api\/(prompts|experiments)/.test(path))).toEqual([]);
    await page.context().close();
  });
});

test('on a phone nothing is wider than the screen', async () => {
  for (const search of ['', '?left=1&right=2', '?view=playground', '?view=audit']) {
    const page = await world.open({ ...EDITOR, path: `/prompts${search}`, phone: true });
    await page.locator('main h2').first().waitFor();
    await soon(() => page.locator('.skeleton').count()).toBe(0);
    expect([search, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([search, 390]);
    await page.context().close();
  }
});

test('the playground offers every version there is, however many', async () => {
  const files = Array.from({ length: 120 }, (_, n) => ({
    path: `${n}.prompt`,
    content: `${JSON.stringify({ type: 'chat' })}\n---\n${template(`You answer in ${n} words.`)}`,
  }));
  const headers = { authorization: `Bearer ${await world.server.token('olga', { scope: SCOPE })}` };
  await world.server.call('/api/prompts/files', { json: { files }, headers });
  const page = await world.open({ ...EDITOR, path: '/prompts?view=playground&left=100&right=101' });
  await soon(() => page.getByLabel('Left', { exact: true }).locator('option[value="1"]').count()).toBe(1);
  await page.context().close();
});

test('no page failed on the way', () => {
  expect(world.faults).toEqual([]);
});
