/** What a turn that runs here has come to, for operators: more than its last checkpoint knows. */
import type { StreamLife } from '@tradistry/protocol';
import type { LiveStream } from '../ops/ports.ts';
import type { ChatDeps } from './deps.ts';
import type { AttemptRecord } from './model-ports.ts';
import type { Turn } from './turn.ts';

export function liveStream({ now }: Pick<ChatDeps, 'now'>, turn: Turn): LiveStream {
  const { progress, startedAt, trace } = turn;
  const { firstTokenAt, pace } = progress;
  return {
    layer: progress.layer,
    model_used: progress.modelUsed,
    fallback_used: progress.fallbackUsed,
    attempts: progress.attemptsBegun,
    chunk_count: progress.chunkCount,
    time_to_first_token_ms: firstTokenAt === null ? null : Math.round(firstTokenAt - startedAt),
    processing_time_ms: Math.round(now() - startedAt),
    longest_gap_ms: pace.longestMs === null ? null : Math.round(pace.longestMs),
    prompt_version: progress.promptVersion,
    attempt_list: progress.attempts.map(toAttempt),
    steps: [...trace.steps],
    gaps: pace.long,
  };
}

function toAttempt(attempt: AttemptRecord): StreamLife['attempt_list'][number] {
  const { usage } = attempt;
  return {
    n: attempt.n,
    layer: attempt.layer,
    model: attempt.model,
    outcome: attempt.outcome,
    started_ms: attempt.startedMs,
    first_token_ms: attempt.firstTokenMs,
    duration_ms: attempt.durationMs,
    prompt_tokens: usage?.prompt_tokens ?? null,
    completion_tokens: usage?.completion_tokens ?? null,
    cost_usd: usage?.cost_usd === undefined ? null : String(usage.cost_usd),
    characters: attempt.characters,
  };
}
