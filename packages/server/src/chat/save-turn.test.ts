/** The end of a turn while the database is away: saved late, or told that it was not. */
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { createMemoryLog } from '../log/memory-log.ts';
import { SILENT_TRACE } from '../testing/silent-telemetry.ts';
import { saveTurn } from './save-turn.ts';
import { abort, createTurn, noProgress, type Turn } from './turn.ts';
import type { TurnEnd } from './turn-end-ports.ts';

const done = { type: 'done', message: 'Streaming complete' } as const;

function aTurn(): Turn {
  const log = createMemoryLog();
  log.appendText('The answer.');
  return createTurn({
    userId: 'u',
    started: { joined: false, streamId: 's', sessionId: 'x', questionId: 'q', answerId: 'a', title: '' },
    request: { message: 'q', session_id: 'x', context_limit: 10, include: [] },
    epoch: 0,
    prompt: { version: 1, strategy: 'LATEST_VERSION', experiment: null },
    log,
    kept: '',
    startedAt: 0,
    begunAt: 0,
    streaming: true,
    trace: SILENT_TRACE,
    progress: { ...noProgress(), outcome: 'completed' },
  });
}

const REFUSED = new Error('disk full');
const AWAY = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

/** Saves with a store that answers as scripted, the last answer again and again, and tells what a viewer got. */
async function save(answers: (boolean | Error)[], loseAfter = Number.POSITIVE_INFINITY) {
  const turn = aTurn();
  const waits: number[] = [];
  const later: TurnEnd[] = [];
  const finishTurn = async () => {
    const next = answers.length > 1 ? answers.shift() : answers[0];
    if (next instanceof Error) throw next;
    return next ?? false;
  };
  const deps = {
    turns: { finishTurn },
    keeper: { saveLater: (end: TurnEnd) => void later.push(end) },
    ...{ instance: 'i', userKey: (id: string) => id },
    logger: pino({ level: 'silent' }),
    now: () => 5,
    wait: async (ms: number) => {
      waits.push(ms);
      if (waits.length >= loseAfter) abort(turn, 'lost');
    },
  };
  const end = await saveTurn(deps, turn, done);
  const ended = end !== null;
  const { marks } = turn.log.snapshot();
  return { ended, marks, chunks: marks.map(({ chunk }) => chunk), waits, later, outcome: turn.progress.outcome };
}

describe('saving an answer', () => {
  test('shows the end only once it is stored', async () => {
    const { ended, chunks, waits } = await save([true]);
    expect(chunks.map(({ type }) => type)).toEqual(['done', 'response_saved', 'stream_end']);
    expect([ended, waits]).toEqual([true, []]);
  });

  test('is tried again while the database is away, for as long as the turn is ours', async () => {
    const { chunks, waits } = await save([...Array<Error>(12).fill(AWAY), true]);
    expect(chunks.map(({ type }) => type)).toEqual(['done', 'response_saved', 'stream_end']);
    expect(waits).toHaveLength(12);
  });

  test('ends nothing once the lease is gone: the turn is paused, and its end is saved later where nobody took it', async () => {
    const { ended, chunks, later } = await save([AWAY], 4);
    expect([ended, chunks]).toEqual([false, []]);
    expect(later).toMatchObject([{ outcome: 'completed', streamId: 's', epoch: 0, instance: 'i' }]);
  });

  test('that the database refuses says so instead of done, ends the stream once, and stores that very end when it can', async () => {
    const { ended, chunks, marks, outcome, later, waits } = await save([REFUSED]);
    expect(chunks).toMatchObject([
      { type: 'error', code: 'answer_not_saved', retryable: true },
      { type: 'stream_end' },
    ]);
    expect([ended, outcome]).toEqual([true, 'failed']);
    expect(later).toMatchObject([{ outcome: 'failed', log: { answer: 'The answer.', marks } }]);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  });

  test('of a turn that another owner has taken shows nothing: that owner writes its end', async () => {
    expect(await save([false])).toMatchObject({ ended: false, chunks: [], later: [] });
  });
});
