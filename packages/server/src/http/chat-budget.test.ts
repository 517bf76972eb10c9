/** What a user may use up in a day, over a real port: told when it is near, refused when it is spent, and joins cost nothing. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ending } from '../testing/play-script.ts';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { byModel } from '../testing/upstream.ts';

let chat: Chat;
beforeAll(async () => {
  chat = await startChat({
    RATE_LIMIT_TOKENS_PER_DAY: '1000',
    RATE_LIMIT_PLANS: JSON.stringify({ large: { tokens_per_day: 1_000_000 } }),
    LLM_BREAKER_FAILURES: '0',
  });
});
afterAll(() => chat.close());
beforeEach(() => chat.reset());

const DAY_S = 86_400;
const used = (total: number) => ({ usage: { prompt_tokens: total, completion_tokens: 0, total_tokens: total } });

/** Asks as somebody of one's own, while the model says that it used so many tokens. */
async function spend(userId: string, tokens: number, { key, ...json }: { session_id?: string; key?: string } = {}) {
  const headers: Record<string, string> = key ? { 'idempotency-key': key } : {};
  chat.upstream.script(['Hello.', { finish: 'stop' }, used(tokens), 'DONE']);
  return seeAnswer(await chat.ask({ message: 'q', ...json }, { userId, headers }));
}

async function problemOf(response: Response) {
  return {
    status: response.status,
    after: Number(response.headers.get('retry-after')),
    ...((await response.json()) as { code: string }),
  };
}

describe('a day’s budget', () => {
  test('is warned of from 80 % on, and refused when it is spent, on every way of asking', async () => {
    const userId = 'spender';
    expect((await spend(userId, 799)).warnings).toEqual([]);
    expect((await spend(userId, 1)).warnings).toEqual([]);
    const { warnings, types, saved } = await spend(userId, 200, { session_id: 's-near' });
    expect(warnings).toMatchObject([
      { code: 'limit_near', message: expect.stringContaining('80 % of your budget of tokens') },
    ]);
    expect(types[1]).toBe('warning');
    chat.upstream.calls.length = 0;
    const json = { message: 'q', session_id: 's-spent' };
    const paths = ['/api/ai/chat/stream', '/api/ai/chat'];
    for (const path of paths) {
      const problem = await problemOf(await chat.server.call(path, { userId, json }));
      expect(problem).toMatchObject({ status: 429, code: 'budget_exhausted' });
      expect(problem.after).toBeGreaterThan(0);
      expect(problem.after).toBeLessThanOrEqual(DAY_S);
    }
    expect((await chat.server.call('/api/ai/chat/sessions/s-spent', { userId })).status).toBe(404);
    expect(chat.upstream.calls).toEqual([]);
    expect(saved).not.toBe(null);
  });

  test('holds for going on with an answer too, which stays as it was', async () => {
    const userId = 'goer-on';
    chat.upstream.script(['You made 1,2', { finish: 'length' }, used(1_000), 'DONE']);
    const { saved } = await seeAnswer(await chat.ask({ message: 'q', session_id: 's-cut' }, { userId }));
    const path = `/api/ai/chat/messages/${saved?.message_id}/continue`;
    expect(await problemOf(await chat.server.call(path, { userId, json: {} }))).toMatchObject({
      status: 429,
      code: 'budget_exhausted',
    });
    const kept = await chat.server.call(`/api/ai/chat/messages/${saved?.message_id}`, { userId });
    expect(await kept.json()).toMatchObject({ content: 'You made 1,2', status: 'complete', finish_reason: 'length' });
  });

  test('is overdrawn by one answer at most, when 200 are asked for at once', async () => {
    const who = { userId: 'impatient', plan: 'large' };
    chat.upstream.script(['Hello.', { hang: true }]);
    const asked = await Promise.all(Array.from({ length: 200 }, () => chat.ask({ message: 'q' }, who)));
    const begun = asked.filter(({ status }) => status === 200);
    expect(begun).toHaveLength(5);
    const problems = await Promise.all(asked.filter((response) => !begun.includes(response)).map(problemOf));
    expect(new Set(problems.map(({ status, code, after }) => `${status} ${code} ${after}`))).toEqual(
      new Set(['429 budget_exhausted 5']),
    );
    for (const response of begun) {
      const path = `/api/ai/chat/streams/${response.headers.get('x-stream-id')}/stop`;
      await chat.server.call(path, { ...who, method: 'POST' });
      await response.text();
    }
    chat.reset();
    expect(await seeAnswer(await chat.ask({ message: 'q' }, who))).toMatchObject({
      text: 'Hello there.',
      warnings: [],
    });
  });

  test('is each user’s own', async () => {
    await spend('rich', 5_000);
    expect((await spend('poor', 1)).warnings).toEqual([]);
  });

  test('costs nothing to join a stream or to come back to one', async () => {
    const userId = 'joiner';
    const headers = { 'idempotency-key': 'one' };
    const first = await spend(userId, 1_000, { session_id: 's-join', key: 'one' });
    chat.upstream.calls.length = 0;
    const again = await seeAnswer(await chat.ask({ message: 'q', session_id: 's-join' }, { userId, headers }));
    expect([again.text, again.session.stream_id]).toEqual([first.text, first.session.stream_id]);
    const back = await chat.server.call(`/api/ai/chat/streams/${first.session.stream_id}`, { userId });
    expect((await seeAnswer(back)).text).toBe('Hello.');
    expect(chat.upstream.calls).toEqual([]);
  });

  test('counts what failed attempts used, and what the models behind them did', async () => {
    const userId = 'unlucky';
    const failing = [used(600), { error: { code: 400, message: 'SECRET' } }] as const;
    chat.upstream.script(byModel({ 'a/one': [failing], 'b/two': [['Hello.', { finish: 'stop' }, used(300), 'DONE']] }));
    const { done } = await seeAnswer(await chat.ask({ message: 'q' }, { userId }));
    expect(done).toMatchObject({ model_used: 'b/two', usage: { total_tokens: 900 } });
    expect((await spend(userId, 1)).warnings).toMatchObject([
      { code: 'limit_near', message: expect.stringContaining('90 %') },
    ]);
  });

  test('counts an answer that nobody metered by its length', async () => {
    const userId = 'unmetered';
    chat.upstream.script(['Hello.', { finish: 'stop' }, 'DONE']);
    for (const _ of [1, 2, 3, 4])
      await chat.ask({ message: 'word '.repeat(500) }, { userId }).then((response) => response.text());
    expect(await problemOf(await chat.ask({ message: 'q' }, { userId }))).toMatchObject({ code: 'budget_exhausted' });
  });

  test('counts what a call that broke is billed afterwards', async () => {
    const userId = 'billed-later';
    chat.upstream.bill({ data: { total_cost: 0.5, native_tokens_prompt: 900, native_tokens_completion: 99 } });
    chat.upstream.script(byModel({ 'a/one': [['Hel', { cut: true }]], 'b/two': [['lo.', ...ending(1)]] }));
    expect((await seeAnswer(await chat.ask({ message: 'q' }, { userId }))).text).toBe('Hello.');
    chat.upstream.script(['Hello.', { finish: 'stop' }, used(0), 'DONE']);
    const asking = async () => {
      const response = await chat.ask({ message: 'q' }, { userId });
      await response.text();
      return response.status;
    };
    await expect.poll(asking, { timeout: 20_000, interval: 300 }).toBe(429);
    chat.upstream.bill(null);
  });

  test('is not used up by the analyst', async () => {
    const userId = 'offline';
    chat.upstream.script({ status: 402 });
    for (const _ of [1, 2, 3]) {
      const { done } = await seeAnswer(await chat.ask({ message: 'What is my win rate?' }, { userId }));
      expect(done).toMatchObject({ layer: 'fallback_message' });
    }
    expect((await spend(userId, 1)).warnings).toEqual([]);
  });
});
