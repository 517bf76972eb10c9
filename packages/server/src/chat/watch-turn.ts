/** Finds a turn's log for a viewer: the running one in this process, or what the database kept of an ended one. */
import { emptyResponse, fold, type StopResponse, type StreamingChatResponse } from '@tradistry/protocol';
import { notFound, Refusal } from '../refusal.ts';
import { type ActiveTurns, abort } from './active-turns.ts';
import type { ChatDeps } from './deps.ts';
import type { LogSnapshot, ReadableLog } from './turn-log.ts';

/** Ended logs are kept for so long. */
export const KEEP_HOURS = 24;

/** The log of `streamId`. Throws `not_found`, `stream_expired`, or `interrupted` while nobody runs the turn. */
export async function findLog(
  deps: ChatDeps,
  active: ActiveTurns,
  of: { userId: string; streamId: string },
): Promise<ReadableLog> {
  const turn = active.find(of.streamId);
  if (turn && turn.userId === of.userId) return turn.log;
  const stored = await deps.turns.findTurn(of.userId, of.streamId);
  if (!stored) throw notFound('stream');
  if (stored.status === 'running') {
    if (deps.others) return deps.others.follow(stored);
    throw new Refusal(
      'interrupted',
      'This answer was interrupted and is being taken up again. Reconnect in a few seconds.',
      { retryAfterMs: 2000 },
    );
  }
  const age = deps.today().getTime() - (stored.endedAt?.getTime() ?? 0);
  if (age > KEEP_HOURS * 3_600_000 || stored.log.marks.length === 0) {
    throw new Refusal(
      'stream_expired',
      'This stream ended more than 24 hours ago. Its answer is in the session, as a message.',
    );
  }
  return deps.logs.replay(stored.log);
}

/** Waits for the end of a turn and folds it into one value. */
export async function collectTurn(
  deps: ChatDeps,
  active: ActiveTurns,
  of: { userId: string; streamId: string },
): Promise<StreamingChatResponse> {
  const turn = active.find(of.streamId);
  if (turn && turn.userId === of.userId) {
    await turn.finished;
    return foldSnapshot(turn.log.snapshot());
  }
  const stored = await deps.turns.findTurn(of.userId, of.streamId);
  if (!stored) throw notFound('stream');
  if (stored.status === 'running') {
    throw new Refusal(
      'interrupted',
      'This answer was interrupted and is being taken up again. Ask again in a few seconds.',
      { retryAfterMs: 2000 },
    );
  }
  return foldSnapshot(stored.log);
}

/** Ends a turn early: the upstream call is closed, what was written is saved. Idempotent. */
export async function stopTurn(
  deps: ChatDeps,
  active: ActiveTurns,
  of: { userId: string; streamId: string },
): Promise<StopResponse> {
  const from = deps.now();
  const turn = active.find(of.streamId);
  if (!turn || turn.userId !== of.userId) return alreadyEnded(deps, of);
  const upstreamOpen = turn.upstreamOpen;
  const model = turn.progress.modelUsed;
  const stopping = !turn.ending && !turn.abort.signal.aborted;
  if (stopping) abort(turn, 'stopped');
  await turn.finished;
  const generated = turn.progress.chunkCount;
  return {
    status: stopping && turn.progress.outcome === 'stopped' ? 'stopped' : 'already_ended',
    upstream_cancelled: stopping && upstreamOpen,
    billing_stopped: !upstreamOpen || !model || !deps.model ? true : deps.model.stopsBilling(model),
    tokens_generated: generated,
    // The log hands every token to its followers in the moment it is appended.
    tokens_delivered: turn.log.followed ? generated : 0,
    stopped_after_ms: Math.round(deps.now() - from),
  };
}

async function alreadyEnded(deps: ChatDeps, of: { userId: string; streamId: string }): Promise<StopResponse> {
  const stored = await deps.turns.findTurn(of.userId, of.streamId);
  if (!stored) throw notFound('stream');
  if (stored.status === 'running') {
    throw new Refusal(
      'interrupted',
      'This answer was interrupted already and is being closed. Look again in a few seconds.',
      { retryAfterMs: 2000 },
    );
  }
  const tokens = foldSnapshot(stored.log).saved?.chunk_count ?? 0;
  return {
    status: 'already_ended',
    upstream_cancelled: false,
    billing_stopped: true,
    tokens_generated: tokens,
    tokens_delivered: tokens,
    stopped_after_ms: 0,
  };
}

function foldSnapshot(snapshot: LogSnapshot): StreamingChatResponse {
  const folded = snapshot.marks.reduce(
    (value, { chunk }) => (chunk.type === 'token' ? value : fold(value, chunk)),
    emptyResponse(),
  );
  return { ...folded, response: snapshot.answer };
}
