/** Ends that could not be saved in time: tried until they are saved, or until somebody else has the turn. */
import { isDatabaseAway } from '../storage-error.ts';
import type { ChatDeps } from './deps.ts';
import { recordTurn } from './record-turn.ts';
import type { TurnEnd } from './turn-end-ports.ts';
import type { TurnStore } from './turn-store-ports.ts';
import { withinTime } from './within-time.ts';

/** Sooner than anyone looks for orphans, so that an end is saved before its turn is run again. */
const TRY_MS = 500;
const GIVE_UP_MS = 5000;
/** Each holds an answer in memory. What is beyond is left to the takeover. */
const MAX_WAITING = 1000;

export interface LateEnds {
  add(end: TurnEnd): void;
  /** The streams whose end is waiting: nobody here may take them for orphans. */
  streamIds(): string[];
}

type LateEndDeps = Pick<ChatDeps, 'logger' | 'wait' | 'telemetry'> & { readonly turns: Pick<TurnStore, 'finishTurn'> };

/** Each end carries the epoch it belongs to, so a turn that was taken over meanwhile is left alone. */
export function createLateEnds(deps: LateEndDeps): LateEnds {
  const waiting = new Map<string, TurnEnd>();
  const never = new AbortController().signal;
  let trying = false;

  async function tryAll(): Promise<void> {
    trying = true;
    while (waiting.size > 0) {
      await deps.wait(TRY_MS, never);
      for (const [streamId, end] of waiting) {
        const tried = await tryOne(end);
        if (tried === 'away') break;
        if (tried === 'known') waiting.delete(streamId);
      }
    }
    trying = false;
  }

  async function tryOne(end: TurnEnd): Promise<'known' | 'refused' | 'away'> {
    try {
      const saved = await withinTime(GIVE_UP_MS, deps.turns.finishTurn(end));
      deps.logger.info({ stream_id: end.streamId, saved }, 'the end of a turn was saved late, or by another');
      // One that viewers were shown as not saved was counted then.
      if (saved && end.errorCode !== 'answer_not_saved') recordTurn(deps, end);
      return 'known';
    } catch (error) {
      return isDatabaseAway(error) ? 'away' : 'refused';
    }
  }

  return {
    add(end) {
      if (waiting.size >= MAX_WAITING) return;
      waiting.set(end.streamId, end);
      if (!trying) void tryAll();
    },
    streamIds: () => [...waiting.keys()],
  };
}
