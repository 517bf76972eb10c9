/** The one record of a turn that ended, under the names of the operators' documentation. No question, answer, token or key. */
import type { TurnOutcome } from '@tradistry/protocol';
import type { ChatDeps } from './deps.ts';
import type { TurnEnd } from './turn-end-ports.ts';

const SUCCESS: TurnOutcome = 'completed';

/** Logs it and counts it; the database has it with the end of the turn. */
export function recordTurn(deps: Pick<ChatDeps, 'logger' | 'telemetry'>, end: TurnEnd): void {
  deps.telemetry.turnEnded(end);
  deps.logger.info(toLine(end), 'turn ended');
}

function toLine(end: TurnEnd) {
  const { usage, pace, overheadMs } = end;
  return {
    user_id: end.userKey,
    session_id: end.sessionId,
    stream_id: end.streamId,
    streaming: end.streaming,
    processing_time_ms: end.processingTimeMs,
    chunk_count: end.chunkCount,
    success: end.outcome === SUCCESS,
    model_used: end.modelUsed,
    fallback_used: end.fallbackUsed,
    outcome: end.outcome,
    layer: end.layer,
    attempts: end.attemptsBegun,
    time_to_first_token_ms: end.timeToFirstTokenMs,
    longest_gap_ms: pace.longestMs === null ? null : Math.round(pace.longestMs),
    error_code: end.errorCode,
    error_class: end.errorClass,
    prompt_version: end.promptVersion,
    prompt_tokens: usage?.prompt_tokens ?? null,
    completion_tokens: usage?.completion_tokens ?? null,
    total_tokens: usage?.total_tokens ?? null,
    cost_usd: usage?.cost_usd ?? null,
    overhead_ms: overheadMs === null ? null : Math.round(overheadMs * 10) / 10,
    instance: end.instance,
  };
}
