/** The end of a turn: made durable in one statement, then shown. */
import { ERRORS } from '@tradistry/protocol';
import { isDatabaseAway } from '../storage-error.ts';
import type { ChatDeps } from './deps.ts';
import { reportOf } from './stop-turn.ts';
import type { Turn, TurnKeeper } from './turn.ts';
import type { TurnEnd } from './turn-end-ports.ts';
import type { MarkChunk } from './turn-log.ts';
import type { TurnStore } from './turn-store-ports.ts';
import { overheadOf } from './watch-first-write.ts';

/** Waits between tries while the database refuses, in milliseconds; in all well within a lease. */
const REFUSED_WAITS = [100, 400, 1000];
/** While it is away it is asked for as long as the turn is ours. */
const AWAY_WAIT_MS = 250;

type SaveDeps = Pick<ChatDeps, 'logger' | 'now' | 'wait' | 'instance' | 'userKey'> & {
  readonly turns: Pick<TurnStore, 'finishTurn'>;
  readonly keeper: Pick<TurnKeeper, 'saveLater'>;
};

/**
 * Saves `ending` with all that belongs to it and appends it to the log; `answer_not_saved` where the database refuses it.
 * Returns how it ended. `null`: the turn is not ours any more, and nothing was appended.
 */
export async function saveTurn(deps: SaveDeps, turn: Turn, ending: MarkChunk): Promise<TurnEnd | null> {
  turn.ending = true;
  const processingTimeMs = Math.round(deps.now() - turn.startedAt);
  const chunks = [ending, ...savedChunk(turn, processingTimeMs), { type: 'stream_end' } as const];
  const end = toEnd(deps, turn, { chunks, processingTimeMs });
  const saved = await turn.trace.step('save', () => trySave(deps, turn, end));
  if (saved === 'taken') return null;
  if (saved === 'lost') {
    // Nobody has taken it so far: if it can be saved before anyone does, the answer need not be made again.
    deps.keeper.saveLater(end);
    return null;
  }
  if (saved === 'refused') return showUnsaved(deps, turn, processingTimeMs);
  append(turn, chunks);
  return end;
}

function append(turn: Turn, chunks: readonly MarkChunk[]): void {
  for (const chunk of chunks) turn.log.appendMark(chunk);
}

/** What viewers saw is what is stored as soon as anything can be: no takeover may end the turn another time. */
function showUnsaved(deps: SaveDeps, turn: Turn, processingTimeMs: number): TurnEnd {
  const code = 'answer_not_saved';
  Object.assign(turn.progress, { outcome: 'failed', errorCode: code, errorClass: code });
  const message = 'The answer could not be saved, so it may be gone after a reload. Copy what you need and ask again.';
  const chunks: MarkChunk[] = [
    { type: 'error', code, message, retryable: ERRORS[code].retryable },
    { type: 'stream_end' },
  ];
  const end = toEnd(deps, turn, { chunks, processingTimeMs });
  deps.keeper.saveLater(end);
  append(turn, chunks);
  return end;
}

function savedChunk(turn: Turn, processingTimeMs: number): MarkChunk[] {
  const { progress, startedAt } = turn;
  if (progress.outcome === 'failed') return [];
  return [
    {
      type: 'response_saved',
      message_id: turn.started.answerId,
      processing_time_ms: processingTimeMs,
      chunk_count: progress.chunkCount,
      ...(progress.outcome === 'partial' && { partial: true }),
      ...(progress.firstTokenAt !== null && { time_to_first_token_ms: Math.round(progress.firstTokenAt - startedAt) }),
    },
  ];
}

function toEnd(
  deps: SaveDeps,
  turn: Turn,
  { chunks, processingTimeMs }: { chunks: readonly MarkChunk[]; processingTimeMs: number },
): TurnEnd {
  const { progress, started } = turn;
  return {
    ...progress,
    userId: turn.userId,
    userKey: deps.userKey(turn.userId),
    streamId: started.streamId,
    sessionId: started.sessionId,
    streaming: turn.streaming,
    answerId: started.answerId,
    epoch: turn.epoch,
    instance: deps.instance,
    log: turn.log.snapshot(chunks),
    processingTimeMs,
    timeToFirstTokenMs: progress.firstTokenAt === null ? null : Math.round(progress.firstTokenAt - turn.startedAt),
    overheadMs: overheadOf(turn, deps.now()),
    steps: turn.trace.steps,
    stopReport: turn.stopped && reportOf(turn),
  };
}

type Saved = 'saved' | 'taken' | 'lost' | 'refused';

async function trySave(deps: SaveDeps, turn: Turn, end: TurnEnd): Promise<Saved> {
  const { signal } = turn.lost;
  for (let refusals = 0; ; ) {
    if (signal.aborted) return 'lost';
    const tried = await untilLost(
      turn,
      deps.turns.finishTurn(end).then(
        (ours): Saved => (ours ? 'saved' : 'taken'),
        (error: unknown) => ({ error }),
      ),
    );
    if (typeof tried === 'string') return tried;
    deps.logger.warn({ err: tried.error, stream_id: end.streamId }, 'an answer could not be saved yet');
    const wait = isDatabaseAway(tried.error) ? AWAY_WAIT_MS : REFUSED_WAITS[refusals++];
    if (wait === undefined) return 'refused';
    await deps.wait(wait, signal);
  }
}

/** A statement that never answers holds nobody up once the lease is gone. */
function untilLost<T>(turn: Turn, work: Promise<T>): Promise<T | 'lost'> {
  const { signal } = turn.lost;
  const { promise, resolve } = Promise.withResolvers<'lost'>();
  const onLost = () => resolve('lost');
  signal.addEventListener('abort', onLost, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onLost));
}
