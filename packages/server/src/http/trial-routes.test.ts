/** Versions are tried over a real port: as the chat streams, and nothing is kept but what was used up. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { startTestServer } from '../testing/start-server.ts';
import { answer } from '../testing/upstream.ts';
import { view } from '../testing/viewer.ts';

let chat: Chat;
beforeAll(async () => {
  chat = await startChat({ RATE_LIMIT_STREAMS_PER_USER: '2', RATE_LIMIT_TOKENS_PER_DAY: '10000' });
});
afterAll(() => chat.close());
beforeEach(() => chat.reset());

const SCOPE = 'chat prompts:read prompts:write ops:read';

interface Call {
  readonly json?: unknown;
  readonly method?: string;
  readonly userId?: string;
  readonly scope?: string;
  readonly signal?: AbortSignal;
}

async function send(path: string, { userId = 'olga', scope = SCOPE, ...init }: Call = {}) {
  const authorization = `Bearer ${await chat.server.token(userId, { scope })}`;
  return chat.server.call(path, { ...init, headers: { authorization } });
}

const read = async (path: string, userId: string) => (await send(path, { userId })).json();
const attempt = (json: object, call: Call = {}) =>
  send('/api/prompts/try', { json: { question: 'How am I doing?', version: 1, ...json }, ...call });

async function save(words: string): Promise<number> {
  const template = `${words} {{now}}{{#leftOut}}{{.}}{{/leftOut}}
<journal>{{#allTime}}{{.}}{{/allTime}}{{#figures}}{{title}}{{/figures}}{{#notes}}{{text}}{{/notes}}</journal>`;
  return (await (await send('/api/prompts/chat/versions', { json: { template } })).json()).version;
}

test('a version answers as the chat does, with the asker’s own journal, by number or label', async () => {
  const version = await save('VERSE');
  await send('/api/prompts/chat/labels/candidate', { method: 'PUT', json: { version } });
  for (const ref of [version, String(version), 'candidate']) {
    chat.upstream.script(answer('Roses', ' are red.'));
    const seen = await seeAnswer(await attempt({ version: ref }));
    expect(seen).toMatchObject({ text: 'Roses are red.', done: { finish_reason: 'stop', layer: 'streaming' } });
    expect(seen.types).toEqual(['session_info', 'done', 'stream_end']);
    expect(chat.upstream.calls.at(-1)?.body.messages[0]?.content).toMatch(/^VERSE 20/);
  }
});

test('it is no chat, in no record and in no figure of a version', async () => {
  const userId = 'nobody';
  chat.upstream.script(answer('Fine.'));
  const response = await attempt({}, { userId });
  const streamId = response.headers.get('x-stream-id');
  await response.text();
  expect(await read('/api/ai/chat/sessions', userId)).toMatchObject({ items: [] });
  expect((await send(`/api/ai/chat/streams/${streamId}`, { userId })).status).toBe(404);
  expect(await read(`/api/ops/streams?user=${userId}`, userId)).toMatchObject({ items: [] });
});

test('what it used up counts against the day, and a spent budget refuses it', async () => {
  const userId = 'spender';
  const spend = (total: number) => {
    const usage = { prompt_tokens: total, completion_tokens: 0, total_tokens: total };
    chat.upstream.script(['Hello.', { finish: 'stop' }, { usage }, 'DONE']);
    return attempt({}, { userId });
  };
  await (await spend(9_000)).text();
  expect((await seeAnswer(await spend(2_000))).warnings).toMatchObject([{ code: 'limit_near' }]);
  const refused = await attempt({}, { userId });
  expect([refused.status, (await refused.json()).code]).toEqual([429, 'budget_exhausted']);
  const asked = await send('/api/ai/chat/stream', { json: { message: 'q' }, userId });
  expect(asked.status).toBe(429);
});

test('two run beside each other, a third is one too many; leaving ends one, upstream too', async () => {
  const userId = 'busy';
  chat.upstream.script(answer('Half an ', { hang: true }));
  const leaving = new AbortController();
  const first = await attempt({}, { userId, signal: leaving.signal });
  const second = await attempt({}, { userId, signal: leaving.signal });
  const third = await attempt({}, { userId });
  expect([first.status, second.status, third.status, (await third.json()).code]).toEqual([
    ...[200, 200, 429, 'too_many_streams'],
  ]);
  await expect.poll(() => chat.upstream.calls.length).toBe(2);
  leaving.abort();
  await expect.poll(() => chat.upstream.calls.map(({ cancelled }) => cancelled)).toEqual([true, true]);
  chat.upstream.script(answer('Free again.'));
  await expect.poll(async () => (await attempt({}, { userId })).status).toBe(200);
});

test('one that was left is billed afterwards, in place of what was estimated', async () => {
  const userId = 'billed-later';
  chat.upstream.bill({ data: { total_cost: 0.5, native_tokens_prompt: 900, native_tokens_completion: 99 } });
  chat.upstream.script(['Half an ', { hang: true }]);
  const leaving = new AbortController();
  const viewer = await view(attempt({}, { userId, signal: leaving.signal }));
  await viewer.until('Half an ');
  leaving.abort();
  const used = async () => (await read(`/api/usage?user_id=${userId}`, userId)).items;
  const billed = { tokens: 999, estimated_tokens: 0, cost_usd: '0.5', attempts: 1, unpriced_attempts: 0 };
  await expect.poll(used, { timeout: 10_000 }).toMatchObject([billed]);
  chat.upstream.bill(null);
});

test('one that runs while its user is erased is stopped, and nothing of it is left or written later', async () => {
  const userId = 'leaver';
  chat.upstream.script(['Half an ', { hang: true }]);
  const viewer = await view(attempt({}, { userId }));
  await viewer.until('Half an ');
  expect((await send('/api/account', { userId, method: 'DELETE' })).status).toBe(204);
  await viewer.done;
  expect(viewer.chunks.map(({ chunk }) => chunk).slice(-2)).toMatchObject([
    { type: 'done', finish_reason: 'stopped' },
    { type: 'stream_end' },
  ]);
  expect(chat.upstream.calls.at(-1)?.cancelled).toBe(true);
  expect(await read(`/api/usage?user_id=${userId}`, userId)).toMatchObject({ items: [] });
});

test('a server that goes down waits for it, and ends it after the grace period', async () => {
  const own = await startChat({ SHUTDOWN_GRACE_MS: '50' });
  own.upstream.script(['Half an ', { hang: true }]);
  const authorization = `Bearer ${await own.server.token('olga', { scope: SCOPE })}`;
  const json = { question: 'q', version: 1 };
  const response = await own.server.call('/api/prompts/try', { json, headers: { authorization } });
  await expect.poll(() => own.upstream.calls.length).toBe(1);
  const [text] = await Promise.all([response.text(), own.close()]);
  expect(text).toMatch(/"finish_reason":"stopped".*"stream_end"/s);
});

test('it needs both scopes, and what cannot be is refused', async () => {
  expect((await attempt({}, { scope: 'chat' })).status).toBe(403);
  expect((await attempt({}, { scope: 'prompts:read' })).status).toBe(403);
  const refusals = [{ version: 999 }, { version: 'nowhere' }, { type: 'title' }, { question: ' ' }, { more: 1 }];
  for (const json of refusals) expect([json, (await attempt(json)).status]).toEqual([json, 400]);
  expect((await (await attempt({ model: 'not/there' })).json()).code).toBe('model_not_allowed');
});

test('without a model the analyst answers, whichever version was asked for', async () => {
  await using server = await startTestServer();
  const authorization = `Bearer ${await server.token('olga', { scope: SCOPE })}`;
  const json = { version: 'production', question: 'What is my win rate?' };
  const seen = await seeAnswer(await server.call('/api/prompts/try', { json, headers: { authorization } }));
  expect(seen.done).toMatchObject({ model_used: 'tradistry/analyst', finish_reason: 'stop' });
  expect(seen.text).not.toBe('');
});
