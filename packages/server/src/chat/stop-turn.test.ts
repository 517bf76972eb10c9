/** Stopping a turn, here and elsewhere; the clock moves by the waits alone. */
import { expect, test } from 'vitest';
import { aTurn } from '../testing/a-turn.ts';
import type { ChatModel } from './model-ports.ts';
import { reportOf, stopHere, stopTurn } from './stop-turn.ts';
import { abort, type Turn } from './turn.ts';
import type { TurnState } from './turn-store-ports.ts';

const REPORT = { upstreamCancelled: true, billingStopped: null, tokensGenerated: 7, tokensDelivered: 7 };
const running: TurnState = { status: 'running', outcome: null, chunkCount: 3, stopReport: null };
const stopped: TurnState = { status: 'ended', outcome: 'stopped', chunkCount: 7, stopReport: REPORT };
const completed: TurnState = { status: 'ended', outcome: 'completed', chunkCount: 9, stopReport: null };

/** Stops the turn `s`, which runs here where `turn` is given, and whose states in the database are `states`, one a look. */
async function stop(states: (TurnState | undefined)[], turn?: Turn) {
  let now = 0;
  const requested: string[] = [];
  const look = () => (states.length > 1 ? states.shift() : states[0]);
  const deps = {
    model: null,
    now: () => now,
    wait: async (ms: number) => {
      now += ms;
    },
    turns: {
      requestStop: async (userId: string, streamId: string) => {
        requested.push(`${userId} ${streamId}`);
        return look();
      },
      findState: async () => look(),
    },
  };
  const active = { find: (id: string) => (id === 's' ? turn : undefined) };
  const answer = await stopTurn(deps, active, { userId: 'u', streamId: 's' }).catch((error: unknown) => error);
  return { answer, requested };
}

/** As `run-turn` does when it is cut short. */
function endsAs(turn: Turn, outcome: 'stopped' | 'completed'): void {
  turn.abort.signal.addEventListener('abort', () => {
    turn.progress.outcome = outcome;
  });
}

test('a turn that runs here is cut short, and the reply says what came of it', async () => {
  const turn = aTurn();
  turn.progress.chunkCount = 4;
  turn.log.follow({ onFrame: () => undefined, onEnd: () => undefined });
  endsAs(turn, 'stopped');
  const { answer, requested } = await stop([], turn);
  expect(answer).toEqual({
    ...{ status: 'stopped', upstream_cancelled: false, billing_stopped: true, stopped_after_ms: 0 },
    ...{ tokens_generated: 4, tokens_delivered: 4 },
  });
  expect([turn.abort.signal.reason, requested]).toEqual(['stopped', []]);
});

test('a turn that is ending by itself is not stopped', async () => {
  const turn = aTurn();
  turn.ending = true;
  turn.progress.outcome = 'completed';
  expect((await stop([], turn)).answer).toMatchObject({ status: 'already_ended' });
  expect(turn.abort.signal.aborted).toBe(false);
});

test('who asks for it while another does is told the same, here as elsewhere; who asks later, that it has ended', async () => {
  const turn = aTurn();
  const end = Promise.withResolvers<void>();
  Object.assign(turn, { finished: end.promise });
  endsAs(turn, 'stopped');
  const both = [stop([], turn), stop([], turn)];
  Object.assign(turn, { ending: true });
  const late = stop([], turn);
  end.resolve();
  const answers = (await Promise.all([...both, late])).map(({ answer }) => answer);
  expect(answers).toMatchObject([{ status: 'stopped' }, { status: 'stopped' }, { status: 'already_ended' }]);
});

test('whether the provider stops billing is the model’s word, where a call of one was open', () => {
  const known: Record<string, boolean> = { Stops: true, 'Goes on': false };
  const model = { stopsBilling: (provider: string) => known[provider] ?? null } as unknown as ChatModel; // All it is asked.
  const stoppedWith = (...providers: (string | null)[]) => {
    const turn = aTurn();
    for (const [n, provider] of providers.entries()) turn.openCalls.set(n, provider);
    stopHere({ model }, turn);
    return [reportOf(turn).upstreamCancelled, reportOf(turn).billingStopped];
  };
  expect(stoppedWith('Stops')).toEqual([true, true]);
  expect(stoppedWith('Unknown')).toEqual([true, null]);
  expect(stoppedWith(null)).toEqual([true, null]);
  expect(stoppedWith('Stops', 'Goes on', null)).toEqual([true, false]);
  expect(stoppedWith()).toEqual([false, true]);
});

test('nothing was delivered where nobody watched', () => {
  const turn = aTurn();
  turn.progress.chunkCount = 4;
  turn.log.follow({ quiet: true, onFrame: () => undefined, onEnd: () => undefined });
  expect(reportOf(turn)).toMatchObject({ tokensGenerated: 4, tokensDelivered: 0 });
});

test('a turn that runs elsewhere is stopped by its owner, whose report is the reply', async () => {
  const { answer, requested } = await stop([running, running, running, stopped]);
  expect(requested).toEqual(['u s']);
  expect(answer).toEqual({
    ...{ status: 'stopped', upstream_cancelled: true, billing_stopped: null, stopped_after_ms: 300 },
    ...{ tokens_generated: 7, tokens_delivered: 7 },
  });
});

test('a turn that ended before, or by itself meanwhile, has already ended', async () => {
  for (const states of [[completed], [running, completed]]) {
    expect((await stop(states)).answer).toMatchObject({ status: 'already_ended', tokens_generated: 9 });
  }
  expect((await stop([stopped])).answer).toMatchObject({ status: 'already_ended', upstream_cancelled: true });
});

test('where nobody runs it the wish is kept, and the caller told when to come again', async () => {
  const { answer, requested } = await stop([running]);
  expect(answer).toMatchObject({ code: 'interrupted', extras: { retryAfterMs: 5000 } });
  expect(requested).toEqual(['u s']);
});

test('what is unknown, or another user’s, is not there', async () => {
  expect((await stop([undefined])).answer).toMatchObject({ code: 'not_found' });
  const foreign = aTurn();
  Object.assign(foreign, { userId: 'someone' });
  const { answer, requested } = await stop([undefined], foreign);
  expect([answer, requested]).toEqual([expect.objectContaining({ code: 'not_found' }), ['u s']]);
  expect(foreign.abort.signal.aborted).toBe(false);
});

test('a turn that was lost or released while it was stopped is stopped by who has it next: the wish outlives this process', async () => {
  for (const cause of ['lost', 'released'] as const) {
    const turn = aTurn();
    abort(turn, cause);
    const { answer, requested } = await stop([running, stopped], turn);
    expect(requested).toEqual(['u s']);
    expect(answer).toMatchObject({ status: 'stopped', tokens_generated: 7 });
  }
});
