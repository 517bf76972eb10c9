/** The fault server does what a model's name says, so that what fails in front of it is the caller's own. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callAndCollect, requestOf } from '../chat-model.contract.ts';
import { modelAt } from '../start-model.ts';
import { behaviourRows } from './catalogue.ts';
import { ANSWER, offsetOf, POSITIONS } from './document.ts';
import { type FaultServer, startFaultServer } from './start-fault-server.ts';

let server: FaultServer;
let model: ReturnType<typeof modelAt>;
beforeAll(async () => {
  server = await startFaultServer({ port: 0, paceMs: 0, models: ['fault/cut-twice@table'] });
  model = modelAt(`${server.origin}/v1`);
});
afterAll(async () => {
  await model.close();
  await server.close();
});
beforeEach(async () => {
  await fetch(`${server.origin}/calls`, { method: 'DELETE' });
});

/** As the first call of a question, or as one that has `shown` already. */
function ask(
  name: string,
  { shown = '', told = false, question = `How? #${name}`, mode = 'stream' as 'stream' | 'invoke' } = {},
) {
  const user = (content: string) => ({ role: 'user' as const, content });
  const begun = shown === '' ? [] : [{ role: 'assistant' as const, content: shown }];
  const messages = [user(question), ...begun, ...(told ? [user('Continue exactly where you broke off.')] : [])];
  return callAndCollect(model, requestOf({ model: name, mode, messages }));
}

const get = (path: string) => fetch(server.origin + path);

describe('a healthy model', () => {
  test.each(['stream', 'invoke'] as const)('gives the whole answer (%s)', async (mode) => {
    expect(await ask('ok/prefill', { mode })).toMatchObject({ text: ANSWER, failure: null });
  });

  test.each(POSITIONS)('goes on exactly from %s, by prefill and when told to', async (position) => {
    const shown = ANSWER.slice(0, offsetOf(position) || 40)
      .toWellFormed()
      .replace(/\ufffd$/, '');
    for (const told of [false, true]) {
      if (position === 'end') continue;
      expect(shown + (await ask('ok/prefill', { shown, told })).text).toBe(ANSWER);
    }
  });

  test('that takes no prefill says so', async () => {
    expect((await ask('ok/no-prefill', { shown: 'You' })).failure?.failureClass).toBe('prefill_refused');
    expect((await ask('ok/no-prefill')).text).toBe(ANSWER);
  });
});

describe('a model that fails', () => {
  test.each(POSITIONS)('at %s has said all before it, and nothing after', async (position) => {
    const { text, failure } = await ask(`fault/cut@${position}`);
    expect({ text, is: failure?.failureClass }).toEqual({ text: ANSWER.slice(0, offsetOf(position)), is: 'network' });
  });

  test('once or twice for a question is well afterwards, and fails for another one', async () => {
    for (const [name, times] of [
      ['fault/503-once', 1],
      ['fault/cut-twice@table', 2],
    ] as const) {
      for (let n = 0; n < times; n += 1) expect((await ask(name)).failure).not.toBe(null);
      expect((await ask(name)).text).toBe(ANSWER);
      expect((await ask(name, { question: 'Another? #other' })).failure).not.toBe(null);
    }
  });

  test('for a while is well when that is over', async () => {
    expect((await ask('fault/503-for-60s')).failure?.failureClass).toBe('provider_down');
    expect((await ask('fault/503-for-0s')).failure?.failureClass).toBe('provider_down');
    expect((await ask('fault/503-for-0s')).text).toBe(ANSWER);
  });

  test.each([
    ['fault/402', 'payment'],
    ['fault/401', 'authentication'],
    ['fault/gone', 'model_gone'],
    ['fault/refused', 'content_refused'],
    ['fault/403', 'content_refused'],
    ['fault/context-too-long', 'context_too_long'],
    ['fault/429', 'rate_limited'],
    ['fault/529', 'overloaded'],
    ['fault/reset', 'network'],
    ['fault/empty', 'empty'],
    ['fault/empty-stream', 'truncated'],
    ['fault/malformed-only', 'malformed'],
    ['fault/html-200', 'malformed'],
    ['fault/error-string', 'provider_error'],
    ['fault/nobody-knows', 'model_gone'],
    ['nobody/knows', 'model_gone'],
  ])('%s fails by %s', async (name, failureClass) => {
    expect((await ask(name)).failure?.failureClass).toBe(failureClass);
  });

  test('asked for tools calls what it is offered, in pieces', async () => {
    const tools = ['query_trades', 'get_positions'].map((name) => ({ name, description: '', parameters: {} }));
    const { end } = await callAndCollect(model, requestOf({ model: 'fault/tools', tools }));
    expect(end?.toolCalls).toMatchObject([
      { name: 'query_trades', arguments: '{"metrics":["pnl","trades"]}' },
      { name: 'get_positions', arguments: '{}' },
    ]);
  });
});

describe('a model called ask', () => {
  test('plays what the last question says of it', async () => {
    expect((await ask('ask/1', { question: 'How? #q ask/1=fault/402 ask/2=ok/prefill' })).failure?.failureClass).toBe(
      'payment',
    );
    expect((await ask('ask/2', { question: 'How? #q ask/1=fault/402 ask/2=ok/prefill' })).text).toBe(ANSWER);
    expect((await ask('ask/2', { question: 'How?' })).text).toBe(ANSWER);
  });

  test('3 or 4 refuses a prefill, whatever it plays', async () => {
    const question = 'How? ask/3=ok/prefill';
    expect((await ask('ask/3', { question, shown: 'You' })).failure?.failureClass).toBe('prefill_refused');
  });
});

describe('what it says of itself', () => {
  test('its list has every model at every place, what they can do, and what was added', async () => {
    const { data } = (await (await get('/v1/models')).json()) as { data: { id: string; context_length: number }[] };
    const ids = data.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining(['ok/prefill', 'fault/cut@table', 'fault/503-for-60s', 'ask/1', 'fault/cut-twice@table']),
    );
    expect(ids).not.toContain('fault/retired');
    expect(new Set(ids).size).toBe(ids.length);
    expect(data.find(({ id }) => id === 'fault/small-context')?.context_length).toBe(700);
  });

  test('in some spaces the list itself fails, and calls are counted apart', async () => {
    expect((await get('/no-list/v1/models')).status).toBe(500);
    expect(await (await get('/empty-list/v1/models')).json()).toEqual({ data: [] });
    const body = JSON.stringify({ model: 'fault/402', messages: [] });
    await fetch(`${server.origin}/mine/v1/chat/completions`, { method: 'POST', body });
    const calls = (await (await get('/calls')).json()) as { space: string }[];
    expect(calls.filter(({ space }) => space === 'mine')).toHaveLength(1);
  });

  test('its page and its table name every behaviour', async () => {
    const page = await (await get('/')).text();
    expect(page).toContain('fault/cut@prose');
    expect(page).toContain(ANSWER);
    expect(behaviourRows()).toContainEqual(expect.stringMatching(/^\| `fault\/cut` \| `@prose` \| /));
  });

  test('it answers the other calls of OpenRouter, and refuses what it does not know', async () => {
    expect((await get('/v1/key')).status).toBe(200);
    expect((await get('/v1/generation?id=x')).status).toBe(200);
    const embeddings = await fetch(`${server.origin}/v1/embeddings`, { method: 'POST', body: '{"input":["a","b"]}' });
    expect(((await embeddings.json()) as { data: unknown[] }).data).toHaveLength(2);
    expect((await get('/v1/nothing')).status).toBe(404);
    expect((await fetch(`${server.origin}/v1/chat/completions`, { method: 'POST', body: 'no JSON' })).status).toBe(400);
  });
});
