/** A model that does not take a field of a request is asked without it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callAndCollect, requestOf } from '../../testing/chat-model.contract.ts';
import { withModelAt } from '../../testing/start-model.ts';
import { answer, startUpstream, type Upstream } from '../../testing/upstream.ts';
import type { OpenRouterModel } from './chat-model.ts';
import type { OpenRouterOptions } from './options.ts';

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.close());
beforeEach(() => {
  upstream.calls.length = 0;
});

function withModel<T>(options: Partial<OpenRouterOptions>, use: (model: OpenRouterModel) => Promise<T>): Promise<T> {
  return withModelAt(upstream.url, options, use);
}

const refuse = (message: string, status = 400) => ({ status, body: { error: { code: status, message } } });

describe('a refusal', () => {
  test('of stream_options is asked without at once, and never with again', async () => {
    upstream.script(({ body }) =>
      'stream_options' in body ? refuse('Unrecognized request argument supplied: stream_options') : answer('Hello.'),
    );
    await withModel({}, async (model) => {
      expect((await callAndCollect(model, requestOf())).text).toBe('Hello.');
      expect((await callAndCollect(model, requestOf())).text).toBe('Hello.');
    });
    expect(upstream.calls.map(({ body }) => 'stream_options' in body)).toEqual([true, false, false]);
  });

  const detail = [{ loc: ['body', 'stream_options'], msg: 'extra fields not permitted', type: 'value_error.extra' }];
  test.each([
    ['FastAPI', { detail }],
    ['Mistral', { object: 'error', message: { detail }, type: 'invalid_request_error', code: null }],
  ])('of stream_options in a list of faults, as %s has it, is the same', async (_who, body) => {
    upstream.script((call) => ('stream_options' in call.body ? { status: 422, body } : answer('Hello.')));
    await withModel({}, async (model) => expect((await callAndCollect(model, requestOf())).text).toBe('Hello.'));
  });

  test.each([
    [
      'max_tokens',
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    ],
    [
      'temperature',
      "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
    ],
    ['top_p', '`temperature` and `top_p` cannot both be specified for this model. Please use only one.'],
  ])('of %s is asked without at once, and of this model never with again', async (field, said) => {
    upstream.script(({ body }) => (field in body ? refuse(said) : answer('Hello.')));
    const request = requestOf({ settings: { max_tokens: 300, temperature: 0.2, top_p: 0.9 } });
    await withModel({}, async (model) => {
      expect((await callAndCollect(model, request)).text).toBe('Hello.');
      expect((await callAndCollect(model, request)).text).toBe('Hello.');
    });
    expect(upstream.calls.map(({ body }) => field in body)).toEqual([true, false, false]);
    const limit = field === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
    expect(upstream.calls.at(-1)?.body).toHaveProperty(limit, 300);
  });

  test('of a number of tokens that is too high is no refusal of the field', async () => {
    upstream.script(refuse('max_tokens must be at most 200 for this model.'));
    await withModel({ maxAnswerTokens: 300 }, (model) => callAndCollect(model, requestOf()));
    expect(upstream.calls).toHaveLength(1);
  });

  test('of stream_options and then of something else is that other failure', async () => {
    upstream.script(refuse('stream_options is not allowed', 422), { status: 503 });
    await withModel({}, async (model) =>
      expect((await callAndCollect(model, requestOf())).failure?.failureClass).toBe('provider_down'),
    );
  });
});
