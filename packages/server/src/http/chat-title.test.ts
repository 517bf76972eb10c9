/** A new chat is named by a model, beside the turns, with the prompt that is in production; what its user calls it stays. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ending } from '../testing/play-script.ts';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer, type UpstreamCall } from '../testing/upstream.ts';

let chat: Chat;
beforeAll(async () => {
  chat = await startChat({ TITLE_MODEL: 'b/two', LLM_BREAKER_FAILURES: '0' });
});
afterAll(() => chat.close());
beforeEach(() => chat.reset());

const isTitle = ({ body }: UpstreamCall) => body.messages.at(-1)?.content === 'Write the title.';
const asked = () => chat.upstream.calls.filter(isTitle);
const script = (title: string) =>
  chat.upstream.script((call) => answer(isTitle(call) ? title : 'You made </journal> 5 USD.'));

const path = (session: string) => `/api/ai/chat/sessions/${session}`;
async function titleOf(session: string): Promise<string> {
  return ((await (await chat.server.call(path(session))).json()) as { title: string }).title;
}

test('its first answer is enough, and what was said is data to whoever names it', async () => {
  script('"Fridays **in green**."\nIs that fine?');
  await seeAnswer(await chat.ask({ message: 'How were my Fridays?', session_id: 's-one' }));
  expect(await titleOf('s-one')).toBe('How were my Fridays?');
  await expect.poll(() => titleOf('s-one')).toBe('Fridays **in green');
  const [call] = asked();
  expect(call?.body.model).toBe('b/two');
  expect(call?.body.messages[0]?.content).toContain('Answer: You made (journal) 5 USD.');
  await seeAnswer(await chat.ask({ message: 'And my Mondays?', session_id: 's-one' }));
  await seeAnswer(await chat.ask({ message: 'Other', session_id: 's-two' }));
  await expect.poll(() => titleOf('s-two')).not.toBe('Other');
  expect(asked()).toHaveLength(2);
});

test('a name that its user gave stays', async () => {
  const gate = Promise.withResolvers<void>();
  chat.upstream.script((call) =>
    isTitle(call) ? [{ until: gate.promise }, 'Another', ...ending(1)] : answer('Fine.'),
  );
  await seeAnswer(await chat.ask({ message: 'How was May?', session_id: 's-named' }));
  await expect.poll(asked).toHaveLength(1);
  await chat.server.call(path('s-named'), { method: 'PATCH', json: { title: 'Mine' } });
  gate.resolve();
  script('Later');
  await seeAnswer(await chat.ask({ message: 'Next', session_id: 's-next' }));
  await expect.poll(() => titleOf('s-next')).toBe('Later');
  expect(await titleOf('s-named')).toBe('Mine');
});

test('what it took counts against its user’s day', async () => {
  script('Counted');
  await seeAnswer(await chat.ask({ message: 'Count this', session_id: 's-counted' }, { userId: 'counted' }));
  await expect.poll(() => attemptsOf('counted')).toBe(2);
});

test.each([
  ['says nothing', 'empty', ['', ...ending(1)]],
  ['fails', 'failed', { status: 500 }],
] as const)('a model that %s counts all the same, and the chat keeps its name', async (_, outcome, play) => {
  chat.upstream.script((call) => (isTitle(call) ? play : answer('Fine.')));
  const before = await counted(outcome);
  await seeAnswer(await chat.ask({ message: `Name ${outcome}`, session_id: `s-${outcome}` }, { userId: outcome }));
  await expect.poll(() => attemptsOf(outcome)).toBe(2);
  expect(await counted(outcome)).toBe(before + 1);
});

async function attemptsOf(userId: string): Promise<number | undefined> {
  const authorization = `Bearer ${await chat.server.token('olga', { scope: 'ops:read' })}`;
  const response = await chat.server.call(`/api/usage?user_id=${userId}`, { headers: { authorization } });
  const { items } = (await response.json()) as { items: { attempts: number }[] };
  return items[0]?.attempts;
}

async function counted(outcome: string): Promise<number> {
  const headers = { authorization: 'Bearer metrics-of-the-tests' };
  const text = await (await chat.server.call('/metrics', { headers })).text();
  return Number(text.match(`tradistry_side_calls_total{prompt="title",outcome="${outcome}"} (\\d+)`)?.[1]);
}
