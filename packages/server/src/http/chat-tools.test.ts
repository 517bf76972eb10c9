/** Tools over a real port: what a model looks up, who sees it, and what becomes of one that asks badly or for ever. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Script, Step } from '../testing/play-script.ts';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer, byModel, type Play, type UpstreamCall } from '../testing/upstream.ts';

const ABLE = { id: 'a/one', context_length: 128_000, supported_parameters: ['tools'] };
/** Lists them, and takes none. */
const LIES = { ...ABLE, id: 'c/three' };
const UNABLE = { id: 'b/two', context_length: 128_000, supported_parameters: [] };
const QUERY = { metrics: ['pnl', 'trades'] };

let chat: Chat;
beforeAll(async () => {
  const env = { LLM_MODELS: 'a/one,2:b/two,3:c/three', LLM_BREAKER_FAILURES: '0' };
  chat = await startChat(env, [ABLE, UNABLE, LIES]);
  await chat.server.call('/api/notes', { json: { text: 'Chased the opening, as ever.' } });
});
afterAll(() => chat.close());
beforeEach(() => chat.reset());

const bodies = () => chat.upstream.calls.map(({ body }) => body);
const results = ({ body }: UpstreamCall) =>
  body.messages.filter(({ role }) => role === 'tool').map(({ content }) => content);

/** A call of a tool, its arguments in two pieces. */
function calls(name: string, args: unknown, ...before: Step[]): Script {
  const text = typeof args === 'string' ? args : JSON.stringify(args);
  const piece = (rest: object): Step => ({ delta: { tool_calls: [{ index: 0, ...rest }] } });
  return [
    ...before,
    piece({ id: 'call-1', type: 'function', function: { name, arguments: text.slice(0, 5) } }),
    piece({ function: { arguments: text.slice(5) } }),
    { finish: 'tool_calls' },
    { usage: { prompt_tokens: 50, completion_tokens: 5, total_tokens: 55 } },
    'DONE',
  ];
}

/** Asks while `a/one` plays these, and `b/two` is well. */
async function ask(one: readonly Play[], json: object = {}) {
  chat.upstream.script(byModel({ 'a/one': one, 'b/two': [answer('From two.')] }));
  return seeAnswer(await chat.ask({ message: 'What is my win rate?', ...json }));
}

describe('a model that takes tools', () => {
  test('is offered them, is told what they found, and answers with that', async () => {
    const told: Play = (call) => answer(`Found: ${results(call).length}.`);
    const { text, done, warnings } = await ask([calls('query_trades', QUERY), told]);
    expect({ text, warnings }).toEqual({ text: 'Found: 1.', warnings: [] });
    expect(done).toMatchObject({ model_used: 'a/one', layer: 'streaming', fallback_used: false });
    expect(done?.usage?.total_tokens).toBe(55 + 101);
    expect(bodies()[0]?.['tools']).toMatchObject(
      ['query_trades', 'list_trades', 'get_positions', 'search_notes', 'get_playbook'].map((name) => ({
        type: 'function',
        function: { name },
      })),
    );
    expect(bodies()[1]?.messages.slice(-2)).toMatchObject([
      { role: 'assistant', tool_calls: [{ function: { name: 'query_trades', arguments: JSON.stringify(QUERY) } }] },
      { role: 'tool' },
    ]);
  });

  test('is seen at work by those who ask for that, and by nobody else', async () => {
    const script = [calls('search_notes', { words: 'chased' }), answer('You chased it.')];
    const watched = await ask(script, { include: ['tool'] });
    expect(watched.tools).toMatchObject([
      { name: 'search_notes', status: 'running', arguments: { words: 'chased' } },
      { name: 'search_notes', status: 'done' },
    ]);
    expect(watched.types).toEqual(['session_info', 'tool', 'tool', 'done', 'response_saved', 'stream_end']);
    const unwatched = await ask(script);
    expect(unwatched.types).toEqual(['session_info', 'done', 'response_saved', 'stream_end']);
    const back = await chat.server.call(`/api/ai/chat/streams/${unwatched.session.stream_id}?include=tool`);
    expect((await seeAnswer(back)).tools).toHaveLength(2);
  });

  test('sees what belongs to its user alone', async () => {
    const script = byModel({ 'a/one': [calls('search_notes', { words: 'chased' }), answer('Nothing.')] });
    chat.upstream.script(script);
    await seeAnswer(await chat.ask({ message: 'q' }, { userId: 'mallory' }));
    expect(JSON.stringify(bodies())).not.toContain('as ever');
  });

  test('may cite what it found', async () => {
    const cites: Play = (call) => answer(`As you wrote ${/\[\d+\]/.exec(results(call)[0] ?? '')?.[0]}.`);
    const { done } = await ask([calls('search_notes', { words: 'chased' }), cites], { context_limit: 0 });
    expect(done?.sources).toMatchObject([{ kind: 'note', title: 'Chased the opening, as ever.' }]);
  });

  test('says what it says after a look as a paragraph of its own', async () => {
    const { text } = await ask([calls('query_trades', QUERY, 'Let me look.'), answer('No trades yet.')]);
    expect(text).toBe('Let me look.\n\nNo trades yet.');
  });

  test('that asks badly is told so once; the second time it is asked without tools', async () => {
    const bad = calls('query_trades', '{"metrics": [pnl');
    const { text, tools, done } = await ask([bad, bad, answer('Without it.')], { include: ['tool'] });
    expect({ text, tools: tools.map(({ status }) => status) }).toEqual({ text: 'Without it.', tools: ['failed'] });
    expect(bodies().map((body) => 'tools' in body)).toEqual([true, true, false]);
    expect(results(chat.upstream.calls[1] as UpstreamCall)[0]).toMatch(/^Not run\. What is wrong: /);
    expect(bodies()[2]?.messages.at(-1)?.content).toContain('Answer now');
    expect(done?.fallback_used).toBe(false);
  });

  test('that asks for ever is asked without tools in the end', async () => {
    const forEver: Play = ({ body }) => ('tools' in body ? calls('query_trades', QUERY) : answer('At last.'));
    const { text } = await ask([forEver]);
    expect(text).toBe('At last.');
    expect(bodies().map((body) => 'tools' in body)).toEqual([true, true, true, true, true, false]);
  });

  test('that asks for tools it was not given is reminded once, and then has failed', async () => {
    const { text, done } = await ask([calls('query_trades', QUERY)]);
    expect({ text, model: done?.model_used }).toEqual({ text: 'From two.', model: 'b/two' });
    expect(bodies().filter(({ model }) => model === 'a/one')).toHaveLength(7);
  });

  test('that says it called and called nothing has failed', async () => {
    const { text } = await ask([[{ finish: 'tool_calls' }, 'DONE']]);
    expect(text).toBe('From two.');
  });

  test('that refuses tools after all is asked without them, at once and from then on', async () => {
    const message = 'No endpoints found that support tool use.';
    const refuses: Play = ({ body }) =>
      'tools' in body ? { status: 404, body: { error: { code: 404, message } } } : answer('Without.');
    for (const offered of [[true, false], [false]]) {
      chat.upstream.calls.length = 0;
      chat.upstream.script(refuses);
      const { text, warnings, done } = await seeAnswer(await chat.ask({ message: 'q', model: 'c/three' }));
      expect({ text, warnings, fallback: done?.fallback_used }).toEqual({
        text: 'Without.',
        warnings: [],
        fallback: false,
      });
      expect(bodies().map((body) => 'tools' in body)).toEqual(offered);
    }
  });
});

describe('a model that takes none', () => {
  test('is offered none, and has the figures that the question calls for in its context', async () => {
    const fill = { symbol: 'AAPL', asset_class: 'stock', quantity: '2' };
    const executions = [
      { ...fill, external_id: 'a', side: 'buy', price: '1', time: '2025-03-03T10:00:00Z' },
      { ...fill, external_id: 'b', side: 'sell', price: '3', time: '2025-03-04T10:00:00Z' },
    ];
    await chat.server.call('/api/executions', { json: { executions } });
    await seeAnswer(await chat.ask({ message: 'What is my win rate on AAPL?', model: 'b/two' }));
    expect(bodies()[0]).not.toHaveProperty('tools');
    expect(bodies()[0]?.messages[0]?.content).toContain('win_rate 1, wins 1, losses 0');
  });

  test('goes on for one that broke off after a look, knowing what that one found', async () => {
    const breaks = [
      calls('search_notes', { words: 'chased' }),
      ['You chased', { cut: true as const }],
      { status: 503 },
    ];
    chat.upstream.script(byModel({ 'a/one': breaks, 'b/two': [answer(' the opening.')] }));
    const { text, warnings } = await seeAnswer(await chat.ask({ message: 'q', context_limit: 0 }));
    expect({ text, codes: warnings.map(({ code }) => code) }).toEqual({
      text: 'You chased the opening.',
      codes: ['continued'],
    });
    const system = bodies().at(-1)?.messages[0]?.content ?? '';
    expect(system).toContain('Looked up for this answer already:');
    expect(system).toContain('Chased the opening, as ever.');
  });
});
