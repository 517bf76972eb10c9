/** A model that fails before its first word: who answers instead, and what is said of it, over a real port. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Script } from '../testing/play-script.ts';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer, byModel, type Play } from '../testing/upstream.ts';

const TWO = answer('From', ' two.');
const WELL = ['session_info', 'warning', 'done', 'response_saved', 'stream_end'];

let chat: Chat;
beforeAll(async () => {
  // No test waits for jitter.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  chat = await startChat({
    LLM_MODELS: 'a/one,b/two,2:c/three',
    LLM_BREAKER_FAILURES: '0',
    LLM_FIRST_TOKEN_TIMEOUT_MS: '2500',
  });
});
afterAll(async () => {
  await chat.close();
  vi.restoreAllMocks();
});
beforeEach(() => chat.reset());

/** Asks while `a/one` plays this, one call after the other, and the others that. */
async function ask(one: readonly Play[], others: readonly Play[] = [TWO], json: object = {}) {
  chat.upstream.script(byModel({ 'a/one': one, 'b/two': others, 'c/three': others }));
  return seeAnswer(await chat.ask({ message: 'What is my win rate?', ...json }));
}

const called = () => chat.upstream.calls.map(({ body }) => body.model);
const refuse = (status: number, headers: Record<string, string> = {}): Script => ({ status, headers });
const says = (error: object): Script => ({ status: 503, body: { error: { code: 503, message: 'SECRET', ...error } } });

describe('before its first word, a model that fails', () => {
  const cases: [string, Script, calls: number, words: RegExp][] = [
    ['with 400', refuse(400), 1, /one did not answer; two does/],
    ['for want of balance', refuse(402), 1, /one did not answer; two does/],
    ['because it is gone', refuse(404), 1, /one is not available and does not answer; two does/],
    ['because the context is too long', refuse(413), 1, /one did not answer; two does/],
    ['by its limit, never a word on when', refuse(429), 1, /one did not answer; two does/],
    ['by its limit, for a minute', refuse(429, { 'retry-after': '60' }), 1, /one did not answer; two does/],
    ['with 500, twice', refuse(500), 2, /one did not answer; two does/],
    ['because it is down', refuse(503), 2, /one did not answer; two does/],
    ['because it is overloaded', refuse(529), 2, /one did not answer; two does/],
    ['and is not to be asked again', says({ availability: { retryable: false } }), 1, /one did not answer; two does/],
    ['by a line that breaks', [{ cut: true }], 2, /one did not answer; two does/],
    ['by a line that is reset', [{ cut: 'reset' }], 2, /one did not answer; two does/],
    ['by an error in the stream', [{ error: { code: 502, message: 'SECRET' } }], 2, /one did not answer; two does/],
    ['without a word', [{ finish: 'stop' }, 'DONE'], 1, /one did not answer; two does/],
    ['by a stream that just ends', [], 2, /one did not answer; two does/],
    ['by nothing but malformed events', [{ raw: 'data: {"LEAK\n\n' }, 'DONE'], 1, /one did not answer; two does/],
    ['by a page', { status: 200, text: '<html>SECRET' }, 1, /one did not answer; two does/],
    ['by silence', [{ hang: true }], 1, /one did not answer in time; two does/],
    ['after a thought', [{ reasoning: 'SECRET' }, { finish: 'stop' }, 'DONE'], 1, /one did not answer; two does/],
  ];
  test.each(cases)('%s is followed by the next one, and one line says so', async (...[, script, calls, words]) => {
    const { text, types, warnings, done } = await ask([script]);
    expect(text).toBe('From two.');
    expect(types).toEqual(WELL);
    expect(called()).toEqual([...Array.from({ length: calls }, () => 'a/one'), 'b/two']);
    const message = expect.stringMatching(words);
    expect(warnings).toMatchObject([
      { code: 'model_unavailable', layer: 'streaming', model: 'b/two', attempt: calls + 1, message },
    ]);
    expect(done).toMatchObject({
      message: 'Streaming complete',
      finish_reason: 'stop',
      layer: 'streaming',
      model_used: 'b/two',
      fallback_used: true,
      usage: { prompt_tokens: 100, completion_tokens: 2, total_tokens: 102, cost_usd: 0.0001 },
    });
  });

  test('is followed by the next tier when the first tier fails', async () => {
    chat.upstream.script(
      byModel({ 'a/one': [refuse(404)], 'b/two': [refuse(402)], 'c/three': [answer('From three.')] }),
    );
    const { text, warnings } = await seeAnswer(await chat.ask({ message: 'q' }));
    expect({ text, said: warnings.map(({ message }) => message) }).toEqual({
      text: 'From three.',
      said: ['one is not available and does not answer; three does.'],
    });
  });

  test('is followed by the model that the provider proposes, where it is configured', async () => {
    const { done } = await ask([says({ availability: { retryable: false, fallback_models: ['x/y', 'c/three'] } })]);
    expect([called(), done?.model_used]).toEqual([['a/one', 'c/three'], 'c/three']);
  });

  test('is kept as what it came to: the answer has the model that wrote it', async () => {
    await ask([refuse(404)], [TWO], { session_id: 's-kept' });
    expect(await chat.stored('s-kept')).toMatchObject([
      { role: 'user' },
      { role: 'assistant', content: 'From two.', status: 'complete', model_used: 'b/two', layer: 'streaming' },
    ]);
  });

  test('is not spoken of any more when it is back', async () => {
    await ask([refuse(404)]);
    const { text, warnings, types, done } = await ask([answer('From one.')]);
    expect({ text, warnings, types }).toEqual({
      text: 'From one.',
      warnings: [],
      types: ['session_info', 'done', 'response_saved', 'stream_end'],
    });
    expect(done).toMatchObject({ model_used: 'a/one', layer: 'streaming', fallback_used: false });
  });

  test('is the same to who waits for the whole answer', async () => {
    chat.upstream.script(byModel({ 'a/one': [refuse(404)], 'b/two': [TWO] }));
    const response = await chat.server.call('/api/ai/chat', { json: { message: 'q' } });
    expect([response.status, await response.json()]).toMatchObject([
      200,
      {
        response: 'From two.',
        model_used: 'b/two',
        layer: 'streaming',
        fallback_used: true,
        warnings: [{ code: 'model_unavailable', model: 'b/two' }],
      },
    ]);
  });
});

describe('the model that was asked for', () => {
  test('is the first choice: when it answers, that is no fallback', async () => {
    const { done, warnings } = await ask([], [TWO], { model: 'c/three' });
    expect([called(), done?.fallback_used, warnings]).toEqual([['c/three'], false, []]);
  });

  test('is followed by the list from its top', async () => {
    chat.upstream.script(byModel({ 'c/three': [refuse(404)], 'a/one': [refuse(404)], 'b/two': [TWO] }));
    const { done } = await seeAnswer(await chat.ask({ message: 'q', model: 'c/three' }));
    expect([called(), done?.model_used, done?.fallback_used]).toEqual([['c/three', 'a/one', 'b/two'], 'b/two', true]);
  });
});

describe('a wait that the provider asks for', () => {
  const waits: [string, Script][] = [
    ['no time at all', refuse(429, { 'retry-after': '0' })],
    ['a moment', refuse(429, { 'retry-after-ms': '40' })],
    ['a moment, in the body', says({ code: 429, availability: { retryable: true, retry_after_ms: '40' } })],
    ['until a date that is past', refuse(503, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' })],
  ];
  test.each(waits)('of %s is waited, and then nothing was amiss', async (_name, script) => {
    const { text, warnings, done } = await ask([script, answer('From one.')]);
    expect({ text, warnings, fallback: done?.fallback_used }).toEqual({
      text: 'From one.',
      warnings: [],
      fallback: false,
    });
  });

  test('is waited once', async () => {
    const { text } = await ask([refuse(429, { 'retry-after': '0' })]);
    expect([text, called()]).toEqual(['From two.', ['a/one', 'a/one', 'b/two']]);
  });
});

describe('when no model can stream', () => {
  /** Only calls in one piece are well. */
  const plainOnly: Play = ({ body }) => (body['stream'] === false ? answer('In one', ' piece.') : refuse(404));
  const cutStreams: Play = ({ body }) =>
    body['stream'] === false ? answer('In one', ' piece.') : [{ finish: 'stop' }];

  test('one that can answer in one piece does, and that is said', async () => {
    const { text, types, warnings, done } = await ask([cutStreams], [refuse(402)]);
    expect({ text, types }).toEqual({ text: 'In one piece.', types: WELL });
    expect(warnings).toMatchObject([{ code: 'fallback', layer: 'invoke', model: 'a/one' }]);
    expect(done).toMatchObject({ layer: 'invoke', model_used: 'a/one', fallback_used: true, finish_reason: 'stop' });
  });

  test('one that is gone is not asked in another way', async () => {
    const { done } = await ask([plainOnly], [cutStreams]);
    expect(done).toMatchObject({ layer: 'invoke', model_used: 'b/two' });
    expect(chat.upstream.calls.filter(({ body }) => body.model === 'a/one')).toHaveLength(1);
  });

  test('nor in one piece, the short prompt is tried: no notes, no tools, little history', async () => {
    await chat.server.call('/api/notes', { json: { text: 'Chased the opening, as ever.' } });
    for (const n of [1, 2, 3, 4]) {
      chat.upstream.script(answer(`Answer ${n}.`));
      await seeAnswer(await chat.ask({ message: `Chased it ${n}?`, session_id: 's-legacy' }));
    }
    chat.upstream.calls.length = 0;
    const short: Play = ({ body }) =>
      JSON.stringify(body).includes('as ever') || body['stream'] === false ? [{ finish: 'stop' }] : answer('Short.');
    const { text, types, warnings, done } = await ask([short], [refuse(402)], {
      message: 'Chased it again?',
      session_id: 's-legacy',
    });
    expect({ text, types }).toEqual({ text: 'Short.', types: WELL });
    expect(warnings).toMatchObject([{ code: 'fallback', layer: 'legacy_prompt', model: 'a/one' }]);
    expect(done).toMatchObject({ layer: 'legacy_prompt', model_used: 'a/one', fallback_used: true });
    const { messages, ...body } = chat.upstream.calls.at(-1)?.body ?? { messages: [] };
    expect(messages.slice(1).map(({ content }) => content)).toEqual([
      'Chased it 3?',
      'Answer 3.',
      'Chased it 4?',
      'Answer 4.',
      'Chased it again?',
    ]);
    expect(body).not.toHaveProperty('tools');
  });
});

describe('when no model answers', () => {
  test('the analyst does, from the journal, and that is said', async () => {
    const { text, types, warnings, done } = await ask([refuse(404)], [refuse(402)]);
    expect(types).toEqual(WELL);
    expect(warnings).toMatchObject([
      {
        code: 'fallback',
        layer: 'fallback_message',
        message:
          "The model provider's balance is used up. The offline analyst answers instead, from your journal’s figures.",
      },
    ]);
    expect(done).toMatchObject({
      layer: 'fallback_message',
      model_used: 'tradistry/analyst',
      fallback_used: true,
      finish_reason: 'stop',
    });
    expect(text).toMatch(/win rate|trades/i);
  });

  test('nor can the analyst, an honest sentence does', async () => {
    const { text, warnings, done } = await ask([refuse(404)], [refuse(402)], {
      message: 'Tell me of love and the sea.',
    });
    expect(text).toMatch(/^No language model could answer this just now/);
    expect(warnings).toMatchObject([
      { code: 'fallback', message: expect.stringContaining('No other model answered.') },
    ]);
    expect(done).toMatchObject({ layer: 'fallback_message', fallback_used: true });
  });

  test('it is an answer to who waits for the whole of it, and is kept as one', async () => {
    chat.upstream.script(refuse(402));
    const json = { message: 'What is my win rate?', session_id: 's-degraded' };
    const response = await chat.server.call('/api/ai/chat', { json });
    expect([response.status, await response.json()]).toMatchObject([
      200,
      {
        layer: 'fallback_message',
        model_used: 'tradistry/analyst',
        fallback_used: true,
        warnings: [{ code: 'fallback' }],
      },
    ]);
    expect(await chat.stored('s-degraded')).toMatchObject([{}, { status: 'complete', layer: 'fallback_message' }]);
  });

  test('because of the key, which all models share, no other is asked', async () => {
    const { done } = await ask([refuse(401)]);
    expect([called(), done?.layer]).toEqual([['a/one'], 'fallback_message']);
  });

  test('by any layer, each was asked a bounded number of times', async () => {
    const { done } = await ask([refuse(500)], [refuse(500)]);
    expect(done?.layer).toBe('fallback_message');
    // Once and once more by streaming, once in one piece, once by the short prompt.
    for (const model of ['a/one', 'b/two', 'c/three'])
      expect(called().filter((each) => each === model).length).toBeLessThanOrEqual(4);
  });

  test('within the ladder’s budget, however patient each attempt is', async () => {
    const patient = await startChat({
      LADDER_BUDGET_MS: '2000',
      LLM_FIRST_TOKEN_TIMEOUT_MS: '600000',
      LLM_TOTAL_TIMEOUT_MS: '600000',
    });
    patient.upstream.script([{ hang: true }]);
    const { done, warnings } = await seeAnswer(await patient.ask({ message: 'What is my win rate?' }));
    await patient.close();
    expect(done?.layer).toBe('fallback_message');
    expect(warnings).toMatchObject([
      { code: 'fallback', message: expect.stringContaining('did not begin to answer in time') },
    ]);
  });
});
