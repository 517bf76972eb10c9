/** Hedging: who is asked when the first is late, who wins, and whose bill it is; the models are played, so nothing is a matter of luck. */
import { describe, expect, test } from 'vitest';
import { aClimb, type PlayedClimb } from '../../testing/a-climb.ts';
import { ModelFailure } from '../model-ports.ts';
import { climbDown } from './climb.ts';

const HABITS = { 'a/one': 400 };
const usage = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12, cost_usd: 0.5 };
const names = ({ calls }: PlayedClimb) => calls.map(({ request }) => request.model);
const records = ({ climb }: PlayedClimb) =>
  climb.turn.progress.attempts.map(({ model, outcome, usage: used }) => [model, outcome, used?.total_tokens ?? null]);
/** Lets everything that can go on go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Begins a ladder, and lets the first model be late. */
async function late(given: Parameters<typeof aClimb>[0] = {}) {
  const played = await aClimb({ habits: HABITS, ...given });
  const climbing = climbDown(played.climb);
  await settle();
  played.tick();
  await settle();
  return { ...played, climbing };
}

describe('a first token that is later than that model’s habit', () => {
  test('lets the next model be asked too, after that time and no sooner', async () => {
    const played = await aClimb({ habits: HABITS });
    const climbing = climbDown(played.climb);
    await settle();
    expect([names(played), played.waits]).toEqual([['a/one'], [400]]);
    played.tick();
    await settle();
    expect(names(played)).toEqual(['a/one', 'b/two']);
    expect(played.calls[1]?.request.tools).toEqual([]);
    played.calls[0]?.sink.onText('Mine.');
    played.calls[0]?.end();
    expect(await climbing).toBe(null);
  });

  test('asks nobody who is known to cost more than twice as much, and the next one instead', async () => {
    const facts = { 'a/one': { usdPerToken: 1 }, 'b/two': { usdPerToken: 2.1 }, 'c/three': { usdPerToken: 2 } };
    const { calls, climbing, ...played } = await late({ models: ['a/one', 'b/two', 'c/three'], facts });
    expect(names({ calls, ...played })).toEqual(['a/one', 'c/three']);
    calls[0]?.sink.onText('Mine.');
    calls[0]?.end();
    expect(await climbing).toBe(null);
  });

  test('is raced once in a turn', async () => {
    const habits = { 'a/one': 400, 'b/two': 400, 'c/three': 400 };
    const models = ['a/one', 'b/two', 'c/three', 'd/four'];
    const { calls, climbing, ...played } = await late({ models, habits });
    for (const n of [0, 1]) calls[n]?.fail(new ModelFailure('empty', 'Empty.'));
    await settle();
    expect(names({ calls, ...played })).toEqual(['a/one', 'b/two', 'c/three']);
    expect(played.waits).toEqual([400]);
    calls[2]?.sink.onText('Here.');
    calls[2]?.end();
    expect(await climbing).toBe(null);
  });

  test('that is the other’s and breaks off is gone on with by the other first', async () => {
    const { calls, climbing, shown, ...played } = await late({ models: ['a/one', 'b/two', 'c/three'] });
    calls[1]?.sink.onText('You made 1,2');
    calls[1]?.fail(new ModelFailure('network', 'Broken.'));
    await settle();
    played.tick();
    await settle();
    expect(names({ calls, shown, ...played })).toEqual(['a/one', 'b/two', 'b/two']);
    calls[2]?.sink.onText('84.50.');
    calls[2]?.end();
    expect(await climbing).toBe(null);
    expect(shown().text).toBe('You made 1,284.50.');
  });

  test('loses to the other’s first content: the answer is the other’s, and the first is cancelled', async () => {
    const { climb, calls, climbing, shown, ...rest } = await late();
    calls[1]?.sink.onText('From two.');
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(() => calls[0]?.sink.onText('LEAK')).toThrow('cancelled');
    calls[1]?.end({ usage });
    expect(await climbing).toBe(null);
    expect(shown()).toEqual({ text: 'From two.', warnings: ['one was late; two answered first.'] });
    expect(climb.turn.progress).toMatchObject({
      modelUsed: 'b/two',
      layer: 'streaming',
      fallbackUsed: true,
      outcome: 'completed',
      usage,
    });
    expect(records({ climb, calls, shown, ...rest })).toEqual([
      ['a/one', 'cancelled', null],
      ['b/two', 'completed', 12],
    ]);
  });

  test('may still win: then the other is cancelled, and nothing is said', async () => {
    const { climb, calls, climbing, shown, ...rest } = await late();
    calls[0]?.sink.onText('From one.');
    expect(calls[1]?.signal.aborted).toBe(true);
    calls[0]?.end({ usage });
    expect(await climbing).toBe(null);
    expect(shown()).toEqual({ text: 'From one.', warnings: [] });
    expect(climb.turn.progress).toMatchObject({ modelUsed: 'a/one', fallbackUsed: false, usage });
    expect(records({ climb, calls, shown, ...rest })).toEqual([
      ['b/two', 'cancelled', null],
      ['a/one', 'completed', 12],
    ]);
  });

  test('is no failure of that model: its breaker learns nothing from being cancelled', async () => {
    const { climb, calls, climbing } = await late();
    calls[1]?.sink.onText('From two.');
    calls[1]?.end();
    await climbing;
    expect([climb.deps.health.stateOf('a/one'), climb.failed.size]).toEqual(['closed', 0]);
  });

  test('and a failure: the other is waited for', async () => {
    const { calls, climbing, shown } = await late();
    calls[0]?.fail(new ModelFailure('provider_down', 'Down.'));
    await settle();
    calls[1]?.sink.onText('From two.');
    calls[1]?.end();
    expect(await climbing).toBe(null);
    expect(shown()).toEqual({ text: 'From two.', warnings: ['one did not answer; two does.'] });
  });

  test('and the other fails: the first is waited for', async () => {
    const { calls, climbing, shown } = await late();
    calls[1]?.fail(new ModelFailure('payment', 'No balance.'));
    await settle();
    expect(calls[0]?.signal.aborted).toBe(false);
    calls[0]?.sink.onText('From one.');
    calls[0]?.end();
    expect(await climbing).toBe(null);
    expect(shown()).toEqual({ text: 'From one.', warnings: [] });
  });

  test('and both fail: the ladder goes on, and asks neither by streaming again', async () => {
    const played = await late({ models: ['a/one', 'b/two', 'c/three'] });
    played.calls[0]?.fail(new ModelFailure('payment', 'No balance.'));
    played.calls[1]?.fail(new ModelFailure('model_gone', 'Gone.'));
    await settle();
    expect(names(played)).toEqual(['a/one', 'b/two', 'c/three']);
    played.calls[2]?.sink.onText('From three.');
    played.calls[2]?.end();
    expect(await played.climbing).toBe(null);
    expect(played.shown().text).toBe('From three.');
  });

  test('and the turn is stopped: both calls end', async () => {
    const { climb, calls, climbing } = await late();
    climb.turn.abort.abort('stopped');
    await expect(climbing).rejects.toBe('stopped');
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  });

  test('passes over a model whose breaker is open', async () => {
    const played = await aClimb({ habits: HABITS, models: ['a/one', 'b/two'] });
    for (let n = 0; n < 5; n += 1) (await played.climb.deps.health.admit('b/two'))?.ended('provider_down');
    const climbing = climbDown(played.climb);
    await settle();
    played.tick();
    await settle();
    expect(names(played)).toEqual(['a/one']);
    played.calls[0]?.sink.onText('From one.');
    played.calls[0]?.end();
    expect(await climbing).toBe(null);
  });
});

describe('nobody else is asked', () => {
  test('when the first shows life in time, though it be a thought', async () => {
    const played = await aClimb({ habits: HABITS });
    const climbing = climbDown(played.climb);
    await settle();
    played.calls[0]?.sink.onReasoning('Hm.');
    played.tick();
    await settle();
    expect(names(played)).toEqual(['a/one']);
    played.calls[0]?.sink.onText('From one.');
    played.calls[0]?.end();
    expect(await climbing).toBe(null);
  });

  test.each([
    ['where hedging is off', { hedgePercent: null }],
    ['where the model’s habit is not known', { habits: {} }],
    ['where there is no other model', { models: ['a/one'] }],
    ['where the other is gone', { facts: { 'b/two': { available: false } } }],
  ])('%s', async (_name, given) => {
    const { calls, climbing, climb, ...rest } = await late(given);
    expect(names({ calls, climb, ...rest })).toEqual(['a/one']);
    calls[0]?.sink.onText('From one.');
    calls[0]?.end();
    expect(await climbing).toBe(null);
  });

  test('beyond the allowance', async () => {
    const { calls, climbing, climb, ...rest } = await late({ hedgePercent: 99 });
    expect(names({ calls, climb, ...rest })).toEqual(['a/one']);
    calls[0]?.sink.onText('From one.');
    calls[0]?.end();
    expect(await climbing).toBe(null);
  });

  test('after a look with tools: the other would not know what was found', async () => {
    const played = await aClimb({ habits: HABITS });
    played.climb.toolSteps = 1;
    const climbing = climbDown(played.climb);
    await settle();
    expect([names(played), played.waits]).toEqual([['a/one'], []]);
    played.calls[0]?.sink.onText('From one.');
    played.calls[0]?.end();
    expect(await climbing).toBe(null);
  });

  test('amid an answer: what goes on is no race', async () => {
    const played = await aClimb({ habits: { ...HABITS, 'b/two': 400 } });
    const climbing = climbDown(played.climb);
    await settle();
    played.calls[0]?.sink.onText('You made 1,2');
    played.calls[0]?.fail(new ModelFailure('idle_timeout', 'Silent.'));
    await settle();
    // The wait of the first race is over; there is none for what goes on.
    expect([names(played), played.waits]).toEqual([['a/one', 'b/two'], [400]]);
    played.calls[1]?.sink.onText('84.50.');
    played.calls[1]?.end();
    expect(await climbing).toBe(null);
    expect(played.shown().text).toBe('You made 1,284.50.');
  });
});
