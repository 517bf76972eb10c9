/** What is no answer is a failure of its class, whatever its status says, and nothing of it leaks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FailureClass } from '../../chat/model-ports.ts';
import { callAndCollect, type ModelUnderTest, requestOf } from '../../testing/chat-model.contract.ts';
import { ending, type Script, type Step } from '../../testing/play-script.ts';
import { startModel } from '../../testing/start-model.ts';

let model: ModelUnderTest;
beforeAll(async () => {
  model = await startModel();
});
afterAll(() => model.close());

const raw = (...events: unknown[]): Step => ({
  raw: events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join(''),
});
const choice = (delta: unknown, rest: object = {}) => ({ choices: [{ index: 0, delta, ...rest }] });

describe('what is no answer', () => {
  const faults: [string, Script, FailureClass][] = [
    ['the end of the stream alone', [], 'truncated'],
    ['[DONE] alone', ['DONE'], 'empty'],
    ['a finish reason alone', [...ending(0)], 'empty'],
    ['the finish reason length, and nothing', [...ending(0, 'length')], 'empty'],
    ['the finish reason tool_calls, and no call', [...ending(0, 'tool_calls')], 'empty'],
    ['usage alone', [{ usage: { prompt_tokens: 3 } }, 'DONE'], 'empty'],
    ['a role alone', [raw(choice({ role: 'assistant' })), ...ending(0)], 'empty'],
    ['white space alone', ['\n', ' ', ...ending(1)], 'empty'],
    ['thoughts alone', [{ reasoning: 'SECRET' }, ...ending(1)], 'empty'],
    ['empty choices', [raw({ choices: [] }), 'DONE'], 'empty'],
    ['malformed events alone', [raw('{"x', 'LEAK'), 'DONE'], 'malformed'],
    ['malformed events and the end', [raw('LEAK')], 'malformed'],
    ['an event beyond all bounds', [{ raw: `data: ${'x'.repeat(5 * 1024 * 1024)}` }, { hang: true }], 'malformed'],
    ['words and the end of the stream', ['Hello'], 'truncated'],
    ['words and half an event', ['Hello', { raw: 'data: {"choices":[{"delta":{"content":"LEAK' }], 'truncated'],
    ['the finish reason error', ['Hello', { finish: 'error' }, 'DONE'], 'provider_error'],
    [
      'an error with a finish reason beside it',
      [raw({ error: { code: 500, message: 'LEAK' }, ...choice({}, { finish_reason: 'stop' }) })],
      'provider_error',
    ],
    [
      'an error beside empty choices',
      [raw({ error: { code: 502, message: 'LEAK' }, choices: [] }), 'DONE'],
      'provider_down',
    ],
    [
      'an error in the choice',
      [raw({ choices: [{ delta: { content: '' }, error: { code: 429, message: 'LEAK' } }] })],
      'rate_limited',
    ],
    ['an error that is a text', [raw({ error: 'LEAK' }), 'DONE'], 'provider_error'],
    ['an error that is true', [raw({ error: true }), 'DONE'], 'provider_error'],
    [
      'an error as vLLM says it',
      [raw({ object: 'error', message: 'LEAK', type: 'x', code: 500 }), 'DONE'],
      'provider_error',
    ],
    [
      'an error after words as vLLM says it',
      ['Hello', raw({ object: 'error', message: 'LEAK', code: 503 }), 'DONE'],
      'provider_down',
    ],
    ['an error as FastAPI says it', [raw({ detail: 'LEAK' }), 'DONE'], 'provider_error'],
    ['a list of faults as FastAPI says it', ['Hello', raw({ detail: [{ msg: 'LEAK' }] }), 'DONE'], 'provider_error'],
    ['an error whose type says so', ['Hello', raw({ type: 'error', message: 'LEAK' }), 'DONE'], 'provider_error'],
    ['an error of a type that is known', [raw({ type: 'overloaded_error', message: 'LEAK' }), 'DONE'], 'overloaded'],
    ['a message with a code', ['Hello', raw({ message: 'LEAK', code: 'rate_limit_exceeded' }), 'DONE'], 'rate_limited'],
    [
      'an event called error',
      ['Hello', { raw: 'event: error\ndata: {"code":529,"message":"LEAK"}\n\n' }, 'DONE'],
      'overloaded',
    ],
    [
      'an event called error that is no JSON',
      ['Hello', { raw: 'event: error\ndata: LEAK\n\n' }, 'DONE'],
      'provider_error',
    ],
    ['a line that is no event, last', ['Hello', { raw: 'upstream connect error LEAK\n\n' }, 'DONE'], 'truncated'],
    ['an event of words, last', ['Hello', raw('upstream connect error LEAK'), 'DONE'], 'truncated'],
    ['an error with a number in quotes', [raw({ error: { code: '503', message: 'LEAK' } })], 'provider_down'],
    [
      'words, and a refusal in its own field',
      ['Hello', raw(choice({ refusal: 'LEAK' })), ...ending(1)],
      'content_refused',
    ],
    ['fields that nobody knows, last', ['Hello', raw({ error_code: 17, error_msg: 'LEAK' }), 'DONE'], 'truncated'],
    ['a list of errors, last', ['Hello', raw({ errors: [{ message: 'LEAK' }] }), 'DONE'], 'truncated'],
    ['a refusal in its own field', [raw(choice({ refusal: 'LEAK' })), ...ending(1)], 'content_refused'],
    [
      'a refusal by the provider’s own finish reason',
      [raw(choice({}, { finish_reason: 'stop', native_finish_reason: 'SAFETY' })), 'DONE'],
      'content_refused',
    ],
    ['a finish reason that is a refusal', ['Hello', ...ending(1, 'SAFETY')], 'content_refused'],
    [
      'pieces with a finish reason that is none, and then no more',
      [raw({ choices: [{ delta: { content: 'Hello' }, finish_reason: 'null' }] })],
      'truncated',
    ],
    ['thoughts in text alone', ['<think>SECRET</think>\n', ...ending(1)], 'empty'],
    ...[
      'insufficient_system_resource',
      'cancelled',
      'canceled',
      'aborted',
      'timeout',
      'failed',
      'incomplete',
      'server_error',
      'malformed_function_call',
      'ENGINE_OVERLOADED',
    ].map((word): [string, Script, FailureClass] => [
      `the finish reason ${word}`,
      ['Hello', ...ending(1, word)],
      'provider_error',
    ]),
    ['the finish reason recitation', ['Hello', ...ending(1, 'RECITATION')], 'content_refused'],
    [
      'a filter that says more, as Google does',
      [...ending(1, 'content_filter: PROHIBITED_CONTENT')],
      'content_refused',
    ],
    [
      'a call that is none, as Google says it',
      [...ending(1, 'function_call_filter: MALFORMED_FUNCTION_CALL')],
      'provider_error',
    ],
    ['an error and then a stop', ['Hello', { finish: 'error' }, ...ending(1)], 'provider_error'],
    ['a filter and then a stop', ['Hello', { finish: 'content_filter' }, ...ending(1)], 'content_refused'],
    ['a stop and then a filter', ['Hello', { finish: 'stop' }, ...ending(1, 'content_filter')], 'content_refused'],
    [
      'a stop that the provider calls an error',
      [raw(choice({ content: 'Hello' }, { finish_reason: 'stop', native_finish_reason: 'ERROR' })), 'DONE'],
      'provider_error',
    ],
    [
      'a stop that the provider calls a refusal, after words',
      [raw(choice({ content: 'Hello' }, { finish_reason: 'stop', native_finish_reason: 'SAFETY' })), 'DONE'],
      'content_refused',
    ],
    ['a page', { status: 200, text: '\n<!doctype html><title>LEAK</title>' }, 'malformed'],
    ['an error as a document', { status: 200, body: { error: { code: 402, message: 'LEAK' } } }, 'payment'],
    [
      'an error as a document in a list',
      { status: 200, body: [{ error: { code: 401, message: 'LEAK' } }] },
      'authentication',
    ],
    ['a document that is none', { status: 200, text: '{"choices":[{"mess' }, 'malformed'],
    ['a document without choices', { status: 200, body: { object: 'list' } }, 'malformed'],
    ['lines of documents', { status: 200, text: '{"choices":[]}\n{"choices":[]}\n' }, 'malformed'],
    ['plain words', { status: 200, text: 'Bad gateway' }, 'truncated'],
    ['nothing at all', { status: 204, text: '' }, 'truncated'],
  ];
  test.each(faults)('%s is a failure', async (_name, script, failureClass) => {
    model.script(script);
    const { text, failure } = await callAndCollect(model.model, requestOf());
    expect(failure?.failureClass).toBe(failureClass);
    expect(`${failure?.message}${failure?.detail}${text}`).not.toMatch(/LEAK|SECRET/);
  });

  test('usage that came before the failure is kept with it', async () => {
    model.script(['Hello', { usage: { prompt_tokens: 9, completion_tokens: 1, cost: 0.5 } }, { error: { code: 500 } }]);
    const { failure } = await callAndCollect(model.model, requestOf());
    expect(failure?.usage).toEqual({ prompt_tokens: 9, completion_tokens: 1, total_tokens: 10, cost_usd: 0.5 });
  });
});
