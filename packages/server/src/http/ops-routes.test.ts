/** The operators' API over a real port: scopes, what it shows of streams, and stopping one; never anybody's words. */
import { Kpis, ModelStates, page, StreamLife, StreamRecord, Summary, UsageDay } from '@tradistry/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readStream, readWhole } from '../testing/read-stream.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer, byModel } from '../testing/upstream.ts';

let chat: Chat;
beforeAll(async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  chat = await startChat({ LLM_BREAKER_FAILURES: '0' });
});
afterAll(async () => {
  await chat.close();
  vi.restoreAllMocks();
});
beforeEach(() => chat.reset());

async function call(
  path: string,
  { scope = 'ops:read', ...init }: RequestInit & { scope?: string; json?: unknown } = {},
) {
  const authorization = `Bearer ${await chat.server.token('operator', { scope })}`;
  const response = await chat.server.call(path, { headers: { authorization }, ...init });
  const text = await response.text();
  return { status: response.status, text, body: text === '' ? null : JSON.parse(text) };
}

async function ask(json: object = {}, userId = 'alice') {
  const chunks = await readWhole(await chat.ask({ message: 'CANARY question', ...json }, { userId }));
  const info = chunks.map(({ chunk }) => chunk).find(({ type }) => type === 'session_info');
  const saved = chunks.map(({ chunk }) => chunk).find(({ type }) => type === 'response_saved');
  return { ...(info as { stream_id: string; session_id: string }), ...(saved as { message_id: string }) };
}

/** The records of a user's streams. */
const recordsOf = async (userId: string): Promise<StreamRecord[]> =>
  (await call(`/api/ops/streams?user_id=${userId}`)).body.items;

test.each([
  '/api/ai/metrics/summary',
  '/api/ops/streams',
  '/api/ops/streams/nobody',
  '/api/ops/models',
  '/api/ops/jobs',
  '/api/usage',
])('%s wants the scope ops:read', async (path) => {
  expect((await fetch(chat.server.url + path)).status).toBe(401);
  expect((await call(path, { scope: 'chat' })).status).toBe(403);
  expect((await call(path, { scope: 'ops:write' })).status).toBe(403);
  expect([200, 404]).toContain((await call(path)).status);
});

describe('a stream that ended', () => {
  test('has a record and a life, without a word of it', async () => {
    chat.upstream.script(byModel({ 'a/one': [{ status: 402 }], 'b/two': [answer('CANARY', ' answer.')] }));
    const { stream_id } = await ask({}, 'lifer');
    const { body, text } = await call(`/api/ops/streams/${stream_id}`);
    const life = StreamLife.parse(body);
    expect(life).toMatchObject({
      ...{ state: 'ended', user_id: 'lifer', outcome: 'completed', success: true, fallback_used: true, attempts: 2 },
      ...{ layer: 'streaming', model_used: 'b/two', streaming: true, error_code: null, reading_ms: null },
    });
    expect(life.attempt_list.map(({ model, outcome }) => [model, outcome])).toEqual([
      ['a/one', 'payment'],
      ['b/two', 'completed'],
    ]);
    expect(life.steps.map(({ name }) => name)).toEqual(['start', 'retrieval', 'context']);
    expect(text).not.toContain('CANARY');
    expect(await recordsOf('lifer')).toEqual([StreamRecord.parse(life)]);
  });

  test('outlives its session as a record, and its attempts do not', async () => {
    const { stream_id, session_id } = await ask({}, 'deleter');
    await chat.server.call(`/api/ai/chat/sessions/${session_id}`, { method: 'DELETE', userId: 'deleter' });
    const { body } = await call(`/api/ops/streams/${stream_id}`);
    expect([body.outcome, body.attempt_list]).toEqual(['completed', []]);
  });

  test('is found by what it came to', async () => {
    chat.upstream.script({
      status: 422,
      body: { error: { code: 403, message: 'flagged', metadata: { reasons: ['x'] } } },
    });
    await readWhole(await chat.ask({ message: 'Hello?' }, { userId: 'chooser' }));
    chat.reset();
    await chat.server.call('/api/ai/chat', { json: { message: 'Hello?' }, userId: 'chooser' });
    const count = async (choice: string) =>
      (await call(`/api/ops/streams?user_id=chooser&${choice}`)).body.items.length;
    expect(await count('streaming=false')).toBe(1);
    expect(await count('outcome=completed')).toBe(1);
    expect(await count('state=running')).toBe(0);
    expect(await count('limit=1')).toBe(1);
    expect((await call('/api/ops/streams?outcome=good')).status).toBe(400);
  });
});

describe('a stream that runs', () => {
  test('is shown with what it has come to, and an operator can stop it', async () => {
    chat.upstream.script(['Once', { hang: true }]);
    const reading = readStream(await chat.ask({ message: 'CANARY question' }, { userId: 'runner' }));
    let streamId = '';
    for await (const { chunk } of reading) {
      if (chunk.type === 'session_info') streamId = chunk.stream_id ?? '';
      if (chunk.type === 'token') break;
    }
    const [record] = await recordsOf('runner');
    expect(StreamRecord.parse(record)).toMatchObject({
      state: 'running',
      model_used: 'a/one',
      attempts: 1,
      chunk_count: 1,
    });
    expect((await call(`/api/ops/streams/${streamId}`)).body).toMatchObject({
      state: 'running',
      outcome: null,
      gaps: [],
    });
    expect((await call(`/api/ops/streams/${streamId}/stop`, { method: 'POST' })).status).toBe(403);
    const stopped = await call(`/api/ops/streams/${streamId}/stop`, { method: 'POST', scope: 'ops:write' });
    expect([stopped.status, stopped.body.status, stopped.body.upstream_cancelled]).toEqual([200, 'stopped', true]);
    expect((await recordsOf('runner'))[0]).toMatchObject({ state: 'ended', outcome: 'stopped', success: false });
    const nobody = await call('/api/ops/streams/nobody/stop', { method: 'POST', scope: 'ops:write' });
    expect(nobody.status).toBe(404);
  });
});

test('the summary counts every turn once, by what it came to', async () => {
  chat.upstream.script(byModel({ 'a/one': [{ status: 402 }], 'b/two': [answer('Two.')] }));
  await ask({}, 'summed');
  const { status, body } = await call('/api/ai/metrics/summary?every=hour&by=model,streaming&model=b/two');
  const summary = Summary.parse(body);
  expect(status).toBe(200);
  expect(summary.total).toMatchObject({ success_rate: 1, error_rate: 0, fallback_rate: 1 });
  expect(summary.total.turns).toBeGreaterThan(0);
  expect(summary.rows.reduce((sum, { turns }) => sum + turns, 0)).toBe(summary.total.turns);
  expect(summary.rows[0]).toMatchObject({ model: 'b/two', streaming: true, instance: null });
  expect(Kpis.parse(summary.total).first_token_ms.p50).toBeGreaterThan(0);
  const none = Summary.parse((await call('/api/ai/metrics/summary?model=nobody')).body);
  expect([none.total.turns, none.total.success_rate, none.rows]).toEqual([0, null, []]);
  for (const wrong of [
    'from=yesterday',
    'by=colour',
    'every=hour&from=2020-01-01T00:00:00Z',
    'from=2030-01-01T00:00:00Z',
  ])
    expect([wrong, (await call(`/api/ai/metrics/summary?${wrong}`)).status]).toEqual([wrong, 400]);
});

test('models, jobs and usage are told as the protocol says', async () => {
  await ask({}, 'spender');
  const models = ModelStates.parse((await call('/api/ops/models')).body);
  expect(models.items.map(({ id, tier, circuit }) => [id, tier, circuit])).toEqual([
    ['a/one', 1, 'closed'],
    ['b/two', 2, 'closed'],
  ]);
  expect((await call('/api/ops/jobs')).body.items[0]).toMatchObject({ queue: 'journal_changes', waiting: 0 });
  const usage = page(UsageDay).parse((await call('/api/usage?user_id=spender')).body);
  expect(usage.items.map(({ user_id, attempts }) => [user_id, attempts])).toEqual([['spender', 1]]);
  expect(usage.items[0]?.tokens).toBeGreaterThan(0);
});

test('the time an answer was read is kept with its record', async () => {
  const { message_id, stream_id } = await ask({}, 'reader');
  const tell = async (reading_ms: unknown, userId = 'reader', id = message_id) =>
    (await chat.server.call(`/api/ai/chat/messages/${id}/reading`, { json: { reading_ms }, userId })).status;
  expect([await tell(5000), await tell(3000), await tell(-1), await tell(3_600_001)]).toEqual([204, 204, 400, 400]);
  expect([await tell(9000, 'mallory'), await tell(9000, 'reader', 'nobody')]).toEqual([404, 404]);
  expect((await call(`/api/ops/streams/${stream_id}`)).body.reading_ms).toBe(5000);
});

test('where users are hashed, nobody’s id is shown, and the same hash finds them', async () => {
  const hashed = await startChat({ LOG_USER_IDS: 'hashed', LOG_USER_SALT: 'salt-of-the-tests-0123' });
  try {
    await readWhole(await hashed.ask({ message: 'Hello?' }, { userId: 'carol' }));
    const authorization = `Bearer ${await hashed.server.token('op', { scope: 'ops:read' })}`;
    const get = async (path: string) => (await hashed.server.call(path, { headers: { authorization } })).json();
    const streams = (await get('/api/ops/streams')) as { items: StreamRecord[] };
    const key = streams.items[0]?.user_id ?? '';
    expect(key).toMatch(/^u_[0-9a-f]{16}$/);
    for (const path of [
      `/api/ops/streams?user_id=${key}`,
      '/api/ops/streams?user_id=carol',
      `/api/usage?user_id=${key}`,
    ]) {
      const { items } = (await get(path)) as { items: { user_id: string }[] };
      expect([path, items.map(({ user_id }) => user_id)]).toEqual([path, [key]]);
    }
  } finally {
    await hashed.close();
  }
});
