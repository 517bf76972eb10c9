/** Follows one turn from its question to the end of its stream, and can stop it. */
import { ChatError, type ChatStream, type Client, type WatchOptions } from '@tradistry/client';
import { applyChunk, isLive, type TurnError, type TurnState } from './turn-state.ts';

export interface FollowedTurn {
  state(): TurnState;
  /** Reads the stream that `open` begins, to its end; never throws. */
  follow(open: (options: WatchOptions) => ChatStream): Promise<void>;
  stop(): Promise<void>;
}

interface Events {
  readonly client: () => Client;
  readonly onUpdate: () => void;
  /** The question is stored, or the turn is over. */
  readonly onStored: () => void;
  /** Another answer of the session is being written: its stream. */
  readonly onBusy: (streamId: string) => void;
}

export function createFollowedTurn(first: TurnState, events: Events): FollowedTurn {
  let turn = first;
  let stopWanted = false;
  const resumed = first.streamId !== null;
  const abort = new AbortController();

  const set = (change: Partial<TurnState>) => {
    turn = { ...turn, ...change };
    events.onUpdate();
  };
  const stop = async () => {
    if (!isLive(turn)) return;
    stopWanted = true;
    if (turn.streamId !== null) return askToStop(turn.streamId);
    // Nobody answers: there is nothing to stop but the waiting.
    if (turn.reconnecting) {
      abort.abort();
      set({ phase: 'failed', error: NOT_SENT, reconnecting: false });
    }
  };
  const askToStop = async (streamId: string) => {
    try {
      await events.client().chat.stop(streamId);
    } catch (error) {
      if (isLive(turn))
        set({ error: { ...errorOf(error), message: `The answer could not be stopped. ${errorOf(error).message}` } });
    }
  };
  const fail = (error: unknown) => {
    if (abort.signal.aborted) return;
    if (error instanceof ChatError && error.code === 'turn_in_progress' && error.streamId)
      return events.onBusy(error.streamId);
    // A turn that is no longer kept has ended: the stored messages say how.
    const gone = resumed && error instanceof ChatError && (error.status === 404 || error.status === 410);
    set(gone ? { phase: 'ended' } : { phase: 'failed', error: errorOf(error), reconnecting: false });
  };

  return {
    state: () => turn,
    stop,
    async follow(open) {
      const onStatus = ({ state }: { state: string }) => set({ reconnecting: state === 'waiting' });
      try {
        for await (const chunk of open({ include: ['tool'], signal: abort.signal, onStatus })) {
          turn = applyChunk(turn, chunk);
          events.onUpdate();
          if (chunk.type !== 'session_info') continue;
          events.onStored();
          if (stopWanted) void stop();
        }
        if (isLive(turn)) set({ phase: 'ended' });
      } catch (error) {
        fail(error);
      }
      events.onStored();
    },
  };
}

const NOT_SENT: TurnError = {
  code: 'connection_lost',
  message: 'The question was not sent: the server could not be reached.',
  retryable: true,
};

function errorOf(error: unknown): TurnError {
  if (error instanceof ChatError) return { code: error.code, message: error.detail, retryable: error.retryable };
  return { code: 'internal', message: 'Something went wrong on this page. Try again.', retryable: true };
}
