/** The end of a turn: made durable in one statement, then shown. */
import { ERRORS } from '@tradistry/protocol';
import type { ChatDeps } from './deps.ts';
import type { TurnEnd, TurnStore } from './ports.ts';
import type { Turn } from './turn.ts';
import type { MarkChunk } from './turn-log.ts';

/** Waits between tries while the database is away, in milliseconds. */
const RETRY_WAITS = [100, 400, 1500, 3000];

type SaveDeps = Pick<ChatDeps, 'logger' | 'now' | 'wait'> & { readonly turns: Pick<TurnStore, 'finishTurn'> };

/** Saves `ending` with all that belongs to it and appends it to the log; `answer_not_saved` where that is not possible. */
export async function saveTurn(deps: SaveDeps, turn: Turn, ending: MarkChunk): Promise<void> {
  turn.ending = true;
  const processingTimeMs = Math.round(deps.now() - turn.startedAt);
  const chunks = [ending, ...savedChunk(turn, processingTimeMs), { type: 'stream_end' } as const];
  const saved = await trySave(deps, toEnd(turn, chunks, processingTimeMs));
  if (saved === 'lost') return;
  for (const chunk of saved === 'saved' ? chunks : notSaved(turn)) turn.log.appendMark(chunk);
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

function toEnd(turn: Turn, chunks: readonly MarkChunk[], processingTimeMs: number): TurnEnd {
  const { progress, started } = turn;
  return {
    ...progress,
    userId: turn.userId,
    streamId: started.streamId,
    answerId: started.answerId,
    epoch: turn.epoch,
    log: turn.log.snapshot(chunks),
    processingTimeMs,
    timeToFirstTokenMs: progress.firstTokenAt === null ? null : Math.round(progress.firstTokenAt - turn.startedAt),
  };
}

async function trySave(deps: SaveDeps, end: TurnEnd): Promise<'saved' | 'lost' | 'failed'> {
  for (const wait of [...RETRY_WAITS, null]) {
    try {
      return (await deps.turns.finishTurn(end)) ? 'saved' : 'lost';
    } catch (error) {
      deps.logger.warn({ err: error, stream_id: end.streamId }, 'an answer could not be saved yet');
      if (wait !== null) await deps.wait(wait, new AbortController().signal);
    }
  }
  return 'failed';
}

function notSaved(turn: Turn): MarkChunk[] {
  turn.progress.outcome = 'failed';
  const code = 'answer_not_saved';
  const message = 'The answer could not be saved, so it will be gone after a reload. Copy what you need and ask again.';
  return [{ type: 'error', code, message, retryable: ERRORS[code].retryable }, { type: 'stream_end' }];
}
