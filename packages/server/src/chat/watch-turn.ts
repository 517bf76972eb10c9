/** Finds a turn's log for a viewer: the running one in this process, or what the database kept of an ended one. */
import { emptyResponse, fold, type StreamingChatResponse } from '@tradistry/protocol';
import { notFound, Refusal } from '../refusal.ts';
import type { ActiveTurns } from './active-turns.ts';
import type { ChatDeps } from './deps.ts';
import type { LogSnapshot, ReadableLog } from './turn-log.ts';

/** Ended logs are kept for so long. */
export const KEEP_HOURS = 24;
/** How often a turn that runs elsewhere is looked at by who waits for its end. */
const LOOK_MS = 300;

/** The log of `streamId`. Throws `not_found`, `stream_expired`, or `interrupted` while nobody runs the turn. */
export async function findLog(
  deps: ChatDeps,
  active: ActiveTurns,
  of: { userId: string; streamId: string },
): Promise<ReadableLog> {
  const turn = active.find(of.streamId);
  if (turn && turn.userId === of.userId && !turn.lost.signal.aborted) return turn.log;
  const stored = await deps.turns.findTurn(of.userId, of.streamId);
  if (!stored) throw notFound('stream');
  if (stored.status === 'running') {
    active.checkOpen();
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

/** Waits for the end of a turn, wherever it runs, and folds it into one value. */
export async function collectTurn(
  deps: ChatDeps,
  active: ActiveTurns,
  of: { userId: string; streamId: string },
): Promise<StreamingChatResponse> {
  const turn = active.find(of.streamId);
  if (turn && turn.userId === of.userId) {
    await turn.finished;
    const whole = foldSnapshot(turn.log.snapshot());
    if (whole.ended) return whole;
  }
  const never = new AbortController().signal;
  let state = await deps.turns.findState(of.userId, of.streamId);
  while (state?.status === 'running') {
    active.checkOpen();
    await deps.wait(LOOK_MS, never);
    state = await deps.turns.findState(of.userId, of.streamId);
  }
  const stored = await deps.turns.findTurn(of.userId, of.streamId);
  if (!stored) throw notFound('stream');
  return foldSnapshot(stored.log);
}

function foldSnapshot(snapshot: LogSnapshot): StreamingChatResponse {
  const folded = snapshot.marks.reduce(
    (value, { chunk }) => (chunk.type === 'token' ? value : fold(value, chunk)),
    emptyResponse(),
  );
  return { ...folded, response: snapshot.answer };
}
