/** Watches the leases of running turns, and looks for the wish to stop one that was said elsewhere. */
import type { ChatDeps } from './deps.ts';
import { stopHere } from './stop-turn.ts';
import { abort, type Turn } from './turn.ts';
import type { TurnStore } from './turn-store-ports.ts';

/** A turn that the database did not confirm as ours for so long is not ours any more; others wait twice as long. */
const LEASE_MS = 5000;

/** So many are named in the log. */
const NAMED = 10;

/** Gives up the turns whose lease has run out. */
export function watchLeases(deps: Pick<ChatDeps, 'now' | 'logger'>, turns: Iterable<Turn>): void {
  const now = deps.now();
  const run = [...turns].filter((turn) => now - turn.leasedAt >= LEASE_MS && !turn.lost.signal.aborted);
  if (run.length === 0) return;
  const ids = run.slice(0, NAMED).map((turn) => turn.started.streamId);
  deps.logger.warn({ turns: run.length, stream_ids: ids }, 'leases could not be renewed: these turns are paused');
  for (const turn of run) abort(turn, 'lost');
}

/** Stops the turns here that were stopped at another instance. */
export async function obeyStops(
  deps: Pick<ChatDeps, 'instance' | 'model'> & { readonly turns: Pick<TurnStore, 'findStopRequests'> },
  find: (streamId: string) => Turn | undefined,
): Promise<void> {
  for (const streamId of await deps.turns.findStopRequests(deps.instance)) {
    const turn = find(streamId);
    if (turn) stopHere(deps, turn);
  }
}
