/** The streaming contract over a real port, with a real provider behind it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readStream, readWhole, shownText } from '../testing/read-stream.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer } from '../testing/upstream.ts';

let chat: Chat;
let server: Chat['server'];
let upstream: Chat['upstream'];
let ask: Chat['ask'];
let stored: Chat['stored'];

beforeAll(async () => {
  chat = await startChat();
  ({ server, upstream, ask, stored } = chat);
});
afterAll(() => chat.close());
beforeEach(() => chat.reset());

describe('a stream', () => {
  test('comes in the order of the contract, with strictly increasing ids and the headers of an event stream', async () => {
    const response = await ask({ message: 'How am I doing?', session_id: 's-order' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    const chunks = await readWhole(response);
    const types = chunks.map(({ chunk }) => chunk.type);
    // Tokens that come in one moment may leave together.
    expect(types.filter((type, index) => type !== 'token' || types[index - 1] !== 'token')).toEqual([
      'session_info',
      'token',
      'done',
      'response_saved',
      'stream_end',
    ]);
    chunks.forEach(({ id }, index) => {
      expect(id).toBeGreaterThan(chunks[index - 1]?.id ?? 0);
    });
    expect(chunks[0]?.chunk).toMatchObject({
      session_id: 's-order',
      status: 'processing',
      stream_id: response.headers.get('x-stream-id'),
    });
    expect(chunks.at(-3)?.chunk).toMatchObject({
      type: 'done',
      message: 'Streaming complete',
      finish_reason: 'stop',
      model_used: 'a/one',
      layer: 'streaming',
      fallback_used: false,
      usage: { prompt_tokens: 100, cost_usd: 0.0001 },
    });
    expect(shownText(chunks)).toBe('Hello there.');
  });

  test('stores the question before and the answer with what was shown, to the character', async () => {
    upstream.script(
      answer('A “quote”, ', 'an emoji \ud83d', '\ude00 split over two deltas', ' and a lone \ud800 one.'),
    );
    const chunks = await readWhole(await ask({ message: 'Unicode?', session_id: 's-store' }));
    const messages = await stored('s-store');
    expect(messages.map(({ role, status }) => [role, status])).toEqual([
      ['user', 'complete'],
      ['assistant', 'complete'],
    ]);
    expect(messages[1]?.content).toBe(shownText(chunks));
    expect(shownText(chunks)).toBe('A “quote”, an emoji 😀 split over two deltas and a lone \ufffd one.');
  });

  test('gives the model the rules, the journal as data, the chat so far and the question', async () => {
    await readWhole(await ask({ message: 'First', session_id: 's-history' }));
    await readWhole(await ask({ message: 'Second', session_id: 's-history' }));
    const sent = upstream.calls[1]?.body.messages ?? [];
    expect(sent.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(sent.slice(1).map(({ content }) => content)).toEqual(['First', 'Hello there.', 'Second']);
    expect(sent[0]?.content).toContain('<journal>');
  });

  test('context_limit bounds the earlier messages', async () => {
    await readWhole(await ask({ message: 'First', session_id: 's-limit' }));
    await readWhole(await ask({ message: 'Second', session_id: 's-limit', context_limit: 0 }));
    expect(upstream.calls[1]?.body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
  });

  test('sends reasoning only to viewers that ask for it', async () => {
    upstream.script(answer({ reasoning: 'let me think' }, 'Done.'));
    const plain = await readWhole(await ask({ message: 'a', session_id: 's-r1' }));
    expect(plain.some(({ chunk }) => chunk.type === 'reasoning')).toBe(false);
    const full = await readWhole(await ask({ message: 'a', session_id: 's-r2', include: ['reasoning'] }));
    expect(full.filter(({ chunk }) => chunk.type === 'reasoning').map(({ chunk }) => chunk)).toEqual([
      { type: 'reasoning', content: 'let me think' },
    ]);
    expect(shownText(full)).toBe('Done.');
  });

  test('goes on after its viewer left, and can be watched from any chunk, live and after its end', async () => {
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    upstream.script(answer('one ', 'two ', { until: gate }, 'three ', 'four'));
    const leave = new AbortController();
    const response = await server.call('/api/ai/chat/stream', {
      json: { message: 'go', session_id: 's-leave' },
      signal: leave.signal,
    });
    const streamId = response.headers.get('x-stream-id') ?? '';
    const seen = [];
    for await (const one of readStream(response)) {
      seen.push(one);
      if (shownText(seen) === 'one two ') break;
    }
    leave.abort();
    const live = server.call(`/api/ai/chat/streams/${streamId}`, { headers: { 'Last-Event-ID': String(seen[1]?.id) } });
    const rest = readWhole(await live);
    release();
    expect(shownText(await rest, shownText(seen.slice(0, 2)))).toBe('one two three four');

    const all = await readWhole(await server.call(`/api/ai/chat/streams/${streamId}`));
    expect(shownText(all)).toBe('one two three four');
    for (const { id } of all.slice(0, -1)) {
      const after = await readWhole(await server.call(`/api/ai/chat/streams/${streamId}?after=${id}`));
      const before = all.filter((one) => (one.id ?? 0) <= (id ?? 0));
      expect(shownText(after, shownText(before))).toBe('one two three four');
      expect(after.at(-1)?.chunk.type).toBe('stream_end');
    }
    const end = all.at(-1)?.id ?? 0;
    expect((await server.call(`/api/ai/chat/streams/${streamId}?after=${end}`)).status).toBe(204);
    expect((await server.call(`/api/ai/chat/streams/${streamId}?after=${end + 10}`)).status).toBe(204);
    // The header counts where both are there.
    const header = { headers: { 'Last-Event-ID': String(end) } };
    expect((await server.call(`/api/ai/chat/streams/${streamId}?after=1`, header)).status).toBe(204);
    expect((await server.call(`/api/ai/chat/streams/${streamId}`, { headers: { 'Last-Event-ID': 'x' } })).status).toBe(
      400,
    );
  });

  test('is found by its session while it runs', async () => {
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    upstream.script(answer('one ', { until: gate }, 'two'));
    const first = await ask({ message: 'go', session_id: 's-active' });
    const session = (await (await server.call('/api/ai/chat/sessions/s-active')).json()) as {
      active_stream_id: string;
    };
    expect(session.active_stream_id).toBe(first.headers.get('x-stream-id'));
    const second = readWhole(await server.call('/api/ai/chat/sessions/s-active/stream'));
    const refused = await ask({ message: 'again', session_id: 's-active' });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: 'turn_in_progress', stream_id: session.active_stream_id });
    release();
    expect(shownText(await second)).toBe('one two');
    await readWhole(first);
    expect((await server.call('/api/ai/chat/sessions/s-active/stream')).status).toBe(204);
  });

  test('another user sees neither the stream nor the session', async () => {
    const response = await ask({ message: 'mine', session_id: 's-own' });
    const streamId = response.headers.get('x-stream-id');
    await readWhole(response);
    for (const path of [
      `/api/ai/chat/streams/${streamId}`,
      '/api/ai/chat/sessions/s-own',
      '/api/ai/chat/sessions/s-own/messages',
      '/api/ai/chat/sessions/s-own/stream',
    ]) {
      const foreign = await server.call(path, { userId: 'mallory' });
      expect([path, foreign.status]).toEqual([path, 404]);
    }
    expect(
      (await server.call(`/api/ai/chat/streams/${streamId}/stop`, { userId: 'mallory', method: 'POST' })).status,
    ).toBe(404);
    await readWhole(await ask({ message: 'theirs', session_id: 's-own' }, { userId: 'mallory' }));
    expect((await stored('s-own')).map(({ content }) => content)).toEqual(['mine', 'Hello there.']);
  });
});

describe('asking twice', () => {
  test('fifty requests with one key make one question, one model call and one answer', async () => {
    const one = () =>
      ask({ message: 'once', session_id: 's-once' }, { headers: { 'Idempotency-Key': 'key-50' } }).then(readWhole);
    const streams = await Promise.all(Array.from({ length: 50 }, one));
    expect(new Set(streams.map((chunks) => shownText(chunks)))).toEqual(new Set(['Hello there.']));
    expect(upstream.calls.length).toBe(1);
    expect((await stored('s-once')).length).toBe(2);
  });

  test('the same key with another body, or for another endpoint, is told apart', async () => {
    const headers = { 'Idempotency-Key': 'key-other' };
    await readWhole(await ask({ message: 'one', session_id: 's-key' }, { headers }));
    const other = await ask({ message: 'two', session_id: 's-key' }, { headers });
    expect([other.status, ((await other.json()) as { code: string }).code]).toEqual([422, 'idempotency_mismatch']);
    const same = await ask({ message: ' one ', session_id: 's-key', context_limit: 10 }, { headers });
    expect(shownText(await readWhole(same))).toBe('Hello there.');
    const whole = await server.call('/api/ai/chat', { json: { message: 'one', session_id: 's-key' }, headers });
    expect(whole.status).toBe(200);
    expect(upstream.calls.length).toBe(2);
    const bad = await ask({ message: 'one' }, { headers: { 'Idempotency-Key': 'with space' } });
    expect(bad.status).toBe(400);
  });
});

describe('branches', () => {
  test('a question may be answered again, edited, or gone on from', async () => {
    await readWhole(await ask({ message: 'Q', session_id: 's-tree' }));
    const [question, first] = await stored('s-tree');
    upstream.script(answer('Another answer.'));
    await readWhole(await ask({ message: 'Q', session_id: 's-tree', parent_message_id: question?.id }));
    await readWhole(await ask({ message: 'Q, edited', session_id: 's-tree', parent_message_id: question?.id }));
    await readWhole(await ask({ message: 'And?', session_id: 's-tree', parent_message_id: first?.id }));
    const messages = await stored('s-tree');
    expect(messages.map(({ role, content, parent_id }) => [role, content, parent_id])).toEqual([
      ['user', 'Q', null],
      ['assistant', 'Hello there.', question?.id],
      ['assistant', 'Another answer.', question?.id],
      ['user', 'Q, edited', null],
      ['assistant', 'Another answer.', messages[3]?.id],
      ['user', 'And?', first?.id],
      ['assistant', 'Another answer.', messages[5]?.id],
    ]);
    expect(
      upstream.calls
        .at(-1)
        ?.body.messages.slice(1)
        .map(({ content }) => content),
    ).toEqual(['Q', 'Hello there.', 'And?']);
    const missing = await ask({
      message: 'x',
      session_id: 's-tree',
      parent_message_id: '00000000-0000-4000-8000-000000000000',
    });
    expect(missing.status).toBe(404);
  });
});

describe('stopping', () => {
  test('closes the upstream call, keeps what was written, and every viewer sees the end', async () => {
    upstream.script([...Array.from({ length: 5 }, (_, n) => `word${n} `), { hang: true }]);
    const response = await ask({ message: 'long', session_id: 's-stop' });
    const streamId = response.headers.get('x-stream-id');
    const chunks = [];
    let stopping: Promise<Response> | undefined;
    for await (const one of readStream(response)) {
      chunks.push(one);
      if (shownText(chunks).includes('word4'))
        stopping ??= server.call(`/api/ai/chat/streams/${streamId}/stop`, { method: 'POST' });
    }
    const stopped = (await (await stopping)?.json()) as Record<string, unknown>;
    expect(stopped).toMatchObject({
      status: 'stopped',
      upstream_cancelled: true,
      billing_stopped: true,
      tokens_generated: 5,
      tokens_delivered: 5,
    });
    expect(upstream.calls[0]?.cancelled).toBe(true);
    expect(chunks.at(-3)?.chunk).toMatchObject({ type: 'done', finish_reason: 'stopped' });
    const messages = await stored('s-stop');
    expect(messages[1]).toMatchObject({ status: 'stopped', content: shownText(chunks) });
    const again = await server.call(`/api/ai/chat/streams/${streamId}/stop`, { method: 'POST' });
    expect(await again.json()).toMatchObject({ status: 'already_ended' });
  });

  test('before the first word leaves an answer that can be gone on with too, once', async () => {
    upstream.script([{ hang: true }]);
    const response = await ask({ message: 'q', session_id: 's-early' });
    await expect.poll(() => upstream.calls.length).toBe(1);
    await server.call(`/api/ai/chat/streams/${response.headers.get('x-stream-id')}/stop`, { method: 'POST' });
    expect((await readWhole(response)).slice(1).map(({ chunk }) => chunk)).toMatchObject([
      { type: 'done', finish_reason: 'stopped' },
      { type: 'response_saved' },
      { type: 'stream_end' },
    ]);
    const [, answered] = await stored('s-early');
    expect(answered).toMatchObject({ status: 'stopped', content: '' });
    upstream.script(answer('Hello', ' there', '.'));
    const goOn = () => server.call(`/api/ai/chat/messages/${answered?.id}/continue`, { method: 'POST', json: {} });
    const both = await Promise.all([goOn(), goOn()]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const onward = both.find(({ status }) => status === 200);
    expect(shownText(await readWhole(onward ?? Response.error()))).toBe('Hello there.');
    expect(await stored('s-early')).toMatchObject([
      {},
      { id: answered?.id, status: 'complete', content: 'Hello there.' },
    ]);
  });
});

describe('the whole answer at once', () => {
  test('is the same turn without streaming', async () => {
    const response = await server.call('/api/ai/chat', { json: { message: 'Hi', session_id: 's-whole' } });
    expect(response.status).toBe(200);
    const body = await response.json();
    expect(body).toMatchObject({
      session_id: 's-whole',
      response: 'Hello there.',
      model_used: 'a/one',
      layer: 'streaming',
      fallback_used: false,
      usage: { completion_tokens: 3 },
      sources: [],
      warnings: [],
    });
    expect((await stored('s-whole'))[1]).toMatchObject({
      id: (body as { message_id: string }).message_id,
      content: 'Hello there.',
    });
  });

  test('is a problem document where there is none', async () => {
    upstream.script({
      status: 403,
      body: { error: { code: 403, metadata: { error_type: 'content_policy_violation' } } },
    });
    const response = await server.call('/api/ai/chat', { json: { message: 'Hi' } });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'content_refused', status: 422 });
  });
});
