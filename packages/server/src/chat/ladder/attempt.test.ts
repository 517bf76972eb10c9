/** What the time that is left has to do with an attempt: how long it may take, and what its silence says of the model. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aClimb } from '../../testing/a-climb.ts';
import type { AdmittedCall } from '../model-ports.ts';
import type { Ask } from './ask.ts';
import { attempt } from './attempt.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const ASK: Ask = {
  layer: 'streaming',
  model: 'a/one',
  messages: [],
  settings: {},
  tools: [],
  join: null,
  trimmed: null,
};

/** An attempt at that time of the climb, and how it ends for the model's breaker. */
async function begin(ms: number) {
  const played = await aClimb();
  played.clock.ms = ms;
  const counted: unknown[] = [];
  const admitted: AdmittedCall = { began: () => undefined, ended: (failed) => void counted.push(failed) };
  const tried = attempt(played.climb, ASK, { admitted });
  const pass = (passing: number) => {
    played.clock.ms += passing;
    vi.advanceTimersByTime(passing);
  };
  return { ...played, tried, counted, pass };
}

test('a model that was silent for all of the time has failed', async () => {
  const { tried, counted, pass } = await begin(0);
  pass(30_000);
  expect((await tried).failure?.failureClass).toBe('first_token_timeout');
  expect(counted).toMatchObject([{ failureClass: 'first_token_timeout' }]);
});

test('the last of the time is too short to say anything of a model', async () => {
  const { tried, counted, pass } = await begin(27_000);
  pass(3_000);
  expect((await tried).failure?.failureClass).toBe('first_token_timeout');
  expect(counted).toEqual(['cancelled']);
});

test('a model that thinks may take longer than the time for silence, but not for ever', async () => {
  const { tried, calls, climb, pass } = await begin(0);
  pass(29_000);
  calls[0]?.sink.onReasoning('Hm.');
  pass(29_000);
  calls[0]?.sink.onReasoning('Hm.');
  expect(climb.turn.openCalls.size).toBe(1);
  pass(62_000);
  expect((await tried).failure?.failureClass).toBe('total_timeout');
});

test('thoughts give whoever comes next the time for silence anew', async () => {
  const { tried, calls, climb, pass } = await begin(0);
  pass(20_000);
  calls[0]?.sink.onReasoning('Hm.');
  pass(4_000);
  calls[0]?.fail(new Error('broken'));
  await tried;
  expect(climb.budget.left()).toBe(26_000);
});
