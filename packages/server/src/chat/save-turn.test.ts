/** The end of a turn while the database is away: saved late, or told that it was not. */
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { createMemoryLog } from '../log/memory-log.ts';
import { saveTurn } from './save-turn.ts';
import { noProgress, type Turn } from './turn.ts';

const done = { type: 'done', message: 'Streaming complete' } as const;

function aTurn(): Turn {
  const log = createMemoryLog();
  log.appendText('The answer.');
  return {
    userId: 'u',
    started: { joined: false, streamId: 's', sessionId: 'x', questionId: 'q', answerId: 'a', title: '' },
    request: { message: 'q', session_id: 'x', context_limit: 10, include: [] },
    epoch: 0,
    log,
    startedAt: 0,
    abort: new AbortController(),
    streaming: true,
    progress: { ...noProgress(), outcome: 'completed' },
    upstreamOpen: false,
    ending: false,
    finished: Promise.resolve(),
  };
}

/** Saves with a store that answers as scripted, and tells what a viewer got. */
async function save(...answers: (boolean | Error)[]) {
  const turn = aTurn();
  const waits: number[] = [];
  const finishTurn = async () => {
    const next = answers.length > 1 ? answers.shift() : answers[0];
    if (next instanceof Error) throw next;
    return next ?? false;
  };
  const deps = {
    turns: { finishTurn },
    logger: pino({ level: 'silent' }),
    now: () => 5,
    wait: async (ms: number) => void waits.push(ms),
  };
  await saveTurn(deps, turn, done);
  const marks = turn.log.snapshot().marks.map(({ chunk }) => chunk);
  return { marks, waits, outcome: turn.progress.outcome };
}

describe('saving an answer', () => {
  test('shows the end only once it is stored', async () => {
    const { marks, waits } = await save(true);
    expect(marks.map(({ type }) => type)).toEqual(['done', 'response_saved', 'stream_end']);
    expect(waits).toEqual([]);
  });

  test('is tried again while the database is away, with growing waits', async () => {
    const { marks, waits } = await save(new Error('away'), new Error('away'), true);
    expect(marks.map(({ type }) => type)).toEqual(['done', 'response_saved', 'stream_end']);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits).toHaveLength(2);
  });

  test('that never succeeds says so instead of done, and ends the stream once', async () => {
    const { marks, outcome } = await save(new Error('away'));
    expect(marks).toMatchObject([{ type: 'error', code: 'answer_not_saved', retryable: true }, { type: 'stream_end' }]);
    expect(outcome).toBe('failed');
  });

  test('of a turn that another owner has taken shows nothing: that owner writes its end', async () => {
    expect((await save(false)).marks).toEqual([]);
  });
});
