/** Questions a minute and answers at once, by user and plan, over a real port: refused with a way on, and nothing left behind. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { view } from '../testing/viewer.ts';

const PLANS = {
  pro: { requests_per_minute: 0, streams_per_user: 5 },
  trial: { requests_per_minute: 1 },
  taste: { tokens_per_day: 10 },
};

let chat: Chat;
beforeAll(async () => {
  chat = await startChat({
    RATE_LIMIT_REQUESTS_PER_MINUTE: '6',
    RATE_LIMIT_STREAMS_PER_USER: '2',
    RATE_LIMIT_STREAMS: '8',
    RATE_LIMIT_PLANS: JSON.stringify(PLANS),
    PLAN_CLAIM: 'plan',
    LLM_BREAKER_FAILURES: '0',
    LLM_FIRST_TOKEN_TIMEOUT_MS: '300000',
    LLM_IDLE_TIMEOUT_MS: '300000',
    LADDER_BUDGET_MS: '300000',
  });
});
afterAll(() => chat.close());
beforeEach(() => chat.reset());

interface Who {
  userId: string;
  plan?: string;
  headers?: Record<string, string>;
}

async function problemOf(response: Response) {
  const after = Number(response.headers.get('retry-after'));
  return { status: response.status, after, ...((await response.json()) as { code: string; limit?: string }) };
}

/** Asks and reads the answer to its end, or what it is refused with. */
async function ask(who: Who, json: object = {}) {
  const response = await chat.ask({ message: 'q', ...json }, who);
  return response.ok ? { status: 200, text: (await seeAnswer(response)).text } : problemOf(response);
}

/** Answers that are being written until they are stopped. */
async function begin(who: Who, count: number) {
  chat.upstream.script(['Well, ', { hang: true }]);
  const viewers = [];
  for (let n = 0; n < count; n += 1) viewers.push(await view(chat.ask({ message: 'q', session_id: `s${n}` }, who)));
  await Promise.all(viewers.map((viewer) => viewer.until('Well, ')));
  return viewers;
}

async function stop(viewers: Awaited<ReturnType<typeof begin>>, { userId }: Who) {
  for (const { streamId } of viewers)
    await chat.server.call(`/api/ai/chat/streams/${streamId}/stop`, { method: 'POST', userId });
  await Promise.all(viewers.map(({ done }) => done));
}

describe('questions a minute', () => {
  test('beyond the limit are refused, saying which one and when to come back, on every way of asking', async () => {
    const who = { userId: 'eager' };
    for (const _ of Array(6)) expect(await ask(who)).toMatchObject({ status: 200 });
    const json = { message: 'q', session_id: 's-refused' };
    for (const path of ['/api/ai/chat/stream', '/api/ai/chat']) {
      const problem = await problemOf(await chat.server.call(path, { ...who, json }));
      expect(problem).toMatchObject({
        status: 429,
        code: 'rate_limited',
        limit: 'requests_per_minute',
        detail: expect.stringMatching(/^You may ask 6 questions a minute, and have\. Ask again in \d+ seconds?\.$/),
      });
      expect(problem.after).toBeGreaterThan(0);
      expect(problem.after).toBeLessThanOrEqual(60);
    }
    expect((await chat.server.call('/api/ai/chat/sessions/s-refused', who)).status).toBe(404);
    expect(await ask({ userId: 'somebody-else' })).toMatchObject({ status: 200 });
  });

  test('are not used up by repeats, by coming back, or by what was refused', async () => {
    const who = { userId: 'repeater', headers: { 'idempotency-key': 'k' } };
    for (const _ of Array(9)) expect(await ask(who)).toMatchObject({ status: 200, text: 'Hello there.' });
    expect(chat.upstream.calls).toHaveLength(1);
    const lost = await chat.ask({ message: 'q', parent_message_id: crypto.randomUUID() }, { userId: 'repeater' });
    expect(lost.status).toBe(404);
    for (const _ of Array(5)) expect(await ask({ userId: 'repeater' })).toMatchObject({ status: 200 });
    expect(await ask({ userId: 'repeater' })).toMatchObject({ code: 'rate_limited' });
    // The limit is met, and what was begun under the key is still there to be joined.
    expect(await ask(who)).toMatchObject({ status: 200, text: 'Hello there.' });
    expect(await ask({ ...who, headers: { 'idempotency-key': 'new' } })).toMatchObject({ code: 'rate_limited' });
    expect(await ask(who, { message: 'another' })).toMatchObject({ code: 'idempotency_mismatch' });
  });

  test('going on with an answer is one', async () => {
    const who = { userId: 'goer-on', plan: 'trial' };
    chat.upstream.script(['You made 1,2', { finish: 'length' }, 'DONE']);
    const { saved } = await seeAnswer(await chat.ask({ message: 'q' }, who));
    const path = `/api/ai/chat/messages/${saved?.message_id}/continue`;
    expect(await problemOf(await chat.server.call(path, { ...who, json: {} }))).toMatchObject({ code: 'rate_limited' });
  });

  test('200 at once are admitted as many as may be', async () => {
    const asked = await Promise.all(
      Array.from({ length: 200 }, () =>
        chat.server.call('/api/ai/chat', { userId: 'flood', plan: 'trial', json: { message: 'q' } }),
      ),
    );
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(asked.filter(({ status }) => status === 429)).toHaveLength(199);
  });
});

describe('answers at once', () => {
  test('beyond the limit of a user are refused; one that ends makes room', async () => {
    const who = { userId: 'many-tabs' };
    const viewers = await begin(who, 2);
    expect(await ask(who, { session_id: 's-third' })).toMatchObject({
      status: 429,
      code: 'too_many_streams',
      limit: 'streams_per_user',
      after: 5,
      detail: expect.stringMatching(/^2 answers are being written for you already/),
    });
    expect((await chat.server.call('/api/ai/chat/sessions/s-third', who)).status).toBe(404);
    // In a session whose own answer runs that is what counts.
    expect(await ask(who, { session_id: 's0' })).toMatchObject({
      status: 409,
      code: 'turn_in_progress',
      stream_id: viewers[0]?.streamId,
    });
    const messages = await chat.server.call('/api/ai/chat/sessions/s0/messages', who);
    const { items } = (await messages.json()) as { items: { id: string }[] };
    const goOn = await chat.server.call(`/api/ai/chat/messages/${items.at(-1)?.id}/continue`, { ...who, json: {} });
    expect(await problemOf(goOn)).toMatchObject({ status: 409, stream_id: viewers[0]?.streamId });
    await stop(viewers.slice(0, 1), who);
    chat.reset();
    for (const _ of [1, 2]) expect(await ask(who)).toMatchObject({ status: 200 });
    await stop(viewers.slice(1), who);
  });

  test('do not count reconnects, nor repeats of what runs', async () => {
    const who = { userId: 'shaky-line', headers: { 'idempotency-key': 'one' } };
    const [first] = await begin(who, 1);
    const other = await view(chat.ask({ message: 'q', session_id: 'other' }, { userId: 'shaky-line' }));
    const again = await view(chat.ask({ message: 'q', session_id: 's0' }, who));
    const back = await view(chat.server.call(`/api/ai/chat/streams/${first?.streamId}`, { userId: 'shaky-line' }));
    expect([again.status, again.streamId, back.status]).toEqual([200, first?.streamId, 200]);
    await stop([other, again], who);
    await back.done;
  });

  test('are as many as the plan says', async () => {
    const who = { userId: 'subscriber', plan: 'pro' };
    const viewers = await begin(who, 5);
    expect(await ask(who)).toMatchObject({ code: 'too_many_streams', limit: 'streams_per_user' });
    await stop(viewers, who);
    chat.reset();
    for (const _ of Array(8)) expect(await ask(who)).toMatchObject({ status: 200 });
  });

  test('200 at once are let in as many as may be, each is answered, and the slots are free after', async () => {
    const who = { userId: 'crowd', plan: 'pro' };
    chat.upstream.script(['Well, ', { hang: true }]);
    const asked = await Promise.all(Array.from({ length: 200 }, () => chat.ask({ message: 'q' }, who)));
    const [ok, refused] = [200, 429].map((status) => asked.filter((response) => response.status === status));
    expect([ok?.length, refused?.length]).toEqual([5, 195]);
    await Promise.all((refused ?? []).map((response) => response.text()));
    await stop(await Promise.all((ok ?? []).map((response) => view(Promise.resolve(response)))), who);
    chat.reset();
    expect(await ask(who)).toMatchObject({ status: 200 });
  });

  test('of a whole instance are bounded too', async () => {
    const writers = ['w1', 'w2', 'w3', 'w4'];
    const begun = [];
    for (const userId of writers) begun.push({ userId, viewers: await begin({ userId }, 2) });
    expect(await ask({ userId: 'w5' })).toMatchObject({
      status: 429,
      code: 'too_many_streams',
      limit: 'streams',
      detail: expect.stringContaining('This server is writing 8 answers already'),
    });
    for (const { userId, viewers } of begun) await stop(viewers, { userId });
    chat.reset();
    expect(await ask({ userId: 'w5' })).toMatchObject({ status: 200 });
  });
});

test('an instance is let to write as many answers as it may, when 200 users ask at once', async () => {
  chat.upstream.script(['Well, ', { hang: true }]);
  const users = Array.from({ length: 200 }, (_, n) => ({ userId: `of-200-${n}` }));
  const asked = await Promise.all(users.map(async (who) => ({ who, response: await chat.ask({ message: 'q' }, who) })));
  const begun = asked.filter(({ response }) => response.status === 200);
  const problems = await Promise.all(
    asked.filter((each) => !begun.includes(each)).map(({ response }) => problemOf(response)),
  );
  expect([begun.length, new Set(problems.map(({ limit }) => limit))]).toEqual([8, new Set(['streams'])]);
  for (const { who, response } of begun) await stop([await view(Promise.resolve(response))], who);
});

test('a plan has its own day’s budget', async () => {
  const who = { userId: 'taster', plan: 'taste' };
  const usage = { prompt_tokens: 10, completion_tokens: 0, total_tokens: 10 };
  chat.upstream.script(['Hi.', { finish: 'stop' }, { usage }, 'DONE']);
  expect(await ask(who)).toMatchObject({ status: 200 });
  expect(await ask(who)).toMatchObject({ status: 429, code: 'budget_exhausted', limit: 'tokens_per_day' });
  expect(await ask({ ...who, plan: 'pro' })).toMatchObject({ status: 200 });
});
