/** The chat in a real browser, against the real server and a scripted model. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer } from '../../packages/server/src/testing/upstream.ts';
import { answered, ask, lastAnswer, type PageWorld, startPageWorld } from './page-world.ts';

/** What a page shows in the end. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 60_000 });

let world: PageWorld;
beforeAll(async () => {
  world = await startPageWorld();
});
afterAll(async () => {
  await world.close();
});

/** A promise and the way to keep it. */
function gate() {
  return Promise.withResolvers<void>();
}

const MARKDOWN = [
  'You made **$12',
  '0.50** net.\n\n',
  '| Day | P&L |\n|---|---:|\n',
  '| Mon | $1',
  '00.00 |\n| Tue | $20.50 |\n\n',
  '- one\n',
  '- two\n\n',
  '```\nx = 1\n```\n',
  '![a](https://elsewhere.example/x.png)',
];

describe('asking', () => {
  test('the answer streams in and is drawn as markdown, with nothing loaded from elsewhere', async () => {
    const more = gate();
    world.upstream.script(answer(...MARKDOWN.slice(0, 3), { until: more.promise }, ...MARKDOWN.slice(3)));
    const page = await world.open({ user: 'stream' });
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(world.server.url)) elsewhere.push(request.url());
    });
    await ask(page, 'How was the week?');
    await lastAnswer(page).getByText('$120.50').waitFor();
    expect(await page.getByRole('button', { name: 'Copy the answer' }).count()).toBe(0);
    more.resolve();
    await answered(page);
    expect(await lastAnswer(page).getByRole('row').count()).toBe(3);
    expect(await lastAnswer(page).getByRole('listitem').allTextContents()).toEqual(['one', 'two']);
    expect(await lastAnswer(page).locator('strong').textContent()).toBe('$120.50');
    expect(await lastAnswer(page).locator('img').count()).toBe(0);
    expect(elsewhere).toEqual([]);
    expect(page.url()).toMatch(/\/chat\/[0-9a-f]+$/);
  });

  test('a reload in mid-answer shows the answer growing on, to the text that is stored', async () => {
    const more = gate();
    const pieces = Array.from({ length: 120 }, (_, at) => `word${at} `);
    world.upstream.script(answer(...pieces.slice(0, 60), { until: more.promise }, ...pieces.slice(60)));
    const page = await world.open({ user: 'reload' });
    await ask(page, 'Tell me at length');
    await lastAnswer(page).getByText('word59').waitFor();
    await page.reload();
    await lastAnswer(page).getByText('word59').waitFor();
    expect(await lastAnswer(page).textContent()).not.toContain('word60');
    expect(await page.getByRole('button', { name: 'Stop the answer' }).count()).toBe(1);
    more.resolve();
    await answered(page);
    const sessionId = page.url().split('/').at(-1);
    const stored = await world.server.call(`/api/ai/chat/sessions/${sessionId}/messages`, { userId: 'reload' });
    // The list of messages, by contract.
    const { items } = (await stored.json()) as { items: { role: string; content: string }[] };
    const kept = items.find(({ role }) => role === 'assistant')?.content;
    expect(kept).toBe(pieces.join(''));
    expect(await lastAnswer(page).textContent()).toBe(kept?.trim());
    expect(await page.getByText('Tell me at length').locator('visible=true').count()).toBeGreaterThan(0);
    expect(await page.locator('article .prose').count()).toBe(1);
  });

  test('stopping keeps what was written, and the model is called off', async () => {
    const never = gate();
    world.upstream.script(answer('So far ', 'so good', { until: never.promise }, ' never said'));
    const page = await world.open({ user: 'stop' });
    await ask(page, 'Go on and on');
    await lastAnswer(page).getByText('so good').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('You stopped this answer.').waitFor();
    await answered(page);
    expect(await lastAnswer(page).textContent()).toBe('So far so good');
    await soon(() => world.upstream.calls.at(-1)?.cancelled).toBe(true);
    never.resolve();
  });

  test('answering again makes a second answer, and both can be read', async () => {
    world.upstream.script(answer('The first answer'), answer('The second answer'));
    const page = await world.open({ user: 'again' });
    await ask(page, 'Which one?');
    await answered(page);
    await page.getByRole('button', { name: 'Answer again' }).click();
    await lastAnswer(page).getByText('The second answer').waitFor();
    await page.getByText('2 / 2').waitFor();
    await page.getByRole('button', { name: 'Previous answer' }).click();
    await lastAnswer(page).getByText('The first answer').waitFor();
    expect(await page.getByText('1 / 2').count()).toBe(1);
    expect(await page.locator('article .prose').count()).toBe(1);
  });

  test('an edited question is a branch of its own', async () => {
    world.upstream.script(answer('About May'), answer('About June'));
    const page = await world.open({ user: 'edit' });
    await ask(page, 'How was May?');
    await answered(page);
    await page.getByRole('button', { name: 'Edit the question' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Edit the question').fill('How was June?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await lastAnswer(page).getByText('About June').waitFor();
    await page.getByText('2 / 2').waitFor();
    await page.getByRole('button', { name: 'Previous question' }).click();
    await lastAnswer(page).getByText('About May').waitFor();
  });

  test('a question that is refused says why and can be sent again', async () => {
    const page = await world.open({ user: 'refused' });
    await page.route('**/api/ai/chat/stream', (route) =>
      route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        json: {
          code: 'content_refused',
          detail: 'The provider refused the question. Say it in other words.',
          status: 422,
        },
      }),
    );
    await ask(page, 'What now?');
    await page.getByText('The provider refused the question.').waitFor();
    await page.unroute('**/api/ai/chat/stream');
    world.upstream.script(answer('Now it works'));
    await page.getByRole('button', { name: 'Change the question' }).click();
    await page.getByLabel('Your question', { exact: true }).press('Enter');
    await lastAnswer(page).getByText('Now it works').waitFor();
    await answered(page);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(world.faults.filter((fault) => !fault.includes('422'))).toEqual([]);
    world.faults.length = 0;
  });
});

describe('sessions', () => {
  test('are renamed, pinned and deleted by keyboard alone', async () => {
    world.upstream.script(answer('Yes.'));
    const page = await world.open({ user: 'keys' });
    await page
      .getByRole('button', { name: 'What is my win rate by weekday?' })
      .or(page.getByText('Your journal is empty.'))
      .first()
      .waitFor();
    // From the top of the page to the question, by Tab.
    const question = page.getByLabel('Your question');
    for (let at = 0; at < 40 && !(await question.evaluate((element) => element === document.activeElement)); at++) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.type('Is it so?');
    await page.keyboard.press('Enter');
    await answered(page);

    const menu = page.getByRole('button', { name: /^More for/ });
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Rename' }).press('Enter');
    await page.getByLabel('Title').fill('My question');
    await page.keyboard.press('Enter');
    const entry = page.getByRole('link', { name: 'My question' });
    await entry.waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    // Whoever came by the menu is back at its button, each time.
    const isBack = () => menu.evaluate((element) => element === document.activeElement);
    await expect.poll(isBack).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Rename' }).press('ArrowDown');
    await page.getByRole('menuitem', { name: 'Pin' }).and(page.locator(':focus')).press('Enter');
    await page.getByRole('img', { name: 'Pinned' }).waitFor();

    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Delete' }).press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(await entry.count()).toBe(1);

    await expect.poll(isBack).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Delete' }).press('Enter');
    await page.getByRole('button', { name: 'Delete' }).press('Enter');
    await page.getByText('Your chats will be listed here.').waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  });

  test('that are not there are said to be so', async () => {
    const page = await world.open({ user: 'nobody', path: '/chat/never-was' });
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toMatch(/no such session/i);
    world.faults.length = 0;
  });
});

describe('on a phone', () => {
  test('the whole way works: ask, read, open the list, begin anew', async () => {
    world.upstream.script(
      answer('A wide table:\n\n', `|${' column |'.repeat(12)}\n|${'---|'.repeat(12)}\n|${' value |'.repeat(12)}\n`),
    );
    const page = await world.open({ user: 'phone', phone: true });
    await page.getByLabel('Your question').fill('Show me a wide table');
    await page.getByRole('button', { name: 'Send' }).tap();
    await answered(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await page.getByRole('button', { name: 'Chats' }).tap();
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /wide table/i })
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('banner').getByRole('link', { name: 'New chat' }).tap();
    await soon(() => new URL(page.url()).pathname).toBe('/');
  });

  test('everything that is touched is at least 40 pixels high', async () => {
    const page = await world.open({ user: 'phone', phone: true });
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    const small = await page
      .locator('button:visible, nav a:visible, select:visible, input:visible')
      .evaluateAll((elements) =>
        elements.flatMap((element) => {
          const { height, width } = element.getBoundingClientRect();
          // What only a keyboard or a screen reader meets is one pixel wide.
          return width > 1 && (height < 40 || width < 40)
            ? [`${element.outerHTML.slice(0, 80)} ${width}x${height}`]
            : [];
        }),
      );
    expect(small).toEqual([]);
  });
});

test('no page failed on the way', () => {
  expect(world.faults).toEqual([]);
});
