/** What is sent to the provider, and what is learned from what it refuses. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CallFacts } from '../../chat/model-ports.ts';
import { callAndCollect, requestOf } from '../../testing/chat-model.contract.ts';
import { startRawServer } from '../../testing/raw-server.ts';
import { modelAt, withModelAt } from '../../testing/start-model.ts';
import { answer, startUpstream, type Upstream } from '../../testing/upstream.ts';
import type { OpenRouterModel } from './chat-model.ts';
import type { OpenRouterOptions, Routing } from './options.ts';

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.close());
beforeEach(() => {
  upstream.calls.length = 0;
  upstream.script(answer('Hello', ' there.'));
});

const NO_WISHES: Routing = {
  order: [],
  dataCollection: undefined,
  zeroRetention: false,
  maxPrice: { prompt: undefined, completion: undefined },
  models: [],
};

function withModel<T>(options: Partial<OpenRouterOptions>, use: (model: OpenRouterModel) => Promise<T>): Promise<T> {
  return withModelAt(upstream.url, options, use);
}

async function sentWith(options: Partial<OpenRouterOptions>, request = requestOf()) {
  await withModel(options, (model) => callAndCollect(model, request));
  const call = upstream.calls.at(-1);
  return { body: call?.body ?? {}, headers: call?.headers ?? {} };
}

describe('a request', () => {
  test('to any server has nothing in it that only OpenRouter knows', async () => {
    const { body, headers } = await sentWith({ apiKey: undefined });
    expect(body).toEqual({
      model: 'a/one',
      messages: [{ role: 'user', content: 'How did I do?' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(headers).not.toHaveProperty('authorization');
  });

  test('in one piece asks for no stream', async () => {
    const { body, headers } = await sentWith({}, requestOf({ mode: 'invoke' }));
    expect(body).toMatchObject({ stream: false });
    expect(body).not.toHaveProperty('stream_options');
    expect(headers['accept']).toBe('application/json');
  });

  test('carries the key and who asks', async () => {
    const { headers } = await sentWith({ apiKey: 'sk-x', referer: 'https://example.com', title: 'Journal' });
    expect(headers).toMatchObject({
      authorization: 'Bearer sk-x',
      'http-referer': 'https://example.com',
      'x-title': 'Journal',
      'x-openrouter-title': 'Journal',
    });
  });

  test('to OpenRouter keeps the conversation together, and has no wishes of its own', async () => {
    expect((await sentWith({ routing: NO_WISHES })).body).not.toHaveProperty('session_id');
    const { body } = await sentWith({ routing: NO_WISHES, namesConversation: true });
    expect(body).toMatchObject({ session_id: 's-1' });
    expect(body).not.toHaveProperty('provider');
    expect(body).not.toHaveProperty('models');
  });

  test('carries the operator’s wishes, wherever the models are', async () => {
    const routing: Routing = {
      order: ['DeepInfra', 'Together'],
      dataCollection: 'deny',
      zeroRetention: true,
      maxPrice: { prompt: 1, completion: 2 },
      models: ['b/two', 'a/one'],
    };
    const { body } = await sentWith({ routing });
    expect(body).toMatchObject({
      models: ['a/one', 'b/two'],
      provider: {
        order: ['DeepInfra', 'Together'],
        data_collection: 'deny',
        zdr: true,
        max_price: { prompt: 1, completion: 2 },
      },
    });
  });

  test('asks for no more tokens than the model gives', async () => {
    upstream.list({ data: [{ id: 'a/one', supported_parameters: [], top_provider: { max_completion_tokens: 500 } }] });
    const sent = await withModel({ maxAnswerTokens: 1_000 }, async (model) => {
      await expect.poll(() => model.factsOf('a/one').maxAnswerTokens).toBe(500);
      await callAndCollect(model, requestOf());
      await callAndCollect(model, requestOf({ model: 'b/two' }));
      return upstream.calls.map(({ body }) => body['max_tokens']);
    });
    upstream.list({ data: [] });
    expect(sent).toEqual([500, 1_000]);
  });
});

test('a model that may refuse tools without a word gets none for a while', async () => {
  const tools = [{ name: 'query_trades', description: 'Figures', parameters: { type: 'object' } }];
  await withModel({}, async (model) => {
    upstream.script({ status: 400 });
    await callAndCollect(model, requestOf());
    expect(model.factsOf('a/one').takesTools).toBe(null);
    upstream.script({ status: 409 });
    await callAndCollect(model, requestOf({ tools }));
    expect(model.factsOf('a/one').takesTools, 'what is of the moment says nothing of tools').toBe(null);
    upstream.script({ status: 400 });
    await callAndCollect(model, requestOf({ tools }));
    expect(model.factsOf('a/one').takesTools).toBe(false);
  });
});

describe('the list of models', () => {
  const listed = (id: string) => ({ id, context_length: 128_000, supported_parameters: ['tools'] });

  test('tells operators that all are gone, and what there is instead', async () => {
    upstream.list({ data: [listed('a/new'), listed('b/two')] });
    await withModel({}, async (model) => {
      expect(model.describe()).toBe('configured');
      await expect.poll(() => model.describe()).toContain('there are now: a/new, b/two');
      expect(model.factsOf('a/one').available).toBe(false);
    });
    upstream.list({ data: [] });
  });

  const lines: [string, string][] = [
    ['a status', 'HTTP/1.1 500 No\r\ncontent-length: 2\r\n\r\n{}'],
    ['a page', 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>'],
    ['half of itself', 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"data":[{"id":"b/two"}'],
    ['a closed line', ''],
  ];
  test.each(lines)('that comes as %s proves nothing, and models are asked all the same', async (_name, bytes) => {
    const body = 'data: {"choices":[{"delta":{"content":"Hello."},"finish_reason":"stop"}]}\n\n';
    const ok = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    await using server = await startRawServer((socket, request) => socket.end(request.startsWith('GET') ? bytes : ok));
    const model = modelAt(server.url);
    await expect.poll(() => server.received.length).toBeGreaterThan(0);
    expect((await callAndCollect(model, requestOf())).text).toBe('Hello.');
    expect(model.factsOf('a/one').available).toBe(null);
    await model.close();
  });
});

describe('what was refused', () => {
  const prefilled = requestOf({
    messages: [
      { role: 'user', content: 'How did I do?' },
      { role: 'assistant', content: 'You made 1,2' },
    ],
  });
  const tool = { name: 'query_trades', description: 'Figures', parameters: {} };
  const refuse = (message: string, status = 400) => ({ status, body: { error: { code: status, message } } });

  test('of a prefill is known of that model from then on', async () => {
    upstream.script(refuse('This model does not support assistant message prefill.'));
    await withModel({}, async (model) => {
      expect((await callAndCollect(model, prefilled)).failure?.failureClass).toBe('prefill_refused');
      expect(model.factsOf('a/one').takesPrefill).toBe(false);
      expect(model.factsOf('b/two').takesPrefill).toBe(null);
    });
  });

  test('of tools is known of that model from then on', async () => {
    upstream.script(refuse('No endpoints found that support tool use.', 404));
    await withModel({}, async (model) => {
      expect((await callAndCollect(model, requestOf({ tools: [tool] }))).failure?.failureClass).toBe('tools_refused');
      expect(model.factsOf('a/one').takesTools).toBe(false);
    });
  });
});

describe('what a call came to', () => {
  const usage = { usage: { prompt_tokens: 9, completion_tokens: 1 } };
  const generation = 'gen-1';

  test.each([
    ['that broke', { cut: true } as const],
    ['that was reset', { cut: 'reset' } as const],
  ])('is known of one %s after it was told', async (_name, end) => {
    upstream.script(['Hello', usage, { pauseMs: 20 }, end]);
    await withModel({}, async (model) => {
      const { failure, facts } = await callAndCollect(model, requestOf());
      expect(failure?.failureClass).toBe('network');
      expect(facts.usage).toMatchObject({ total_tokens: 10 });
    });
  });

  test('is known of one that was stopped after it was told', async () => {
    upstream.script([usage, 'Hello', { hang: true }]);
    await withModel({}, async (model) => {
      const stop = new AbortController();
      const facts: CallFacts = {};
      const sink = {
        onText: () => stop.abort('stopped'),
        onReasoning: () => undefined,
        onToolDelta: () => undefined,
        onFacts: (said: CallFacts) => void Object.assign(facts, said),
      };
      await expect(model.call(requestOf(), sink, stop.signal)).rejects.toBe('stopped');
      expect(facts).toMatchObject({ generation: 'gen-test', usage: { total_tokens: 10 }, skippedEvents: 0 });
    });
  });

  test('can be asked for by the name in the headers, or else in the first event', async () => {
    upstream.bill({ data: { total_cost: 0.5, native_tokens_prompt: 7 } });
    upstream.script({ status: 200, text: ': nothing', headers: { 'x-generation-id': generation } });
    await withModel({}, async (model) => {
      const { facts } = await callAndCollect(model, requestOf());
      expect(facts.generation).toBe(generation);
      const { signal } = new AbortController();
      expect(await model.billOf(generation, signal)).toMatchObject({ total_tokens: 7, cost_usd: 0.5 });
      upstream.bill(null);
      expect(await model.billOf(generation, signal)).toBe(null);
    });
  });

  test('names another model, where OpenRouter fell back by itself', async () => {
    upstream.script([
      { raw: `data: ${JSON.stringify({ model: 'b/two-2026', choices: [{ delta: { content: 'Hi' } }] })}\n\n` },
      'DONE',
    ]);
    await withModel({ routing: { ...NO_WISHES, models: ['b/two'] } }, async (model) => {
      expect((await callAndCollect(model, requestOf())).facts.model).toBe('b/two');
    });
  });
});

describe('whether a stop ends the bill', () => {
  const by = (provider: unknown) => ({
    raw: `data: ${JSON.stringify({ provider, choices: [{ delta: { content: 'Hi' } }] })}\n\n`,
  });
  test.each([
    ['DeepInfra', true],
    ['OpenAI', true],
    ['xAI', true],
    ['Groq', false],
    ['Amazon Bedrock', false],
    ['Google AI Studio', false],
    ['Somebody New', null],
    ['', null],
    [{ name: 'x' }, null],
  ])('of %o is %s', async (provider, stops) => {
    upstream.script([by(provider), { hang: true }]);
    await withModel({}, async (model) => {
      const stop = new AbortController();
      let said: boolean | null = null;
      const sink = {
        onText: () => stop.abort('stopped'),
        onReasoning: () => undefined,
        onToolDelta: () => undefined,
        onFacts({ provider: name }: CallFacts) {
          if (name !== undefined) said = model.stopsBilling(name);
        },
      };
      await expect(model.call(requestOf(), sink, stop.signal)).rejects.toBe('stopped');
      expect(said).toBe(stops);
    });
  });

  test('is not known before this call’s own provider is', async () => {
    upstream.script([by('OpenAI'), 'DONE'], [{ hang: true }]);
    await withModel({}, async (model) => {
      await callAndCollect(model, requestOf());
      const stop = new AbortController();
      const calling = callAndCollect(model, requestOf(), stop.signal);
      expect(model.stopsBilling('a/one')).toBe(null);
      stop.abort('stopped');
      await expect(calling).rejects.toBe('stopped');
    });
  });
});
