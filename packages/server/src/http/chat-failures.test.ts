/** What is seen and kept when the model fails, over a real port, with a real provider that misbehaves. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readStream, readWhole, shownText } from '../testing/read-stream.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import type { Upstream } from '../testing/upstream.ts';

let chat: Chat;
let server: Chat['server'];
let upstream: Chat['upstream'];
let ask: Chat['ask'];
let stored: Chat['stored'];

beforeAll(async () => {
  chat = await startChat({ LLM_IDLE_TIMEOUT_MS: '700', LLM_FIRST_TOKEN_TIMEOUT_MS: '700' });
  ({ server, upstream, ask, stored } = chat);
});
afterAll(() => chat.close());
beforeEach(() => chat.reset());

describe('a model that fails', () => {
  const cases: [string, Parameters<Upstream['script']>[0]][] = [
    ['refuses with a status', { status: 503 }],
    ['knows no such key', { status: 401 }],
    ['answers with an error in the stream', [{ error: { code: 502, message: 'secret internals' } }]],
    ['answers nothing and stops', [{ finish: 'stop' }, 'DONE']],
    ['ends without a word', []],
    ['breaks the connection', [{ cut: true }]],
    ['never says anything', [{ hang: true }]],
    ['only thinks and then falls silent', [{ reasoning: 'hm' }, { hang: true }]],
  ];
  test.each(cases)('and %s gives the analyst’s answer with a warning', async (_name, script) => {
    upstream.script(script);
    const chunks = await readWhole(await ask({ message: 'What is my win rate?' }));
    const types = chunks.map(({ chunk }) => chunk.type);
    expect(types.indexOf('warning')).toBe(1);
    expect(chunks[1]?.chunk).toMatchObject({ code: 'fallback', layer: 'fallback_message', model: 'a/one' });
    expect(JSON.stringify(chunks)).not.toMatch(/secret internals|provider text/);
    expect(chunks.at(-3)?.chunk).toMatchObject({
      type: 'done',
      layer: 'fallback_message',
      fallback_used: true,
      model_used: 'tradistry/analyst',
    });
    expect(shownText(chunks).length).toBeGreaterThan(10);
  });

  test('after its first words, the words stay and are marked as partial', async () => {
    const { promise: shown, resolve: show } = Promise.withResolvers<void>();
    upstream.script(['The beginning', { until: shown }, { cut: true }]);
    const chunks = [];
    for await (const one of readStream(await ask({ message: 'q', session_id: 's-partial' }))) {
      chunks.push(one);
      if (one.chunk.type === 'token') show();
    }
    expect(chunks.slice(-3).map(({ chunk }) => chunk)).toMatchObject([
      { type: 'error', code: 'provider_unavailable', retryable: true },
      { type: 'response_saved', partial: true },
      { type: 'stream_end' },
    ]);
    expect(await stored('s-partial')).toMatchObject([
      {},
      { status: 'partial', content: 'The beginning', partial: true },
    ]);
  });

  test('a malformed event amid good ones is skipped, and a stream without [DONE] but with a finish reason is whole', async () => {
    upstream.script(['Good', { raw: 'data: {"choices":[{"delta"\n\n' }, ' still', { finish: 'stop' }]);
    const chunks = await readWhole(await ask({ message: 'q' }));
    expect(shownText(chunks)).toBe('Good still');
    expect(chunks.at(-3)?.chunk.type).toBe('done');
  });

  test('refused content is said, and never shopped around', async () => {
    upstream.script({
      status: 403,
      body: { error: { code: 403, message: 'x', metadata: { error_type: 'content_policy_violation' } } },
    });
    const chunks = await readWhole(await ask({ message: 'q' }));
    expect(chunks.slice(1).map(({ chunk }) => chunk)).toMatchObject([
      { type: 'error', code: 'content_refused', retryable: false },
      { type: 'stream_end' },
    ]);
  });

  test.each([
    ['breaks', { cut: true }, 503, 'provider_unavailable'],
    ['falls silent', { hang: true }, 504, 'provider_timeout'],
    ['reports an error', { error: { code: 500, message: 'secret' } }, 502, 'provider_error'],
    ['is gone', { error: { code: 404, message: 'secret' } }, 502, 'model_unavailable'],
    ['is limited', { error: { code: 429, message: 'secret' } }, 429, 'rate_limited'],
    ['has no balance', { error: { code: 402, message: 'secret' } }, 429, 'budget_exhausted'],
    ['is full', { error: { code: 'context_length_exceeded', message: 'secret' } }, 422, 'context_too_long'],
    ['refuses', { finish: 'content_filter' }, 422, 'content_refused'],
  ] as const)('amid its answer and %s: the code on the stream, and its status without streaming', async (...row) => {
    const [, fault, status, code] = row;
    // The pause lets the words out before the connection goes.
    upstream.script(['Begun', { pauseMs: 100 }, fault]);
    const chunks = await readWhole(await ask({ message: 'q' }));
    const error = chunks.find(({ chunk }) => chunk.type === 'error')?.chunk;
    expect(error).toMatchObject({ code });
    expect(shownText(chunks)).toBe('Begun');
    const whole = await server.call('/api/ai/chat', { json: { message: 'q' } });
    const problem = (await whole.json()) as { code: string };
    expect([whole.status, problem.code]).toEqual([status, code]);
    expect(whole.headers.has('retry-after')).toBe(status === 429 || status === 503);
    expect(JSON.stringify([chunks, problem])).not.toContain('secret');
  });
});
