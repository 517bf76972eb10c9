/** A chat that grows beyond what a prompt holds: the older part is summarised beside the turns, and the next prompts have it. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer, type UpstreamCall } from '../testing/upstream.ts';

let chat: Chat;
beforeAll(async () => {
  chat = await startChat({ LLM_BREAKER_FAILURES: '0' });
});
afterAll(() => chat.close());
beforeEach(() => chat.reset());

const textOf = ({ body }: UpstreamCall) => body.messages.map(({ content }) => content).join('\n');
const isSummary = (call: UpstreamCall) => textOf(call).includes('You keep the notes of a conversation');
const summaries = () => chat.upstream.calls.filter(isSummary);

/** Answers chats as usual, and the request for a summary by `summary`. */
function script(summary: Parameters<typeof answer>[0] | { status: number }): void {
  chat.upstream.script((call) => {
    if (!isSummary(call)) return answer(`Answer to ${call.body.messages.at(-1)?.content}`);
    return typeof summary === 'string' ? answer(summary) : (summary as { status: number });
  });
}

async function talk(session_id: string, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n += 1) await seeAnswer(await chat.ask({ message: `Question ${n}?`, session_id }));
}

const lastPrompt = () =>
  chat.upstream.calls
    .filter((call) => !isSummary(call))
    .map(textOf)
    .at(-1) ?? '';

test('A short chat is not summarised', async () => {
  script('- nothing');
  await talk('s-short', 1, 7);
  expect(summaries()).toEqual([]);
});

test('The older part of a long one is summarised by a model, and the next prompt says what it stands for', async () => {
  script('- asked about Mondays');
  await talk('s-long', 1, 8);
  await expect.poll(() => summaries().length).toBe(1);
  const [asked] = summaries();
  expect(asked && textOf(asked)).toContain('trader: Question 3?');
  // The newest ten are in the next prompt themselves.
  expect(asked && textOf(asked)).not.toContain('Question 4?');
  await expect
    .poll(async () => {
      await talk('s-long', 9, 9);
      return lastPrompt();
    })
    .toContain('- asked about Mondays');
  expect(lastPrompt()).toMatch(
    /source: a summary that a language model wrote, as of \d{4}.*it stands for 6 of this chat's messages/,
  );
});

test('Where no model summarises, excerpts stand in and are called so', async () => {
  script({ status: 500 });
  await talk('s-excerpt', 1, 8);
  // Who asks on as fast as a machine can is soon further than a prompt looks back.
  await expect.poll(() => summaries().length).toBe(1);
  await expect
    .poll(async () => {
      await talk('s-excerpt', 9, 9);
      return lastPrompt();
    })
    .toContain('excerpts, in the words that were said');
  expect(lastPrompt()).toMatch(/- \d{4}-\d\d-\d\d, asked: "Question 1\?"/);
});

test('The prompt that summarises is the version in use, with its examples and settings', async () => {
  const authorization = `Bearer ${await chat.server.token('olga', { scope: 'prompts:read prompts:write' })}`;
  const call = async (path: string, method: string, json: object) =>
    chat.server.call(`/api/prompts/summary/${path}`, { method, json, headers: { authorization } });
  const json = {
    template: 'You keep the notes of a conversation, in verse. <journal>{{#messages}}{{text}} {{/messages}}</journal>',
    examples: [{ question: 'What a day?', answer: '- a day' }],
    settings: { model: 'b/two', temperature: 0.3 },
  };
  await call('versions', 'POST', json);
  await call('strategy', 'PUT', { strategy: 'LATEST_VERSION', label: 'latest' });
  script('- in verse');
  await talk('s-verse', 1, 8);
  await expect.poll(() => summaries().length).toBe(1);
  const { body } = summaries()[0] ?? {};
  expect(body).toMatchObject({ model: 'b/two', temperature: 0.3 });
  expect(body?.messages.map(({ content }) => content.slice(0, 12))).toEqual([
    ...['You keep the', 'What a day?', '- a day', 'Write the su'],
  ]);
});
