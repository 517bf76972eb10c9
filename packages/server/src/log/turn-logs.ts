/** The logs of the turns of this process, which all write at one pace. */
import type { TurnLogs } from '../chat/turn-log.ts';
import { continueLog, createMemoryLog, replayLog } from './memory-log.ts';
import { createWritePace } from './write-pace.ts';

/** `TurnLogs` in memory. */
export function createTurnLogs(): TurnLogs {
  const pace = createWritePace();
  return {
    create: () => createMemoryLog(pace),
    replay: replayLog,
    continue: (snapshot, epoch) => continueLog(snapshot, epoch, pace),
  };
}
