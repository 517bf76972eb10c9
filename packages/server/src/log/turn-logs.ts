/** The logs of the turns of this process. */
import type { TurnLogs } from '../chat/turn-log.ts';
import { createEndOfTurn } from './end-of-turn.ts';
import { continueLog, createMemoryLog, replayLog } from './memory-log.ts';

/** `TurnLogs` in memory. */
export function createTurnLogs(): TurnLogs {
  const flushSoon = createEndOfTurn();
  return {
    create: () => createMemoryLog(flushSoon),
    replay: replayLog,
    continue: (snapshot, epoch) => continueLog(snapshot, epoch, flushSoon),
  };
}
