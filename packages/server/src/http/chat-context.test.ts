/** What cannot fit a model is trimmed and said, or refused before anything is stored; it is never sent to fail. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer, byModel, type Play } from '../testing/upstream.ts';

const SMALL = { id: 'a/one', context_length: 8_192, supported_parameters: [] };
const ROOMY = { id: 'b/two', context_length: 48_000, supported_parameters: [] };
const words = (count: number, word = 'word') => Array.from({ length: count }, () => word).join(' ');

let chat: Chat;
beforeAll(async () => {
  chat = await startChat({ LLM_BREAKER_FAILURES: '0' }, [SMALL, ROOMY]);
});
afterAll(() => chat.close());
beforeEach(() => chat.reset());

const calls = () => chat.upstream.calls.map(({ body }) => body);
const textOf = (messages: readonly { content: string }[]) => messages.map(({ content }) => content).join('\n');

describe('what does not fit', () => {
  test('the oldest of a long conversation is left out for the small one, and that is said', async () => {
    const session_id = 's-long';
    for (const n of [1, 2, 3]) {
      chat.upstream.script(answer(`Answer ${n}. ${words(2_200)}`));
      await seeAnswer(await chat.ask({ message: `Question ${n}?`, session_id, model: 'b/two' }));
    }
    chat.reset();
    const { types, warnings, done } = await seeAnswer(await chat.ask({ message: 'Question 4?', session_id }));
    expect(types).toEqual(['session_info', 'warning', 'done', 'response_saved', 'stream_end']);
    const [told] = warnings;
    expect(told).toMatchObject({ code: 'context_trimmed', model: 'a/one', layer: 'streaming', attempt: 1 });
    // How much that is depends on a count that is a guess on a machine that is very busy.
    const leftOut = /left out: (\d earlier messages)\.$/.exec(told?.message ?? '')?.[1];
    expect(done).toMatchObject({ model_used: 'a/one', fallback_used: false });
    const sent = textOf(calls()[0]?.messages ?? []);
    expect(sent).not.toContain('Question 1?');
    expect(sent).toContain(`Not everything fits here; left out were: ${leftOut}.`);
  });

  test('the large one has all of it, and nothing is said', async () => {
    const { warnings } = await seeAnswer(
      await chat.ask({ message: 'Question 5?', session_id: 's-long', model: 'b/two' }),
    );
    expect(warnings).toEqual([]);
    expect(textOf(calls()[0]?.messages ?? [])).toContain('Question 1?');
  });

  test('a question that is too long for the small one is asked of the large one at once', async () => {
    const { done, warnings } = await seeAnswer(await chat.ask({ message: words(6_000) }));
    expect(calls().map(({ model }) => model)).toEqual(['b/two']);
    expect(done).toMatchObject({ model_used: 'b/two', fallback_used: true });
    expect(warnings).toMatchObject([{ code: 'model_unavailable', model: 'b/two' }]);
  });

  test('a model that finds its context too long hands over to one with more room, and not to a smaller one', async () => {
    const full = { status: 400, body: { error: { code: 400, message: 'maximum context length is 9 tokens' } } };
    chat.upstream.script(byModel({ 'b/two': [full], 'a/one': [answer('Short.')] }));
    const { done } = await seeAnswer(await chat.ask({ message: 'q', model: 'b/two' }));
    expect(done?.layer).toBe('legacy_prompt');
    const [first, ...others] = calls();
    expect(first).toMatchObject({ model: 'b/two' });
    // The short prompt is another one, so each may be asked that.
    expect(others.every(({ messages }) => !textOf(messages).includes('Performance, all time'))).toBe(true);
  });

  test('a question that none can take is refused before anything is stored', async () => {
    // Three tokens each, or more.
    const json = { message: '𠜎'.repeat(16_000), session_id: 's-refused' };
    for (const path of ['/api/ai/chat/stream', '/api/ai/chat']) {
      const response = await chat.server.call(path, { json });
      expect([response.status, await response.json()]).toMatchObject([422, { code: 'context_too_long' }]);
    }
    expect((await chat.server.call('/api/ai/chat/sessions/s-refused')).status).toBe(404);
    expect(calls()).toEqual([]);
  });

  test('the short prompt’s history is cut as well, rather than sent to fail', async () => {
    const session_id = 's-short';
    chat.upstream.script(answer(`Answer 1. ${words(3_000)}`));
    await seeAnswer(await chat.ask({ message: 'Question 1?', session_id }));
    chat.upstream.script(answer(`Answer 2. ${words(3_000)}`));
    await seeAnswer(await chat.ask({ message: 'Question 2?', session_id }));
    chat.reset();
    const short: Play = ({ body }) =>
      textOf(body.messages).includes('Performance, all time') ? { status: 422 } : answer('Short.');
    chat.upstream.script(byModel({ 'a/one': [short], 'b/two': [{ status: 402 }] }));
    const { done } = await seeAnswer(await chat.ask({ message: 'Question 3?', session_id }));
    expect(done).toMatchObject({ layer: 'legacy_prompt' });
    const sent = textOf(calls().at(-1)?.messages ?? []);
    expect(sent).toContain('Question 3?');
    expect(sent).not.toContain('Question 1?');
  });
});
