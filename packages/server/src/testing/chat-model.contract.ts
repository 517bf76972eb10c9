/** What every adapter of `ChatModel` must do, in both modes: one suite, run against each. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type CallFacts,
  type ChatModel,
  type FailureClass,
  type ModelEnd,
  ModelFailure,
  type ModelRequest,
} from '../chat/model-ports.ts';
import { ending, type Script } from './play-script.ts';

/** An adapter and the scripted provider behind it. */
export interface ModelUnderTest {
  readonly model: ChatModel;
  /** The next calls are answered so, one each; the last again and again. */
  script(...scripts: Script[]): void;
  /** Bodies of the calls so far. */
  readonly sent: readonly Record<string, unknown>[];
  /** How many calls the adapter gave up before their answer was complete. */
  cancelled(): number;
  close(): Promise<void>;
}

/** All that came of a call. */
export interface Outcome {
  readonly text: string;
  readonly reasoning: string;
  readonly toolDeltas: number;
  readonly facts: CallFacts;
  readonly end: ModelEnd | null;
  readonly failure: ModelFailure | null;
}

const WEATHER = { name: 'query_trades', description: 'Figures', parameters: { type: 'object' } };

/** A request with the least in it. */
export function requestOf(wanted: Partial<ModelRequest> = {}): ModelRequest {
  const messages = [{ role: 'user' as const, content: 'How did I do?' }];
  return { model: 'a/one', messages, conversation: 's-1', mode: 'stream', tools: [], ...wanted };
}

/** Calls and collects. Rejects only with what is no `ModelFailure`. */
export async function callAndCollect(
  model: ChatModel,
  request: ModelRequest,
  signal = new AbortController().signal,
): Promise<Outcome> {
  const facts: CallFacts = {};
  const seen = { text: '', reasoning: '', toolDeltas: 0, facts };
  const sink = {
    onText(content: string) {
      seen.text += content;
    },
    onReasoning(content: string) {
      seen.reasoning += content;
    },
    onToolDelta() {
      seen.toolDeltas += 1;
    },
    onFacts(said: CallFacts) {
      Object.assign(facts, said);
    },
  };
  try {
    const end = await model.call(request, sink, signal);
    return { ...seen, end, failure: null };
  } catch (error) {
    if (error instanceof ModelFailure) return { ...seen, end: null, failure: error };
    throw error;
  }
}

/** One adapter in one mode. */
interface Setting {
  readonly mode: ModelRequest['mode'];
  it(): ModelUnderTest;
  call(wanted?: Partial<ModelRequest>): Promise<Outcome>;
}

/** `hasty`: with timeouts of about a second, for tests of silence; otherwise no test is to meet one. */
type Start = (hasty: boolean) => Promise<ModelUnderTest>;

export function describeChatModel(name: string, start: Start): void {
  describe.each(['stream', 'invoke'] as const)(`${name}, %s`, (mode) => {
    let started: ModelUnderTest;
    beforeAll(async () => {
      started = await start(false);
    });
    beforeEach(() => started.script(['Hello', ' there', '.', ...ending(3)]));
    afterAll(() => started.close());
    const setting: Setting = {
      mode,
      it: () => started,
      call: (wanted = {}) => callAndCollect(started.model, requestOf({ mode, ...wanted })),
    };
    testAnswers(setting);
    testTools(setting);
    testFailures(setting);
    testSilence(mode, start);
    testGivingUp(setting);
  });
}

function testAnswers({ it, call }: Setting): void {
  test('the text of an answer arrives whole and in order, with usage and the model that answered', async () => {
    const { text, end, failure } = await call();
    expect({ text, failure }).toEqual({ text: 'Hello there.', failure: null });
    expect(end).toMatchObject({ finishReason: 'stop', model: 'a/one', toolCalls: [], skippedEvents: 0 });
    expect(end?.usage).toMatchObject({ prompt_tokens: 100, completion_tokens: 3, cost_usd: 0.0001 });
  });

  test('an answer cut by its length says so', async () => {
    it().script(['Hello', ...ending(1, 'length')]);
    expect((await call()).end?.finishReason).toBe('length');
  });
}

function testTools({ it, call, mode }: Setting): void {
  test('calls of tools are put together from pieces, whatever finish reason stands behind them', async () => {
    const piece = (rest: object) => ({ delta: { tool_calls: [{ index: 0, ...rest }] } });
    const pieces = [
      piece({ id: 'call-1', type: 'function', function: { name: 'query_trades', arguments: '' } }),
      piece({ function: { arguments: '{"metric":' } }),
      piece({ function: { arguments: '"net_pnl"}' } }),
    ];
    it().script([...pieces, ...ending(1, 'stop')]);
    const { end, text, toolDeltas } = await call({ tools: [WEATHER] });
    expect(end).toMatchObject({
      finishReason: 'tool_calls',
      toolCalls: [{ id: 'call-1', name: 'query_trades', arguments: '{"metric":"net_pnl"}' }],
    });
    expect(text).toBe('');
    expect(toolDeltas).toBeGreaterThan(0);
  });

  test('tools, calls and their results are sent in the format of OpenAI', async () => {
    await call({
      tools: [WEATHER],
      messages: [
        { role: 'user', content: 'How did I do?' },
        { role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'query_trades', arguments: '{}' }] },
        { role: 'tool', callId: 'c1', content: '[]' },
      ],
    });
    expect(it().sent.at(-1)).toMatchObject({
      stream: mode === 'stream',
      tools: [{ type: 'function', function: WEATHER }],
      messages: [
        { role: 'user', content: 'How did I do?' },
        {
          role: 'assistant',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'query_trades', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: '[]' },
      ],
    });
  });
}

function testFailures({ it, call }: Setting): void {
  const failures: [string, Script, FailureClass][] = [
    ['401', { status: 401 }, 'authentication'],
    ['402', { status: 402 }, 'payment'],
    ['404', { status: 404 }, 'model_gone'],
    ['413', { status: 413 }, 'context_too_long'],
    ['429', { status: 429 }, 'rate_limited'],
    ['500', { status: 500 }, 'provider_error'],
    ['503', { status: 503 }, 'provider_down'],
    ['529', { status: 529 }, 'overloaded'],
    ['an answer without content', [...ending(0)], 'empty'],
    ['an error with status 200', [{ error: { code: 'rate_limit_exceeded', message: 'x' } }], 'rate_limited'],
    ['a refusal', [{ finish: 'content_filter' }, 'DONE'], 'content_refused'],
    ['a page', { status: 200, text: '<html>hi</html>', headers: { 'content-type': 'text/html' } }, 'malformed'],
  ];
  test.each(failures)('%s is a failure of its class, in words of ours', async (_name, script, failureClass) => {
    it().script(script);
    const { failure, text } = await call();
    expect({ is: failure?.failureClass, text }).toEqual({ is: failureClass, text: '' });
    expect(failure?.detail).toMatch(/^[A-Z].*\.$/);
    expect(`${failure?.message}${failure?.detail}`).not.toContain('provider text');
  });

  test('a broken line is a failure of the network', async () => {
    it().script(['Hello', { cut: true }]);
    expect((await call()).failure?.failureClass).toBe('network');
  });
}

function testSilence(mode: ModelRequest['mode'], start: Start): void {
  test('silence ends in time, and the call is given up', async () => {
    const hasty = await start(true);
    hasty.script([{ hang: true }]);
    const { failure } = await callAndCollect(hasty.model, requestOf({ mode }));
    expect(failure?.failureClass).toBe(mode === 'stream' ? 'first_token_timeout' : 'total_timeout');
    await expect.poll(() => hasty.cancelled(), { timeout: 10_000 }).toBe(1);
    await hasty.close();
  });
}

function testGivingUp({ it, mode }: Setting): void {
  test('an abort rejects with its own reason and reaches the provider', async () => {
    const before = { cancelled: it().cancelled(), sent: it().sent.length };
    it().script([{ hang: true }]);
    const abort = new AbortController();
    const reason = new Error('the user stopped it');
    const calling = callAndCollect(it().model, requestOf({ mode }), abort.signal);
    const rejected = expect(calling).rejects.toBe(reason);
    await expect.poll(() => it().sent.length, { timeout: 10_000 }).toBe(before.sent + 1);
    abort.abort(reason);
    await rejected;
    await expect.poll(() => it().cancelled(), { timeout: 10_000 }).toBe(before.cancelled + 1);
  });

  test('a signal that was aborted before asks nobody', async () => {
    const before = it().sent.length;
    const reason = new Error('too late');
    await expect(callAndCollect(it().model, requestOf({ mode }), AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(it().sent.length).toBe(before);
  });
}
