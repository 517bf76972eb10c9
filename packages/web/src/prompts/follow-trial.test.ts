import { ChatError, type ChatStream, type PositionedChunk } from '@tradistry/client';
import { expect, it } from 'vitest';
import { followTrial, type TrialState } from './follow-trial.ts';

const token = (content: string, at: number): PositionedChunk => ({ type: 'token', content, at });
const END: readonly PositionedChunk[] = [
  { type: 'done', message: 'Streaming complete', finish_reason: 'stop' },
  { type: 'stream_end' },
];

/** Yields these, then throws what `fails` says. */
function stream(chunks: readonly PositionedChunk[], fails?: () => unknown): ChatStream {
  async function* play() {
    yield* chunks;
    if (fails) throw fails();
  }
  // Only what a reader uses.
  return play() as unknown as ChatStream;
}

async function follow(of: ChatStream, signal = new AbortController().signal): Promise<TrialState | null> {
  let last: TrialState | null = null;
  let clock = 1000;
  await followTrial(of, {
    signal,
    now: () => {
      clock += 10;
      return clock;
    },
    onUpdate: (state) => {
      last = state;
    },
  });
  return last;
}

it('an answer is followed to its end, with the time to its first token', async () => {
  const state = await follow(stream([token('It ', 0), token('was.', 3), ...END]));
  expect(state).toMatchObject({ turn: { answer: 'It was.', phase: 'ended', error: null }, stopped: false });
  expect(state?.firstTokenMs).toBeGreaterThan(0);
  expect(state?.tookMs).toBeGreaterThan(state?.firstTokenMs ?? 0);
});

it('one that its user leaves is stopped, and no error', async () => {
  const leaving = new AbortController();
  const left = () => {
    leaving.abort();
    return leaving.signal.reason;
  };
  const state = await follow(stream([token('Half', 0)], left), leaving.signal);
  expect(state).toMatchObject({ stopped: true, turn: { answer: 'Half', phase: 'ended', error: null } });
});

it('one that is refused or breaks off says why', async () => {
  const spent = new ChatError({ code: 'budget_exhausted', status: 429, detail: 'Used up.' });
  expect(await follow(stream([], () => spent))).toMatchObject({
    ...{ firstTokenMs: null, stopped: false },
    turn: { phase: 'failed', error: { code: 'budget_exhausted', message: 'Used up.' } },
  });
  const lost = new ChatError({ code: 'connection_lost', status: 0, detail: 'Lost.' });
  expect(await follow(stream([token('Half', 0)], () => lost))).toMatchObject({
    turn: { answer: 'Half', phase: 'ended', error: { code: 'connection_lost' } },
  });
});
