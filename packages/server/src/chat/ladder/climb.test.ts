/** The climb down on models that the test plays: who is asked, how, how often, and what stays when nobody is left. */
import { describe, expect, test } from 'vitest';
import { aClimb, type ModelCall, type PlayedClimb } from '../../testing/a-climb.ts';
import { type FailureClass, ModelFailure } from '../model-ports.ts';
import { climbDown } from './climb.ts';

/** What a model does with a call. */
type Act = (call: ModelCall, n: number) => void;

const fails =
  (failureClass: FailureClass, facts: ConstructorParameters<typeof ModelFailure>[2] = {}): Act =>
  ({ fail }) =>
    fail(new ModelFailure(failureClass, 'Failed.', facts));
const says =
  (text: string, ...then: Act[]): Act =>
  (call, n) => {
    try {
      call.sink.onText(text);
    } catch (error) {
      // As the adapter has it: what the sink throws ends the call.
      return call.fail(error);
    }
    if (then.length === 0) call.end();
    for (const act of then) act(call, n);
  };

/** Climbs while each model does what `acts` says; waits are over at once. */
async function climbWith(acts: Readonly<Record<string, Act>>, given: Parameters<typeof aClimb>[0] = {}) {
  const played = await aClimb({ models: Object.keys(acts), hedgePercent: null, ...given });
  let over = false;
  const climbing = climbDown(played.climb).finally(() => {
    over = true;
  });
  for (let seen = 0; !over; ) {
    await new Promise((resolve) => setImmediate(resolve));
    for (; seen < played.calls.length; seen += 1) {
      const call = played.calls[seen];
      if (call) acts[call.request.model]?.(call, seen);
    }
    played.tick();
  }
  return { ...played, failure: await climbing };
}

const asked = ({ calls }: Pick<PlayedClimb, 'calls'>) => calls.map(({ request }) => request.model);
const modes = ({ calls }: Pick<PlayedClimb, 'calls'>) => calls.map(({ request }) => request.mode);

describe('the walk', () => {
  test('goes to the legacy prompt at once where the chosen one cannot be rendered', async () => {
    const { calls, failure, shown } = await climbWith({ 'a/one': says('Well.') }, { promptFails: true });
    expect(calls.map(({ request }) => request.messages[0]?.content)).toEqual(['the legacy prompt']);
    expect([failure, shown().text, shown().warnings.length]).toEqual([null, 'Well.', 1]);
  });

  test('goes down three layers, and leaves out lower down who cannot answer however it is asked', async () => {
    const acts = { 'a/one': fails('empty'), 'b/two': fails('payment') };
    const { calls, failure } = await climbWith(acts);
    expect([asked({ calls }), modes({ calls })]).toEqual([
      ['a/one', 'b/two', 'a/one', 'a/one'],
      ['stream', 'stream', 'invoke', 'stream'],
    ]);
    expect(calls.map(({ request }) => request.messages[0]?.content)).toEqual([
      'the chat prompt',
      'the chat prompt',
      'the chat prompt',
      'the legacy prompt',
    ]);
    expect(failure?.failureClass).toBe('empty');
  });

  test('is bounded, however many models fail', async () => {
    const models = Array.from({ length: 60 }, (_, n) => `m/${n}`);
    const acts = Object.fromEntries(models.map((model) => [model, fails('provider_down')]));
    const { calls } = await climbWith(acts);
    expect(calls).toHaveLength(40);
  });

  test('makes no more retries than the budget has', async () => {
    const played = await aClimb();
    while (played.climb.deps.health.takeRetry());
    const climbing = climbDown(played.climb);
    for (let n = 0; n < 4; n += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      played.calls[n]?.fail(new ModelFailure('provider_down', 'Down.'));
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked(played).slice(0, 2)).toEqual(['a/one', 'b/two']);
    played.climb.turn.abort.abort('stopped');
    await expect(climbing).rejects.toBe('stopped');
  });

  test.each([16_000, 32_000])(
    'passes over a model with no more room than one that found its own too small: %i',
    async (room) => {
      const facts = {
        'a/one': { contextTokens: 32_000 },
        'b/two': { contextTokens: room },
        'c/three': { contextTokens: 64_000 },
      };
      const acts = { 'a/one': fails('context_too_long'), 'b/two': says('LEAK'), 'c/three': says('From three.') };
      const { calls, shown } = await climbWith(acts, { facts });
      expect([asked({ calls }), shown().text]).toEqual([['a/one', 'c/three'], 'From three.']);
    },
  );

  test('asks the models that the provider proposes first, if they are configured', async () => {
    const acts = {
      'a/one': fails('provider_down', { retryable: false, fallbackModels: ['x/y', 'c/three'] }),
      'b/two': says('From two.'),
      'c/three': fails('model_gone'),
    };
    expect(asked(await climbWith(acts))).toEqual(['a/one', 'c/three', 'b/two']);
  });

  test('passes over lower down whom the provider said not to ask again, or not so soon', async () => {
    const acts = {
      'a/one': fails('provider_error', { retryable: false }),
      'b/two': fails('first_token_timeout', { retryAfterMs: 40_000 }),
    };
    expect(asked(await climbWith(acts))).toEqual(['a/one', 'b/two']);
  });

  test('tries once more after a silence that the provider tells of, if it says that this can help', async () => {
    const one: Act = (call, n) =>
      n === 0 ? fails('first_token_timeout', { retryable: true })(call, n) : says('Here.')(call, n);
    expect(asked(await climbWith({ 'a/one': one, 'b/two': says('LEAK') }))).toEqual(['a/one', 'a/one']);
  });

  test('begins nothing for which there is no time left', async () => {
    const played = await aClimb();
    played.clock.ms = 29_001;
    expect((await climbDown(played.climb))?.failureClass).toBe('provider_down');
    expect(played.calls).toEqual([]);
  });

  test('of no models that are there says so, and what there is instead', async () => {
    const { calls, failure } = await climbWith({ 'a/one': says('LEAK') }, { facts: { 'a/one': { available: false } } });
    expect(calls).toEqual([]);
    expect(failure).toMatchObject({
      failureClass: 'model_gone',
      detail: 'None of the configured models is available any more. The provider has now: x/new.',
    });
  });

  test('of models that are all too small says that, and asks none', async () => {
    const facts = { 'a/one': { contextTokens: 12 } };
    const played = await climbWith({ 'a/one': says('LEAK') }, { facts });
    expect([played.calls, played.failure?.failureClass]).toEqual([[], 'context_too_long']);
  });

  const calls: Act = ({ end }) =>
    end({ finishReason: 'tool_calls', toolCalls: [{ id: 'x', name: 'y', arguments: '{}' }] });

  test('reminds a model that calls tools it was not given, once', async () => {
    const one: Act = (call, n) => (n === 0 ? calls(call, n) : says('Without.')(call, n));
    const played = await climbWith({ 'a/one': one });
    expect([asked(played), played.shown().text]).toEqual([['a/one', 'a/one'], 'Without.']);
    expect(played.calls[1]?.request.messages.at(-1)?.content).toMatch(/^Answer now/);
  });

  test('goes on with what a model said before it called tools it was not given', async () => {
    const one: Act = (call, n) => {
      if (n > 0) return says('84.50.')(call, n);
      call.sink.onText('You made 1,2');
      calls(call, n);
    };
    const played = await climbWith({ 'a/one': one });
    expect(played.shown().text).toBe('You made 1,284.50.');
    expect(played.climb.failed.size).toBe(0);
  });

  test('offers tools where nobody knows better, and asks without lower down', async () => {
    const one: Act = (call, n) => (call.request.tools.length > 0 ? fails('bad_request') : says('Without.'))(call, n);
    const facts = { 'a/one': { takesTools: null } };
    const played = await climbWith({ 'a/one': one }, { facts });
    expect([modes(played), played.shown().text]).toEqual([['stream', 'invoke'], 'Without.']);
    const refused: Act = (call, n) =>
      (call.request.tools.length > 0 ? fails('tools_refused') : says('Without.'))(call, n);
    expect(modes(await climbWith({ 'a/one': refused }, { facts }))).toEqual(['stream', 'stream']);
  });

  test('takes a model that goes on calling tools it was not given for one that failed', async () => {
    const { climb, failure } = await climbWith({ 'a/one': calls });
    expect([failure?.failureClass, climb.failed.get('a/one')?.failureClass]).toEqual(['malformed', 'malformed']);
  });

  test('takes a failure that is none of ours for a malformed answer', async () => {
    const acts: Record<string, Act> = {
      'a/one': ({ fail }) => fail(new TypeError('LEAK')),
      'b/two': says('From two.'),
    };
    const { shown, climb } = await climbWith(acts);
    expect(shown().text).toBe('From two.');
    expect(climb.turn.progress.attempts[0]).toMatchObject({ outcome: 'malformed' });
  });
});

describe('going on with what is shown', () => {
  const breaks: Act = (call, n) =>
    n === 0 ? says('You made 1,2', fails('idle_timeout'))(call, n) : fails('idle_timeout')(call, n);
  const lastOf = (call: ModelCall | undefined) => call?.request.messages.at(-1);

  test('is asked for by prefill, and by words where that is refused', async () => {
    const two: Act = (call, n) =>
      lastOf(call)?.role === 'assistant' ? fails('prefill_refused')(call, n) : says('84.50.')(call, n);
    const { calls, shown } = await climbWith({ 'a/one': breaks, 'b/two': two });
    expect(calls.slice(1).map((call) => lastOf(call)?.role)).toEqual(['assistant', 'user']);
    expect(shown().text).toBe('You made 1,284.50.');
  });

  test('is asked for in words, too, where a prefill may be why the request was not accepted', async () => {
    const two: Act = (call, n) =>
      lastOf(call)?.role === 'assistant' ? fails('bad_request')(call, n) : says('84.50.')(call, n);
    const unknown = await climbWith({ 'a/one': breaks, 'b/two': two }, { facts: { 'b/two': { takesPrefill: null } } });
    expect(unknown.shown().text).toBe('You made 1,284.50.');
    // One that is known to take it is not asked in another way, but lower down.
    const known = await climbWith({ 'a/one': breaks, 'b/two': two });
    expect(asked(known).filter((model) => model === 'b/two').length).toBe(3);
  });

  test('is asked for in words from the first where a prefill is known to be refused', async () => {
    const facts = { 'b/two': { takesPrefill: false } };
    const { calls } = await climbWith({ 'a/one': breaks, 'b/two': says('84.50.') }, { facts });
    expect(lastOf(calls[1])).toMatchObject({ role: 'user', content: expect.stringContaining('"You made 1,2"') });
  });

  test('names the one that wrote, not the first that failed', async () => {
    const acts = {
      'a/one': fails('provider_down', { retryable: false }),
      'b/two': says('You made 1,2', fails('idle_timeout')),
      'c/three': says('84.50.'),
    };
    const { shown } = await climbWith(acts);
    expect(shown().warnings.at(-1)).toBe('The answer of two broke off; three goes on with it.');
  });

  test('gives a model another try for each good piece that it adds', async () => {
    const piece = (n: number) => `${n} `.padEnd(500, 'word ');
    const one: Act = (call, n) => (n < 4 ? says(piece(n), fails('network'))(call, n) : says('The end.')(call, n));
    const { calls, climb, failure } = await climbWith({ 'a/one': one });
    expect([calls.length, failure, climb.turn.progress.outcome]).toEqual([5, null, 'completed']);
    expect(climb.turn.log.answer).toBe(`${[0, 1, 2, 3].map(piece).join('')}The end.`);
  });

  test('keeps what was shown where nobody does, and says how the last one failed', async () => {
    const { climb, failure } = await climbWith({
      'a/one': breaks,
      'b/two': fails('rate_limited', { retryAfterMs: 30_000 }),
    });
    expect(climb.turn.log.answer).toBe('You made 1,2');
    // The one that was limited is not asked lower down; the other was, and was silent.
    expect(failure?.failureClass).toBe('idle_timeout');
  });

  test('ends where an answer has run away beyond all bounds', async () => {
    const { climb, calls, failure } = await climbWith({ 'a/one': says('x'.repeat(400_001)), 'b/two': says('LEAK') });
    expect([calls.length, failure?.failureClass]).toEqual([1, 'malformed']);
    expect(climb.turn.log.answer.length).toBeGreaterThan(400_000);
  });
});

describe('what is kept of each attempt', () => {
  test('is also what became known of a call that failed, and is told who answered by itself', async () => {
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const one: Act = (call, n) => {
      call.sink.onFacts({ provider: 'Fault', generation: 'gen-1', model: 'x/router' });
      call.sink.onText('You made 1,2');
      call.sink.onFacts({ usage, skippedEvents: 2 });
      fails('network', { retryable: false })(call, n);
    };
    const { climb, shown } = await climbWith({ 'a/one': one, 'b/two': says('84.50.') });
    expect(climb.turn.progress.attempts[0]).toMatchObject({
      ...{ model: 'x/router', provider: 'Fault', generation: 'gen-1', usage, skippedEvents: 2, outcome: 'network' },
    });
    expect(shown().warnings[0]).toBe('one is not available and does not answer; router does.');
    expect(climb.turn.progress.fallbackUsed).toBe(true);
  });

  test('is whom it asked, how it ended, what it used and added', async () => {
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, cost_usd: 0.25 };
    const acts: Record<string, Act> = {
      'a/one': says('You made 1,2', fails('total_timeout', { usage })),
      'b/two': ({ sink, end }) => {
        sink.onText('84.50.');
        end({ usage });
      },
    };
    const { climb } = await climbWith(acts);
    expect(climb.turn.progress.attempts).toMatchObject([
      { n: 1, layer: 'streaming', model: 'a/one', outcome: 'total_timeout', characters: 12, usage },
      { n: 2, layer: 'streaming', model: 'b/two', outcome: 'completed', characters: 6, usage },
    ]);
    expect(climb.turn.progress.usage).toEqual({
      prompt_tokens: 2,
      completion_tokens: 2,
      total_tokens: 4,
      cost_usd: 0.5,
    });
    expect(climb.turn.progress.attemptsBegun).toBe(2);
  });
});
