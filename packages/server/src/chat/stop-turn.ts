/** Stopping a turn: at once where it runs here, through the database where it runs elsewhere or will be taken up again. */
import type { StopResponse } from '@tradistry/protocol';
import { notFound, Refusal } from '../refusal.ts';
import type { ActiveTurns } from './active-turns.ts';
import type { ChatDeps } from './deps.ts';
import { abort, type Turn } from './turn.ts';
import type { StopReport } from './turn-end-ports.ts';
import type { TurnState, TurnStore } from './turn-store-ports.ts';

const LOOK_MS = 100;
/** An owner obeys within a second; one that does not is dead, and the next one obeys before it does anything else. */
const PATIENCE_MS = 4000;

type StopDeps = Pick<ChatDeps, 'model' | 'now' | 'wait'> & {
  readonly turns: Pick<TurnStore, 'requestStop' | 'findState'>;
};

/** Ends a turn early: the upstream call is closed, what was written is saved. Idempotent. */
export async function stopTurn(
  deps: StopDeps,
  active: Pick<ActiveTurns, 'find'>,
  of: { userId: string; streamId: string },
): Promise<StopResponse> {
  const from = deps.now();
  const turn = active.find(of.streamId);
  if (!turn || turn.userId !== of.userId) return stopElsewhere(deps, of);
  const { ending } = turn;
  stopHere(deps, turn);
  await turn.finished;
  // Its end could not be saved: the wish has to outlive this process.
  if (turn.lost.signal.aborted || turn.abort.signal.reason === 'released') return stopElsewhere(deps, of);
  const stopped = !ending && turn.progress.outcome === 'stopped';
  return toResponse(reportOf(turn), { stopped, stoppedAfterMs: deps.now() - from });
}

/** Cuts the turn short, unless it is ending already. */
export function stopHere(deps: Pick<ChatDeps, 'model'>, turn: Turn): void {
  if (turn.ending || turn.abort.signal.aborted) return;
  turn.stopped = { upstreamCancelled: turn.openCalls.size > 0, billingStopped: stopsBilling(deps, turn) };
  abort(turn, 'stopped');
}

/** Of all calls that are open; `null`: nobody knows of one of them. */
function stopsBilling({ model }: Pick<ChatDeps, 'model'>, { openCalls }: Turn): boolean | null {
  const said = [...openCalls.values()].map((provider) =>
    provider === null ? null : (model?.stopsBilling(provider) ?? null),
  );
  if (said.includes(false)) return false;
  return said.includes(null) ? null : true;
}

/** What stopping the turn did; also of one that ended by itself. */
export function reportOf(turn: Turn): StopReport {
  const { chunkCount } = turn.progress;
  return {
    upstreamCancelled: turn.stopped?.upstreamCancelled ?? false,
    billingStopped: turn.stopped ? turn.stopped.billingStopped : true,
    tokensGenerated: chunkCount,
    // The log hands every token to its followers in the moment it is appended.
    tokensDelivered: turn.log.followed ? chunkCount : 0,
  };
}

async function stopElsewhere(deps: StopDeps, of: { userId: string; streamId: string }): Promise<StopResponse> {
  const from = deps.now();
  const never = new AbortController().signal;
  let state = await deps.turns.requestStop(of.userId, of.streamId);
  const wasRunning = state?.status === 'running';
  while (state?.status === 'running' && deps.now() - from < PATIENCE_MS) {
    await deps.wait(LOOK_MS, never);
    state = await deps.turns.findState(of.userId, of.streamId);
  }
  if (!state) throw notFound('stream');
  if (state.status === 'running') {
    throw new Refusal(
      'interrupted',
      'This answer was interrupted. It will be stopped before it is taken up again, within a few seconds.',
      { retryAfterMs: 5000 },
    );
  }
  const stopped = wasRunning && state.outcome === 'stopped';
  return toResponse(state.stopReport ?? naturalEnd(state), {
    stopped,
    stoppedAfterMs: wasRunning ? deps.now() - from : 0,
  });
}

function naturalEnd({ chunkCount }: TurnState): StopReport {
  return { upstreamCancelled: false, billingStopped: true, tokensGenerated: chunkCount, tokensDelivered: chunkCount };
}

function toResponse(report: StopReport, of: { stopped: boolean; stoppedAfterMs: number }): StopResponse {
  return {
    status: of.stopped ? 'stopped' : 'already_ended',
    upstream_cancelled: report.upstreamCancelled,
    billing_stopped: report.billingStopped,
    tokens_generated: report.tokensGenerated,
    tokens_delivered: report.tokensDelivered,
    stopped_after_ms: Math.round(of.stoppedAfterMs),
  };
}
