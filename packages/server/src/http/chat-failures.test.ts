/** A model that fails amid its answer, or refuses: what stays, who goes on, and under which code it ends, over a real port. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Script, Step } from '../testing/play-script.ts';
import { readStream } from '../testing/read-stream.ts';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer, byModel, type Play, type UpstreamCall } from '../testing/upstream.ts';

let chat: Chat;
beforeAll(async () => {
  // No test waits for jitter.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  chat = await startChat({
    LLM_MODELS: 'a/one,b/two',
    LLM_BREAKER_FAILURES: '0',
    LLM_IDLE_TIMEOUT_MS: '2000',
  });
});
afterAll(async () => {
  await chat.close();
  vi.restoreAllMocks();
});
beforeEach(() => chat.reset());

const called = () => chat.upstream.calls.map(({ body }) => body.model);

/** What a model is to go on with; null: it is asked from the beginning. */
function begun({ body }: UpstreamCall): string | null {
  const said = body.messages.findLast(({ role }) => role !== 'user');
  return said?.role === 'assistant' ? said.content : null;
}

/** Says `first` and then does `fault`; asked to go on it does only that. Nobody waits for silence twice. */
function breaksOff(first: string, fault: Script | Step): Play {
  const isStatus = typeof fault === 'object' && 'status' in fault;
  const isSilence = typeof fault === 'object' && 'hang' in fault;
  // What is no script is a step.
  const again = isStatus ? fault : isSilence ? { status: 504 } : [fault as Step];
  return (call) => {
    if (begun(call) !== null) return again;
    return [first, isStatus ? { cut: true } : (fault as Step)];
  };
}

describe('amid its answer, a model that fails', () => {
  const faults: [string, Step][] = [
    ['by a line that breaks', { cut: true }],
    ['by silence', { hang: true }],
    ['by an error in the stream', { error: { code: 502, message: 'SECRET' } }],
    ['by its limit', { error: { code: 429, message: 'SECRET' } }],
    ['for want of balance', { error: { code: 402, message: 'SECRET' } }],
    ['by the finish reason error', { finish: 'error' }],
    ['by the end of the stream', { raw: ': \n\n' }],
  ];
  test.each(faults)('%s is gone on with by the next one, and nothing shown is taken back', async (_name, fault) => {
    const goOn: Play = (call) => answer(begun(call) === 'You made 1,2' ? '84.50 USD.' : 'LEAK');
    chat.upstream.script(byModel({ 'a/one': [breaksOff('You made 1,2', fault)], 'b/two': [goOn] }));
    const json = { message: 'q', session_id: `s-${_name.replaceAll(' ', '-')}` };
    const { text, types, warnings, done } = await seeAnswer(await chat.ask(json));
    expect(text).toBe('You made 1,284.50 USD.');
    expect(types).toEqual(['session_info', 'warning', 'done', 'response_saved', 'stream_end']);
    expect(warnings).toMatchObject([
      {
        code: 'continued',
        layer: 'streaming',
        model: 'b/two',
        message: 'The answer of one broke off; two goes on with it.',
      },
    ]);
    expect(done).toMatchObject({ layer: 'streaming', model_used: 'b/two', fallback_used: true, finish_reason: 'stop' });
    expect(await chat.stored(json.session_id)).toMatchObject([{}, { content: text, status: 'complete' }]);
  });

  test('and is well when asked once more goes on itself, which is no fallback', async () => {
    chat.upstream.script(byModel({ 'a/one': [['You made 1,2', { cut: true }], answer('84.50 USD.')] }));
    const { text, warnings, done } = await seeAnswer(await chat.ask({ message: 'q' }));
    expect(text).toBe('You made 1,284.50 USD.');
    expect(warnings).toMatchObject([
      { code: 'continued', model: 'a/one', attempt: 2, message: 'The answer of one broke off; it goes on.' },
    ]);
    expect(done).toMatchObject({ model_used: 'a/one', layer: 'streaming', fallback_used: false });
  });

  test('is gone on with by who refuses a prefill: asked in words, and at once', async () => {
    const message = 'This model does not support assistant message prefill.';
    const told: Play = ({ body }) =>
      body.messages.at(-1)?.role === 'assistant'
        ? { status: 400, body: { error: { code: 400, message } } }
        : answer('84.50 USD.');
    chat.upstream.script(byModel({ 'a/one': [breaksOff('You made 1,2', { cut: true })], 'b/two': [told] }));
    expect((await seeAnswer(await chat.ask({ message: 'q' }))).text).toBe('You made 1,284.50 USD.');
    chat.upstream.calls.length = 0;
    // From then on it is known.
    expect((await seeAnswer(await chat.ask({ message: 'q' }))).text).toBe('You made 1,284.50 USD.');
    const asked = chat.upstream.calls.filter(({ body }) => body.model === 'b/two');
    expect(asked.map(({ body }) => body.messages.at(-1)?.role)).toEqual(['user']);
    expect(asked[0]?.body.messages.at(-1)?.content).toContain('"You made 1,2"');
  });

  test('is complete where who goes on finds nothing missing', async () => {
    chat.upstream.script(
      byModel({ 'a/one': [breaksOff('All is said.', { cut: true })], 'b/two': [[{ finish: 'stop' }, 'DONE']] }),
    );
    const { text, error, done } = await seeAnswer(await chat.ask({ message: 'q' }));
    expect({ text, error }).toEqual({ text: 'All is said.', error: null });
    expect(done).toMatchObject({ finish_reason: 'stop', fallback_used: true });
  });

  test.each<[string, Step[]]>([
    ['[DONE] alone', ['DONE']],
    ['the end of the stream', []],
    ['the finish reason length', [{ finish: 'length' }, 'DONE']],
    ['usage alone', [{ usage: { prompt_tokens: 1 } }, 'DONE']],
  ])('is not complete where who goes on says no more than %s', async (_name, nothing) => {
    const says: Play = ({ body }) => (body['stream'] === false ? { status: 503 } : nothing);
    chat.upstream.script(byModel({ 'a/one': [breaksOff('You made 1,2', { cut: true })], 'b/two': [says] }));
    const { text, error, saved } = await seeAnswer(await chat.ask({ message: 'q' }));
    expect({ text, partial: saved?.partial }).toEqual({ text: 'You made 1,2', partial: true });
    expect(error).not.toBe(null);
  });
});

describe('where nobody goes on', () => {
  test('the words stay, marked as partial, and can be gone on with later', async () => {
    const { promise: shown, resolve: show } = Promise.withResolvers<void>();
    const dies: Play = (call) =>
      begun(call) === null ? ['You made 1,2', { until: shown }, { cut: true }] : { status: 503 };
    chat.upstream.script(dies);
    const types: string[] = [];
    for await (const { chunk } of readStream(await chat.ask({ message: 'q', session_id: 's-partial' }))) {
      types.push(chunk.type);
      if (chunk.type === 'token') show();
    }
    expect(types.slice(-3)).toEqual(['error', 'response_saved', 'stream_end']);
    const [, partial] = await chat.stored('s-partial');
    expect(partial).toMatchObject({ content: 'You made 1,2', status: 'partial', partial: true });
    chat.upstream.script((call) => answer(begun(call) === 'You made 1,2' ? '84.50 USD.' : 'LEAK'));
    const again = await chat.server.call(`/api/ai/chat/messages/${partial?.id}/continue`, { json: {} });
    expect((await seeAnswer(again)).text).toBe('You made 1,284.50 USD.');
    expect(await chat.stored('s-partial')).toMatchObject([
      {},
      { content: 'You made 1,284.50 USD.', status: 'complete' },
    ]);
  });

  const codes: [string, Script | Step, status: number, code: string][] = [
    ['the line breaks', { cut: true }, 503, 'provider_unavailable'],
    ['the provider is down', { status: 503 }, 503, 'provider_unavailable'],
    ['it is overloaded', { status: 529 }, 503, 'provider_unavailable'],
    ['there is silence', { hang: true }, 504, 'provider_timeout'],
    ['the provider waited in vain', { status: 504 }, 504, 'provider_timeout'],
    ['there is an error', { error: { code: 500, message: 'SECRET' } }, 502, 'provider_error'],
    ['the request is not accepted', { status: 400 }, 502, 'provider_error'],
    ['the key is not accepted', { status: 401 }, 502, 'provider_error'],
    ['a page comes', { status: 200, text: '<html>SECRET' }, 502, 'provider_error'],
    ['the model is gone', { error: { code: 404, message: 'SECRET' } }, 502, 'model_unavailable'],
    ['there is a limit', { error: { code: 429, message: 'SECRET' } }, 429, 'rate_limited'],
    ['there is no balance', { error: { code: 402, message: 'SECRET' } }, 429, 'budget_exhausted'],
    ['the context is full', { error: { code: 'context_length_exceeded', message: 'SECRET' } }, 422, 'context_too_long'],
    ['content is refused', { finish: 'content_filter' }, 422, 'content_refused'],
  ];
  test.each(codes)(
    'because %s: the code on the stream, and its status without streaming',
    async (...[, fault, status, code]) => {
      chat.upstream.script(breaksOff('Begun', fault));
      const [seen, whole] = await Promise.all([
        chat.ask({ message: 'q' }).then(seeAnswer),
        chat.server.call('/api/ai/chat', { json: { message: 'q' } }),
      ]);
      const retryable = status !== 422;
      expect(seen).toMatchObject({ text: 'Begun', error: { code, retryable }, saved: { partial: true }, done: null });
      const problem = (await whole.json()) as { code: string };
      expect([whole.status, problem.code]).toEqual([status, code]);
      expect(whole.headers.get('content-type')).toContain('application/problem+json');
      expect(whole.headers.has('retry-after')).toBe(status === 429 || status === 503);
      expect(JSON.stringify(problem)).not.toMatch(/SECRET|provider text/);
    },
  );

  test('and the provider says when: the wait is told on both ways', async () => {
    const error = { code: 429, message: 'SECRET', availability: { retry_after: 30 } };
    chat.upstream.script(breaksOff('Begun', { error }));
    const { error: told } = await seeAnswer(await chat.ask({ message: 'q' }));
    expect(told).toMatchObject({ code: 'rate_limited', retry_after_ms: 30_000 });
    const whole = await chat.server.call('/api/ai/chat', { json: { message: 'q' } });
    expect(whole.headers.get('retry-after')).toBe('30');
  });
});

describe('refused content', () => {
  const refusals: [string, Script][] = [
    [
      'with a status',
      { status: 403, body: { error: { code: 403, metadata: { error_type: 'content_policy_violation' } } } },
    ],
    [
      'by a moderation',
      { status: 403, body: { error: { code: 403, metadata: { reasons: ['hate'], flagged_input: 'LEAK' } } } },
    ],
    ['by an error in the stream', [{ error: { code: 400, message: 'Blocked by our content policy' } }]],
    ['by its finish reason', [{ finish: 'content_filter' }, 'DONE']],
    ['by a field of its own', [{ delta: { refusal: 'LEAK' } }, { finish: 'stop' }, 'DONE']],
    [
      'by an answer in one piece',
      { status: 200, body: { choices: [{ message: { content: null, refusal: 'LEAK' }, finish_reason: 'stop' }] } },
    ],
  ];
  test.each(refusals)('%s is said, and never shopped around', async (_name, script) => {
    chat.upstream.script(byModel({ 'a/one': [script], 'b/two': [answer('LEAK')] }));
    const { types, error } = await seeAnswer(await chat.ask({ message: 'q' }));
    expect([types, called()]).toEqual([['session_info', 'error', 'stream_end'], ['a/one']]);
    expect(error).toMatchObject({ code: 'content_refused', retryable: false });
    const whole = await chat.server.call('/api/ai/chat', { json: { message: 'q' } });
    expect([whole.status, await whole.json()]).toMatchObject([422, { code: 'content_refused' }]);
    expect(called()).toEqual(['a/one', 'a/one']);
  });

  test('comes with the provider’s reason', async () => {
    chat.upstream.script({ status: 403, body: { error: { code: 403, metadata: { reasons: ['hate'] } } } });
    const { error } = await seeAnswer(await chat.ask({ message: 'q' }));
    expect(error?.message).toBe('The provider refused to answer this, because of hate. Ask it in other words.');
  });

  test('amid an answer leaves what was shown, and nobody goes on', async () => {
    chat.upstream.script(
      byModel({ 'a/one': [['Begun', { finish: 'content_filter' }, 'DONE']], 'b/two': [answer('LEAK')] }),
    );
    const { text, error, saved } = await seeAnswer(await chat.ask({ message: 'q' }));
    expect({ text, code: error?.code, partial: saved?.partial }).toEqual({
      text: 'Begun',
      code: 'content_refused',
      partial: true,
    });
    expect(called()).toEqual(['a/one']);
  });
});

describe('no false alarm', () => {
  test('a malformed event amid good ones is skipped, and a stream without [DONE] but with a finish reason is whole', async () => {
    chat.upstream.script([
      'Good',
      { raw: 'data: {"choices":[{"delta":{"content":"LEAK\n\n' },
      ' still',
      { finish: 'stop' },
    ]);
    const { text, types } = await seeAnswer(await chat.ask({ message: 'q' }));
    expect({ text, types }).toEqual({
      text: 'Good still',
      types: ['session_info', 'done', 'response_saved', 'stream_end'],
    });
  });

  const oddities: [string, object][] = [
    ['a name that is no text', { model: { LEAK: 1 } }],
    ['a name that cannot be stored', { model: 'a\0b\ud800' }],
    ['a name beyond all bounds', { model: 'x'.repeat(10_000) }],
    [
      'numbers beyond all bounds',
      { usage: { prompt_tokens: 1e300, completion_tokens: -1, total_tokens: 'many', cost: 1e308 } },
    ],
    ['numbers that are none', { usage: { prompt_tokens: '9', completion_tokens: null, total_tokens: {}, cost: '1' } }],
    ['usage that is none', { usage: 'LEAK' }],
    ['a provider that is none', { provider: [1] }],
  ];
  test.each(oddities)('%s beside a good answer harms neither the answer nor what is kept', async (name, odd) => {
    const event = `data: ${JSON.stringify({ choices: [], ...odd })}\n\n`;
    chat.upstream.script(['Good', { raw: event }, ' still.', { finish: 'stop' }, { raw: event }, 'DONE']);
    const session_id = `s-${name.replaceAll(' ', '-')}`;
    const { text, done } = await seeAnswer(await chat.ask({ message: 'q', session_id }));
    expect({ text, model: done?.model_used }).toEqual({ text: 'Good still.', model: 'a/one' });
    expect(await chat.stored(session_id)).toMatchObject([{}, { content: 'Good still.', status: 'complete' }]);
  });

  test('an answer that is cut by its length says so, and can be gone on with', async () => {
    chat.upstream.script(['You made 1,2', { finish: 'length' }, 'DONE']);
    const { done, saved } = await seeAnswer(await chat.ask({ message: 'q' }));
    expect([done?.finish_reason, saved?.partial]).toEqual(['length', undefined]);
    chat.upstream.script(answer('84.50 USD.'));
    const again = await chat.server.call(`/api/ai/chat/messages/${saved?.message_id}/continue`, { json: {} });
    expect((await seeAnswer(again)).text).toBe('You made 1,284.50 USD.');
  });
});
