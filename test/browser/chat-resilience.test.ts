/** The chat when models fail, the line breaks and tabs meet: nothing is lost, doubled or asked twice, and the page says so. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startBreakableLine } from '../../packages/server/src/testing/breakable-line.ts';
import { answer } from '../../packages/server/src/testing/upstream.ts';
import { answered, ask, lastAnswer, type PageWorld, startPageWorld } from './page-world.ts';
import { recordAnswer, takenBack } from './shown-texts.ts';

const FIRST = 'openai/gpt-oss-120b';
const SECOND = 'meta-llama/llama-3.3-70b-instruct';

/** What a page shows in the end. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 60_000 });

let world: PageWorld;
beforeAll(async () => {
  // No breaker: what one test does to a model is nothing to the next.
  world = await startPageWorld({ LLM_MODELS: `${FIRST},${SECOND}`, LLM_BREAKER_FAILURES: '0' });
});
afterAll(async () => {
  await world.close();
});

/** A page that is gone after its test, so that it does not go on trying to reach anything. */
async function open(visit: Parameters<PageWorld['open']>[0]): Promise<Page> {
  const page = await world.open(visit);
  onTestFinished(() => page.close());
  return page;
}

/** The page on a line that can be cut, once it shows that it is there. */
async function openOnLine(user: string) {
  const line = await startBreakableLine(Number(new URL(world.server.url).port));
  onTestFinished(() => line[Symbol.asyncDispose]());
  const page = await open({ user, origin: `http://127.0.0.1:${line.port}` });
  await page.getByText('Your journal is empty.').waitFor();
  return { page, line };
}

/** The session's stored messages, as the server tells them. */
async function stored(page: Page, user: string): Promise<{ role: string; content: string }[]> {
  const sessionId = new URL(page.url()).pathname.split('/').at(-1);
  const response = await world.server.call(`/api/ai/chat/sessions/${sessionId}/messages`, { userId: user });
  // The list of messages, by contract.
  const { items } = (await response.json()) as { items: { role: string; content: string }[] };
  return items.map(({ role, content }) => ({ role, content }));
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const composer = (page: Page) => page.getByLabel('Your question', { exact: true });
const words = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `word${from + at} `);

describe('an answer that broke off', () => {
  /** From where the cursor is after asking. */
  async function byKeyboard(page: Page): Promise<void> {
    const focused = button(page, 'Continue').and(page.locator(':focus'));
    for (let at = 0; at < 20 && (await focused.count()) === 0; at++) await page.keyboard.press('Shift+Tab');
    await focused.press('Enter');
  }

  test.each([
    ['a click', (page: Page) => button(page, 'Continue').click()],
    ['the keyboard alone', byKeyboard],
  ])('is marked, and %s goes on with it to the text that is stored', async (way, goOn) => {
    world.upstream.script(['Half of ', 'this ', { cut: true }], { status: 401 });
    const page = await open({ user: `broke off ${way}` });
    await ask(page, 'Half?');
    await page.getByText('This answer was cut off before its end.').waitFor();
    await button(page, 'Continue').waitFor();
    expect(await lastAnswer(page).textContent()).toBe('Half of this');
    const texts = await recordAnswer(page);
    world.upstream.script(answer('and the ', 'rest.'));
    await goOn(page);
    await lastAnswer(page).getByText('Half of this and the rest.').waitFor();
    await answered(page);
    expect(await stored(page, `broke off ${way}`)).toEqual([
      { role: 'user', content: 'Half?' },
      { role: 'assistant', content: 'Half of this and the rest.' },
    ]);
    expect(takenBack(await texts(), 'Half of this and the rest.')).toEqual([]);
    expect(await page.locator('article .prose').count()).toBe(1);
    expect(await page.getByText('This answer was cut off before its end.').count()).toBe(0);
    // The button is gone, and who works by keyboard is where the next question is written.
    await soon(() => composer(page).evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

describe('a line that breaks', () => {
  test('twice in mid-answer: the page says that it reconnects, and goes on with nothing doubled or lost', async () => {
    const [second, third] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    world.upstream.script(
      answer(...words(0, 20), { until: second.promise }, ...words(20, 40), { until: third.promise }, ...words(40, 60)),
    );
    const calls = world.upstream.calls.length;
    const { page, line } = await openOnLine('cut');
    await ask(page, 'Tell me at length');
    const texts = await recordAnswer(page);
    const reconnecting = lastAnswerNote(page, 'The connection is lost, reconnecting.');
    for (const [last, more] of [
      ['word19', second],
      ['word39', third],
    ] as const) {
      await lastAnswer(page).getByText(last).waitFor();
      line.cut();
      await reconnecting.waitFor();
      expect(await lastAnswer(page).textContent()).toMatch(new RegExp(`${last}$`));
      more.resolve();
      line.mend();
    }
    await answered(page);
    const whole = words(0, 60).join('');
    expect((await stored(page, 'cut')).map(({ content }) => content)).toEqual(['Tell me at length', whole]);
    expect(await lastAnswer(page).textContent()).toBe(whole.trim());
    expect(takenBack(await texts(), whole)).toEqual([]);
    expect(await reconnecting.count()).toBe(0);
    expect(world.upstream.calls.length - calls).toBe(1);
  });

  /** In the answer's place; a screen reader is told the same elsewhere. */
  function lastAnswerNote(page: Page, text: string) {
    return page.locator('article').last().getByText(text);
  }

  test('a question asked while the server is away is kept, survives a reload, and is asked once', async () => {
    world.upstream.script(answer('Here it is.'));
    const calls = world.upstream.calls.length;
    const { page, line } = await openOnLine('away');
    line.cut();
    await ask(page, 'Are you there?');
    const kept = lastAnswerNote(page, 'Your question is kept here and sent as soon as it answers.');
    await kept.waitFor();
    const address = page.url();
    // The page itself comes through again, its questions do not yet.
    await page.route('**/api/ai/chat/stream', (route) => route.abort());
    line.mend();
    await page.reload();
    await page.locator('article').getByText('Are you there?').waitFor();
    await kept.waitFor();
    expect(world.upstream.calls.length - calls).toBe(0);
    await page.unroute('**/api/ai/chat/stream');
    await lastAnswer(page).getByText('Here it is.').waitFor();
    await answered(page);
    await page.reload();
    await answered(page);
    expect(world.upstream.calls.length - calls).toBe(1);
    expect((await stored(page, 'away')).map(({ content }) => content)).toEqual(['Are you there?', 'Here it is.']);
    expect(page.url()).toBe(address);
  });

  test('a question that arrived, but whose replies were lost, is asked once, over a reload too', async () => {
    world.upstream.script(answer('Only once.'));
    const calls = world.upstream.calls.length;
    const page = await open({ user: 'lost reply' });
    const replies = { lost: 0, come: 0 };
    let fate: keyof typeof replies = 'lost';
    await page.route('**/api/ai/chat/stream', async (route) => {
      const becomes = fate;
      const response = await route.fetch();
      await (becomes === 'come' ? route.fulfill({ response }) : route.abort('connectionreset'));
      replies[becomes] += 1;
    });
    await ask(page, 'How often?');
    await soon(() => replies.lost).toBeGreaterThan(1);
    await page.reload();
    fate = 'come';
    await soon(() => replies.come).toBeGreaterThan(0);
    await lastAnswer(page).getByText('Only once.').waitFor();
    await answered(page);
    expect(world.upstream.calls.length - calls).toBe(1);
    expect((await stored(page, 'lost reply')).map(({ content }) => content)).toEqual(['How often?', 'Only once.']);
    expect(await page.locator('article .prose').count()).toBe(1);
  });
});

describe('two tabs', () => {
  test('the one that asks too early gets its question back and sees the answer that is running', async () => {
    world.upstream.script(answer('Well.'));
    const one = await open({ user: 'early' });
    await ask(one, 'How are you?');
    await answered(one);
    const two = await open({ user: 'early', beside: one, path: new URL(one.url()).pathname });
    await answered(two);
    const more = Promise.withResolvers<void>();
    world.upstream.script(answer('The first ', { until: more.promise }, 'is answered.'));
    await ask(one, 'The first?');
    await lastAnswer(one).getByText('The first').waitFor();
    // Nobody has told this tab of it.
    await ask(two, 'The second?');
    await lastAnswer(two).getByText('The first').waitFor();
    await soon(() => composer(two).inputValue()).toBe('The second?');
    await button(two, 'Stop the answer').waitFor();
    more.resolve();
    for (const tab of [one, two]) {
      await lastAnswer(tab).getByText('The first is answered.').waitFor();
      await button(tab, 'Stop the answer').waitFor({ state: 'detached' });
    }
    expect((await stored(two, 'early')).map(({ content }) => content)).toEqual([
      'How are you?',
      'Well.',
      'The first?',
      'The first is answered.',
    ]);
    world.upstream.script(answer('So is the second.'));
    await composer(two).press('Enter');
    await lastAnswer(two).getByText('So is the second.').waitFor();
  });

  test('a stop in one ends the answer in both', async () => {
    const never = Promise.withResolvers<void>();
    world.upstream.script(answer('So far ', 'so good', { until: never.promise }, ' never said'));
    const one = await open({ user: 'stop elsewhere' });
    await ask(one, 'Go on and on');
    await lastAnswer(one).getByText('so good').waitFor();
    const two = await open({ user: 'stop elsewhere', beside: one, path: new URL(one.url()).pathname });
    await lastAnswer(two).getByText('so good').waitFor();
    await button(two, 'Stop the answer').click();
    for (const tab of [one, two]) {
      await tab.getByText('You stopped this answer.').waitFor();
      await answered(tab);
      expect(await lastAnswer(tab).textContent()).toBe('So far so good');
      expect(await button(tab, 'Stop the answer').count()).toBe(0);
    }
    await soon(() => world.upstream.calls.at(-1)?.cancelled).toBe(true);
    never.resolve();
  });
});

describe('a model that fails before its first word', () => {
  test('is told in one quiet line, which opens to what the server says of it', async () => {
    world.upstream.script(({ body }) => (body.model === FIRST ? { status: 503 } : answer('Here ', 'you are.')));
    const page = await open({ user: 'fallback' });
    await ask(page, 'Who answers?');
    await lastAnswer(page).getByText('Here you are.').waitFor();
    await answered(page);
    const line = page.getByText(`Answered by ${SECOND} · not the first choice of model`, { exact: true });
    const told = page.getByText('gpt-oss-120b did not answer; llama-3.3-70b-instruct does.', { exact: true });
    await line.waitFor();
    expect(await told.isVisible()).toBe(false);
    await line.click();
    await told.waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    // It is a part of the answer: after a reload it stands there as well.
    await page.reload();
    await line.click();
    await told.waitFor();
  });
});

test('no page failed on the way', () => {
  // A browser says so of each request that did not come through, which is what is tested here.
  expect(world.faults.filter((fault) => !fault.startsWith('Failed to load resource'))).toEqual([]);
});
