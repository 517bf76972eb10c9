/** What a user has running: here, as memory knows it, and elsewhere, as the other instances say. */
import type { ActiveTurns } from './active-turns.ts';
import type { OtherInstances } from './instance-ports.ts';
import type { RunningStreams } from './session-ports.ts';

/** Never asks the database for a user's page alone. */
export function createRunningStreams(
  active: Pick<ActiveTurns, 'all'>,
  others: Pick<OtherInstances, 'running'> | null,
): RunningStreams {
  return async (userId) => {
    const streams = new Map(await others?.running(userId));
    for (const { userId: owner, started, log } of active.all()) {
      if (owner === userId && !log.ended) streams.set(started.sessionId, started.streamId);
    }
    return streams;
  };
}
