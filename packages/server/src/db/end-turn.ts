/** The end of a turn: log, answer and all that belongs to it in one statement, or nothing. */
import type { ToolUse } from '@tradistry/protocol';
import { sql } from 'kysely';
import type { TurnEnd } from '../chat/turn-end-ports.ts';
import type { LogSnapshot } from '../chat/turn-log.ts';
import type { Tx } from './database.ts';
import { keepAttempts } from './keep-attempts.ts';
import { keepExecution } from './keep-execution.ts';
import { keepRecord } from './keep-record.ts';
import { keepRequests } from './keep-requests.ts';
import { toStorableJson } from './storable-json.ts';
import type { Tables } from './tables.ts';

/** `TurnStore.finishTurn` in its transaction. Of an answer that was gone on with, what its first part came to stays known. */
export async function endTurn(tx: Tx, end: TurnEnd): Promise<boolean> {
  const { rows } = await sql`
    WITH ended AS (
      UPDATE turns SET status = 'ended', outcome = ${end.outcome}, answer = ${end.log.answer},
        marks = ${toStorableJson(end.log.marks)}, last_id = ${lastIdOf(end.log)}, attempts = ${end.attemptsBegun},
        chunk_count = ${end.chunkCount}, first_token_ms = ${end.timeToFirstTokenMs}, sources = '[]',
        stop_report = ${end.stopReport && toStorableJson(end.stopReport)},
        ended_at = clock_timestamp(), heartbeat_at = clock_timestamp()
      WHERE stream_id = ${end.streamId} AND epoch = ${end.epoch} AND instance = ${end.instance} AND status = 'running'
      RETURNING user_id, session_id, created_at
    ), touched AS (
      UPDATE sessions s SET updated_at = clock_timestamp() FROM ended e WHERE s.user_id = e.user_id AND s.id = e.session_id
    )${keepAttempts(end)}${keepRecord(end)}${keepExecution(end)}${keepRequests(end)}
    UPDATE messages m SET content = ${end.log.answer}, status = ${toStatus(end)},
      model_used = coalesce(${end.modelUsed}, m.model_used), layer = coalesce(${end.layer}, m.layer), finish_reason = ${end.finishReason}, fallback_used = coalesce(m.fallback_used, false) OR ${end.fallbackUsed},
      usage = ${end.usage && toStorableJson(end.usage)}, sources = ${toStorableJson(end.sources)},
      figures = ${toStorableJson(end.figures)}, warnings = m.warnings || ${toStorableJson(end.warnings)}::jsonb,
      tools = m.tools || ${toStorableJson(toolUsesOf(end.log))}::jsonb,
      processing_time_ms = ${end.processingTimeMs}, time_to_first_token_ms = ${end.timeToFirstTokenMs},
      chunk_count = ${end.chunkCount}
    FROM ended e WHERE m.user_id = e.user_id AND m.id = ${end.answerId} RETURNING m.id`.execute(tx);
  return rows.length === 1;
}

/** Each call once, as its last chunk told of it. */
function toolUsesOf({ marks }: LogSnapshot): ToolUse[] {
  const uses = new Map<string, ToolUse>();
  for (const { chunk } of marks) {
    if (chunk.type !== 'tool') continue;
    const { type, ...use } = chunk;
    uses.set(use.call_id, { ...uses.get(use.call_id), ...use });
  }
  return [...uses.values()];
}

/** A turn that failed with text on the page leaves a partial answer: it can be gone on with. */
function toStatus({ outcome, log }: TurnEnd): Tables['messages']['status'] {
  if (outcome === 'completed' || outcome === 'degraded') return 'complete';
  return outcome === 'failed' && log.answer !== '' ? 'partial' : outcome;
}

function lastIdOf({ answer, marks }: LogSnapshot): number {
  const last = marks.at(-1);
  return last ? last.id + (answer.length - last.at) : answer.length;
}
