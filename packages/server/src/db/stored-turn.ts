/** A turn's row as the chat knows it. */
import type { ChatRequest, Source } from '@tradistry/protocol';
import type { Selectable } from 'kysely';
import type { Mark } from '../chat/turn-log.ts';
import type { StoredTurn } from '../chat/turn-store-ports.ts';
import type { Tables } from './tables.ts';

type TurnRow = Omit<
  Selectable<Tables['turns']>,
  'outcome' | 'instance' | 'heartbeat_at' | 'created_at' | 'last_id' | 'stop_report'
>;

export function toStored(row: TurnRow): StoredTurn {
  return {
    streamId: row.stream_id,
    userId: row.user_id,
    sessionId: row.session_id,
    questionId: row.question_id,
    answerId: row.answer_id,
    status: row.status,
    epoch: row.epoch,
    endedAt: row.ended_at,
    // Written by this store alone, as `LogSnapshot` has them.
    log: { answer: row.answer, marks: row.marks as Mark[] },
    // Checked by its schema before it was stored; without its message it is no request any more.
    request: 'message' in row.request ? (row.request as unknown as ChatRequest) : null,
    streaming: row.streaming,
    attemptsBegun: row.attempts,
    chunkCount: row.chunk_count,
    // Likewise.
    sources: row.sources as Source[],
    firstTokenMs: row.first_token_ms,
    stopRequested: row.stop_requested_at !== null,
  };
}
