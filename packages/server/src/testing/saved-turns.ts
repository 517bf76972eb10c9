/** A `MirrorStore` that tests fill by hand: it answers as the SQL of `db/mirror-store.ts` does. */
import type { MirrorRow, MirrorState, MirrorStore, RunningRow } from '../chat/instance-ports.ts';
import type { LogSnapshot } from '../chat/turn-log.ts';
import { lastIdOf } from '../log/memory-log.ts';

interface SavedTurn {
  readonly epoch: number;
  readonly ended: boolean;
  readonly log: LogSnapshot;
}

export interface SavedTurns extends MirrorStore {
  /** What is saved of each turn; one that is not here is gone. */
  readonly turns: Map<string, SavedTurn>;
  /** What runs, as `listRunning` tells it. */
  running: RunningRow[];
  /** What was asked, statement by statement. */
  readonly asked: (readonly MirrorState[])[];
  listed: number;
  /** True: every statement fails, as it does while the database is away. */
  away: boolean;
}

export function createSavedTurns(): SavedTurns {
  const store: SavedTurns = {
    turns: new Map(),
    running: [],
    asked: [],
    listed: 0,
    away: false,
    async readMirrored(mirrors) {
      store.asked.push(mirrors);
      if (store.away) throw new Error('away');
      return mirrors.flatMap((mirror) => {
        const turn = store.turns.get(mirror.streamId);
        return turn ? [toRow(turn, mirror)] : [];
      });
    },
    async listRunning() {
      store.listed += 1;
      if (store.away) throw new Error('away');
      return store.running;
    },
  };
  return store;
}

function toRow({ epoch, ended, log }: SavedTurn, { streamId, ...mirror }: MirrorState): MirrorRow {
  const other = epoch !== mirror.epoch;
  const known = !other && !ended && lastIdOf(log) <= mirror.lastId;
  const rest = known ? '' : [...log.answer].slice(mirror.points).join('');
  return { streamId, epoch, ended, text: other ? log.answer : rest, marks: known ? [] : log.marks };
}
