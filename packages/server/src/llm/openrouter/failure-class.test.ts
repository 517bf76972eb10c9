/** What a provider says of its failure decides the class, what it names is obeyed, and none of its words are shown. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FailureClass } from '../../chat/model-ports.ts';
import { failureOf, readError } from './failure.ts';
import type { UpstreamError } from './stream-event.ts';

interface Said {
  readonly status?: number;
  readonly headers?: Record<string, string | string[]>;
  readonly prefill?: boolean;
  readonly tools?: boolean;
  readonly begun?: boolean;
}

function failure(error: unknown, { status = 400, headers = {}, prefill, tools, begun }: Said = {}) {
  return failureOf({
    // Providers send anything.
    error: error as UpstreamError | undefined,
    status,
    headers,
    asked: { withPrefill: prefill ?? false, withTools: tools ?? false, begun: begun ?? false },
    usage: null,
  });
}

describe('the class of a failure', () => {
  const statuses: [number, FailureClass][] = [
    [400, 'bad_request'],
    [401, 'authentication'],
    [402, 'payment'],
    [403, 'model_gone'],
    [404, 'model_gone'],
    [408, 'first_token_timeout'],
    [410, 'model_gone'],
    [413, 'context_too_long'],
    [418, 'bad_request'],
    [422, 'bad_request'],
    [429, 'rate_limited'],
    [500, 'provider_error'],
    [501, 'provider_error'],
    [502, 'provider_down'],
    [503, 'provider_down'],
    [504, 'first_token_timeout'],
    [524, 'first_token_timeout'],
    [529, 'overloaded'],
    [599, 'provider_error'],
  ];
  test.each(statuses)('is that of the status %i where nothing else is said', (status, failureClass) => {
    expect(failure(undefined, { status }).failureClass).toBe(failureClass);
    expect(failure({ code: status, message: '' }, { status: Number.NaN }).failureClass).toBe(failureClass);
    expect(failure({ code: String(status) }, { status: 200 }).failureClass).toBe(failureClass);
  });

  const types: [string, FailureClass][] = [
    ['rate_limit_exceeded', 'rate_limited'],
    ['authentication', 'authentication'],
    ['payment_required', 'payment'],
    ['provider_overloaded', 'overloaded'],
    ['provider_unavailable', 'provider_down'],
    ['context_length_exceeded', 'context_too_long'],
    ['content_policy_violation', 'content_refused'],
    ['timeout', 'first_token_timeout'],
    ['server', 'provider_error'],
    ['not_found', 'model_gone'],
    ['Model_Not_Found', 'model_gone'],
  ];
  test.each(types)('by %s goes before the status, wherever that word stands', (word, failureClass) => {
    const said = [
      { code: 418, metadata: { error_type: word } },
      { code: word },
      { type: word },
      { availability: { code: word } },
    ];
    for (const error of said) expect(failure(error, { status: 500 }).failureClass).toBe(failureClass);
  });

  const texts: [string, FailureClass, Said?][] = [
    ["This model's maximum context length is 8192 tokens", 'context_too_long'],
    ['prompt is too long: 210000 tokens > 200000 maximum', 'context_too_long'],
    ['Input length 9000 exceeds the maximum allowed', 'context_too_long'],
    ['the request exceeds the available context size', 'context_too_long', { status: 500 }],
    ['Your input was flagged by our content filter', 'content_refused'],
    ['Request blocked due to content policy', 'content_refused', { status: 403 }],
    ['Key limit exceeded (monthly limit)', 'payment', { status: 403 }],
    ['You exceeded your current quota, please check your plan and billing details', 'payment', { status: 429 }],
    ['Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000', 'rate_limited', { status: 429 }],
    ['Your country, region or territory is not supported', 'model_gone', { status: 403 }],
    ['You do not have access to this model', 'model_gone', { status: 403 }],
    [
      'No endpoints available matching your guardrail restrictions and data policy. Configure: https://openrouter.ai/settings/privacy',
      'model_gone',
      { status: 404, tools: true, prefill: true },
    ],
    ['The request was blocked by a guardrail of your organization', 'content_refused'],
    ['unflagged requests only', 'bad_request'],
    ['a/one is not a valid model ID', 'model_gone'],
    ['No endpoints found for a/one.', 'model_gone', { status: 404 }],
    ['No endpoints found that support tool use.', 'tools_refused', { status: 404, tools: true }],
    ['No endpoints found that support tool use.', 'model_gone', { status: 404 }],
    ['"auto" tool choice requires --enable-auto-tool-choice', 'tools_refused', { tools: true }],
    ['registry.ollama.ai/library/phi3:latest does not support tools', 'tools_refused', { tools: true }],
    ['tools param requires --jinja flag', 'tools_refused', { status: 500, tools: true }],
    ['Function calling is not enabled for models/gemma-3', 'tools_refused', { tools: true }],
    ["This model doesn't support tool use in streaming mode.", 'tools_refused', { tools: true }],
    ['`tool_choice` is not supported by this model', 'tools_refused', { tools: true }],
    ['support for the functionality you asked for has ended', 'bad_request', { tools: true }],
    ['We support all the tools you may want; temperature must be at most 2', 'bad_request', { tools: true }],
    ['This model does not support assistant message prefill.', 'prefill_refused', { prefill: true }],
    ['Expected last role User or Tool for serving but got assistant', 'prefill_refused', { prefill: true }],
    ['messages: final assistant content cannot end with trailing whitespace', 'prefill_refused', { prefill: true }],
    [
      'Cannot set `add_generation_prompt` to True when the last message is from the assistant',
      'prefill_refused',
      { prefill: true },
    ],
    ['This model does not support assistant message prefill.', 'bad_request'],
    ['Something went wrong with the model', 'provider_error', { status: 500 }],
    ['The model is not available', 'provider_down', { status: 503 }],
  ];
  test.each(texts)('is read from words where no name says it: %s', (message, failureClass, said = {}) => {
    expect(failure({ message }, said).failureClass).toBe(failureClass);
    const wrapped = { message: 'Provider returned error', metadata: { raw: JSON.stringify({ error: { message } }) } };
    expect(failure(wrapped, said).failureClass).toBe(failureClass);
  });

  test('is told by the provider’s own code, too', () => {
    const metadata = { error_type: 'invalid_request', provider_code: 'context_length_exceeded' };
    expect(failure({ code: 400, metadata }).failureClass).toBe('context_too_long');
  });

  test('by the key is one model’s where one provider refuses it, and all models’ where OpenRouter does', () => {
    const metadata = { provider_name: 'Fault', raw: 'invalid key' };
    const error = { code: 401, message: 'User not found.' };
    expect(failure(error, { status: 401 }).failureClass).toBe('authentication');
    expect(failure({ ...error, metadata }, { status: 401 }).failureClass).toBe('model_gone');
    const named = { ...error, metadata: { ...metadata, error_type: 'authentication' } };
    expect(failure(named, { status: 401 }).failureClass).toBe('model_gone');
  });

  test('is none that an object happens to know', () => {
    for (const word of ['constructor', '__proto__', 'toString'])
      expect(failure({ code: word, message: '' }, { status: 503 }).failureClass).toBe('provider_down');
  });

  test('of silence behind the provider is a failure that may be tried again, but for a client’s', () => {
    for (const status of [504, 524]) expect(failure({ code: status }, { status }).retryable).toBe(true);
    expect(failure({ type: 'gateway_timeout' }, { status: Number.NaN }).retryable).toBe(true);
    expect(failure({ code: 408 }, { status: 408 }).retryable).toBe(null);
    expect(failure({ code: 504, availability: { retryable: false } }, { status: 504 }).retryable).toBe(false);
  });

  test('of silence amid an answer is that of an answer that fell silent', () => {
    expect(failure({ code: 504 }, { begun: true }).failureClass).toBe('idle_timeout');
  });

  test('of a moderation names its reasons in words of ours', () => {
    const { failureClass, detail } = failure(
      { code: 403, message: 'LEAK', metadata: { reasons: ['harassment/threatening', 'LEAK'], flagged_input: 'LEAK' } },
      { status: 403 },
    );
    expect(failureClass).toBe('content_refused');
    expect(detail).toBe('The provider refused to answer this, because of harassment. Ask it in other words.');
  });

  test.each([
    ['violence_and_threats', 'violence'],
    [['financial-advice', 'S6', 'financial-advice'], 'financial-advice and S6'],
    [['prohibited_content'], 'prohibited_content'],
  ])('of a moderation names a reason that is %j', (reasons, words) => {
    const { detail } = failure({ code: 403, message: 'LEAK', metadata: { reasons } }, { status: 403 });
    expect(detail).toBe(`The provider refused to answer this, because of ${words}. Ask it in other words.`);
  });

  test.each(['content_filter', 'Because the user "LEAK" said so', 'a'.repeat(99), 7, [null]])(
    'of a moderation whose reason says nothing, or is no name, leaves it out: %j',
    (reasons) => {
      const { detail } = failure({ code: 403, metadata: { reasons } }, { status: 403 });
      expect(detail).toBe('The provider refused to answer this. Ask it in other words.');
    },
  );

  test.each([
    'no endpoints found that ',
    'guardrail ',
    'access ',
    'violat',
    'spend',
    'model',
    'exceed',
    'tool',
    'input length ',
    'support',
    'country ',
  ])('is decided soon, however often a text says "%s"', (word) => {
    // What takes time with the square of a text's length, or worse, would hold up every other stream.
    expect(failure({ message: word.repeat(10_000) }, { status: 403, tools: true, prefill: true })).toBeDefined();
    expect(failure({ message: word.repeat(10_000) }, { tools: true, prefill: true })).toBeDefined();
  });

  test('is decided for whatever a provider sends, and nothing of that is shown', () => {
    const odd = fc.oneof(fc.anything(), fc.constantFrom('LEAK', null, true, 3, [], {}, { LEAK: 'LEAK' }));
    const part = fc.record(
      { error_type: odd, raw: odd, reasons: odd, headers: odd, retry_after: odd },
      { requiredKeys: [] },
    );
    const availability = fc.record(
      { code: odd, retryable: odd, retry_after: odd, fallback_models: odd },
      { requiredKeys: [] },
    );
    const error = fc.record(
      { code: odd, type: odd, message: odd, metadata: fc.oneof(part, odd), availability: fc.oneof(availability, odd) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(error, odd), fc.integer({ min: 100, max: 999 }), (said, status) => {
        const { failureClass, detail, retryAfterMs } = failure(said, { status });
        expect(failureClass).toMatch(/^[a-z_]+$/);
        expect(detail).not.toContain('LEAK');
        expect(retryAfterMs === null || retryAfterMs >= 0).toBe(true);
      }),
    );
  });
});

describe('an error’s body', () => {
  test.each([
    ['{"error":{"code":402,"message":"x"}}', { code: 402, message: 'x' }],
    ['[{"error":{"code":402}}]', { code: 402 }],
    ['{"error":"x"}', { message: 'x' }],
    ['{"detail":"x"}', { message: 'x' }],
    ['{"message":"x","code":"y"}', { message: 'x', code: 'y' }],
    ['{"object":"error","message":"x","code":40303}', { message: 'x', code: 40303 }],
    ['{"detail":[{"loc":["body","x"],"msg":"y","input":"LEAK"},"z",null]}', { message: 'body x y; z; ' }],
    ['{"message":{"detail":[{"msg":"y"}]},"type":"z"}', { message: 'y', type: 'z' }],
    ['{"error":null}', undefined],
    ['\ufeff{"error":"x"}', { message: 'x' }],
    ['the prompt is too long', { message: 'the prompt is too long' }],
    ['data: {"error":"x"}', { message: 'data: {"error":"x"}' }],
    ['\n<html>', undefined],
    [' ', undefined],
    ['null', undefined],
    ['[]', undefined],
    ['3', undefined],
  ])('%s is read as far as it can be', (body, error) => {
    expect(readError(body)).toEqual(error);
  });
});

describe('how long a provider asks to wait', () => {
  const soon = (ms: number) => new Date(Date.now() + ms).toUTCString();
  const said: [string, number | null, { error?: unknown; headers?: Record<string, string | string[]> }][] = [
    ['not at all', null, {}],
    ['in seconds', 2_000, { headers: { 'retry-after': '2' } }],
    ['in parts of seconds', 7_660, { headers: { 'retry-after': '7.66' } }],
    ['zero', 0, { headers: { 'retry-after': '0' } }],
    ['a date that is past', 0, { headers: { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' } }],
    ['in milliseconds', 1_500, { headers: { 'retry-after-ms': '1500', 'retry-after': '9' } }],
    ['in words', null, { headers: { 'retry-after': 'soon' } }],
    ['a number below zero', null, { headers: { 'retry-after': '-5' } }],
    ['a number with words', null, { headers: { 'retry-after': 'in 5' } }],
    ['a number beyond all bounds', 86_400_000, { headers: { 'retry-after': '99999999999999999999' } }],
    ['twice', 3_000, { headers: { 'retry-after': ['3', '4'] } }],
    ['in the body', 1_000, { error: { availability: { retry_after: 1 } }, headers: { 'retry-after': '60' } }],
    ['in the body as a text', 2_500, { error: { availability: { retry_after: '2.5' } } }],
    ['in the body with a unit', 1_500, { error: { availability: { retry_after: '1500ms' } } }],
    ['in the body in milliseconds', 250, { error: { availability: { retry_after_ms: 250 } } }],
    ['in the body as null', 4_000, { error: { availability: { retry_after: null } }, headers: { 'retry-after': '4' } }],
    ['in the body as an object', null, { error: { availability: { retry_after: {} } } }],
    ['in the error’s metadata', 3_000, { error: { metadata: { retry_after: 3 } } }],
    ['as Google has it', 2_000, { error: { details: [null, { retryDelay: '2s' }] } }],
    ['by the provider’s own header', 3_000, { error: { metadata: { headers: { 'Retry-After': '3' } } } }],
    ['by the provider’s own headers', 5_000, { error: { metadata: { headers: { 'X-RateLimit-Reset': '5' } } } }],
  ];
  test.each(said)('%s', (_name, ms, { error, headers = {} }) => {
    expect(failure(error, { status: 429, headers }).retryAfterMs).toBe(ms);
  });

  test.each([
    ['a date', {}, { 'retry-after': soon(60_000) }],
    ['a date in the body', { availability: { retry_after: soon(60_000) } }, {}],
    ['a moment in milliseconds', { metadata: { headers: { 'x-ratelimit-reset': Date.now() + 60_000 } } }, {}],
    ['a moment in seconds', { metadata: { headers: { 'x-ratelimit-reset': Math.round(Date.now() / 1000) + 60 } } }, {}],
  ])('as %s, counted from now', (_name, error, headers) => {
    const ms = failure(error, { status: 429, headers }).retryAfterMs ?? 0;
    expect(ms).toBeGreaterThan(30_000);
    expect(ms).toBeLessThanOrEqual(61_000);
  });

  test('and whether at all, and whom to ask instead', () => {
    const said = { availability: { retryable: false, fallback_models: ['b/two', 3, null] } };
    expect(failure(said, { status: 503 })).toMatchObject({ retryable: false, fallbackModels: ['b/two'] });
    const odd = { availability: { retryable: 'no', fallback_models: 'b/two' } };
    expect(failure(odd, { status: 503 })).toMatchObject({ retryable: null, fallbackModels: [] });
  });
});
