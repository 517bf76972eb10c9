/** Models that fail often are left alone, ones that are late are overtaken: over a real port. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer, byModel, type Play } from '../testing/upstream.ts';

const ENOUGH_CALLS = 20;

/** Asks once, and tells who was called for that. */
async function ask(chat: Chat, userId = 'alice') {
  chat.upstream.calls.length = 0;
  const seen = await seeAnswer(await chat.ask({ message: 'What is my win rate?' }, { userId }));
  return { ...seen, called: chat.upstream.calls.map(({ body }) => body.model) };
}

describe('a model that is late', () => {
  let chat: Chat;
  beforeAll(async () => {
    chat = await startChat({ LLM_HEDGE_PERCENT: '100' });
  });
  afterAll(() => chat.close());

  test('is overtaken by the next one, where that is allowed: its call is cancelled', async () => {
    await Promise.all(Array.from({ length: ENOUGH_CALLS }, (_, n) => ask(chat, `user-${n}`)));
    const silent: Play = [{ hang: true }];
    chat.upstream.script(byModel({ 'a/one': [silent], 'b/two': [answer('From two.')] }));
    const { text, warnings, done, called } = await ask(chat);
    expect([called, text]).toEqual([['a/one', 'b/two'], 'From two.']);
    expect(warnings).toMatchObject([{ code: 'model_unavailable', message: 'one was late; two answered first.' }]);
    expect(done).toMatchObject({ model_used: 'b/two', fallback_used: true, usage: { total_tokens: 101 } });
    await expect.poll(() => chat.upstream.calls[0]?.cancelled).toBe(true);
  });
});

// Without hedging: on a busy machine a failure is late enough for the next model to be asked beside it.
describe('a model that fails often', () => {
  let chat: Chat;
  beforeAll(async () => {
    chat = await startChat({ LLM_BREAKER_FAILURES: '2' });
  });
  afterAll(() => chat.close());

  test('is not asked any more, and that is said of it; when all are so, the analyst answers at once', async () => {
    chat.upstream.script(byModel({ 'a/one': [{ status: 503 }], 'b/two': [answer('From two.')] }));
    expect((await ask(chat)).called).toEqual(['a/one', 'a/one', 'b/two']);
    const { warnings, done, called } = await ask(chat);
    expect(called).toEqual(['b/two']);
    expect(warnings).toMatchObject([
      { code: 'model_unavailable', model: 'b/two', message: 'one is not available and does not answer; two does.' },
    ]);
    expect(done).toMatchObject({ model_used: 'b/two', fallback_used: true });
    chat.upstream.script({ status: 503 });
    expect((await ask(chat)).called).toEqual(['b/two', 'b/two']);
    const last = await ask(chat);
    expect([last.called, last.done?.layer]).toEqual([[], 'fallback_message']);
    expect(last.warnings).toMatchObject([
      { code: 'fallback', message: expect.stringContaining('The language models are not available right now.') },
    ]);
  });
});
