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
    ['an error with a number in quotes', [raw({ error: { code: '503', message: 'LEAK' } })], 'provider_down'],
    ['a refusal in its own field', [raw(choice({ refusal: 'LEAK' })), ...ending(1)], 'content_refused'],
    [
      'a refusal by the provider’s own finish reason',
      [raw(choice({}, { finish_reason: 'stop', native_finish_reason: 'SAFETY' })), 'DONE'],
      'content_refused',
    ],
    ['a finish reason that is a refusal', ['Hello', ...ending(1, 'SAFETY')], 'content_refused'],
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
