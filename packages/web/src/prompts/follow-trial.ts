/** Follows one answer of the playground to its end; leaving it ends it. */
import type { ChatStream } from '@tradistry/client';
import { errorOf } from '../chat/followed-turn.ts';
import { applyChunk, newTurn, type TurnState } from '../chat/turn-state.ts';

export interface TrialState {
  readonly turn: TurnState;
  /** Milliseconds from asking, as this page saw it; `null`: not so far. */
  readonly firstTokenMs: number | null;
  readonly tookMs: number | null;
  readonly stopped: boolean;
}

export const NEW_TRIAL: TrialState = { turn: newTurn(), firstTokenMs: null, tookMs: null, stopped: false };

interface Following {
  /** Aborted where its user wants no more of it. */
  readonly signal: AbortSignal;
  /** In ms since 1970. */
  readonly now: () => number;
  readonly onUpdate: (state: TrialState) => void;
}

/** Never rejects. */
export async function followTrial(stream: ChatStream, { signal, now, onUpdate }: Following): Promise<void> {
  const begunAt = now();
  let state = NEW_TRIAL;
  const set = (change: Partial<TrialState>) => {
    state = { ...state, ...change };
    onUpdate(state);
  };
  try {
    for await (const chunk of stream) {
      const first = chunk.type === 'token' && state.firstTokenMs === null;
      const turn = applyChunk(state.turn, chunk, now());
      set({ turn, ...(first && { firstTokenMs: now() - begunAt }) });
    }
  } catch (error) {
    const { turn } = state;
    const phase = turn.answer === '' ? 'failed' : 'ended';
    if (signal.aborted) set({ stopped: true, turn: { ...turn, phase: 'ended' } });
    else set({ turn: { ...turn, phase, error: errorOf(error, now()) } });
  }
  set({ tookMs: now() - begunAt });
}
