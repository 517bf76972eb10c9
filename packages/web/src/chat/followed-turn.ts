/** Follows one turn from its question to the end of its stream, and can stop it. */
import { ChatError, type ChatStream, type Client, type ConnectionStatus, type WatchOptions } from '@tradistry/client';
import { applyChunk, isLive, retryAt, type TurnError, type TurnState } from './turn-state.ts';

export interface FollowedTurn {
  state(): TurnState;
  /** Reads the stream that `open` begins, to its end; never throws. */
  follow(open: (options: WatchOptions) => ChatStream): Promise<void>;
  stop(): Promise<void>;
}

// A line that is back sooner was hardly gone: saying so would only flicker.
const CALM_MS = 700;

interface Events {
  readonly client: () => Client;
  readonly now: () => number;
  readonly onUpdate: () => void;
  /** The question is stored, or the turn is over. */
  readonly onStored: () => void;
  /** Another answer of the session is being written: its stream. */
  readonly onBusy: (streamId: string) => void;
}

export function createFollowedTurn(first: TurnState, events: Events): FollowedTurn {
  let turn = first;
  const abort = new AbortController();

  const set = (change: Partial<TurnState>) => {
    turn = { ...turn, ...change };
    events.onUpdate();
  };
  const stop = async () => {
    if (!isLive(turn)) return;
    set({ stopping: true });
    if (turn.streamId !== null) return askToStop(turn.streamId);
    if (line.isLost()) giveUp();
  };
  /** Nobody answers: there is nothing to stop but the waiting. */
  const giveUp = () => {
    abort.abort();
    set({ phase: 'failed', error: CALLED_OFF, reconnecting: false, stopping: false });
  };
  const line = watchLine({
    onLost: () => {
      if (turn.stopping && turn.streamId === null) giveUp();
    },
    onChange: (reconnecting) => set({ reconnecting }),
  });
  const askToStop = async (streamId: string) => {
    try {
      await events.client().chat.stop(streamId);
    } catch (error) {
      if (!isLive(turn)) return;
      const failed = errorOf(error, events.now());
      set({ stopping: false, error: { ...failed, message: `The answer could not be stopped. ${failed.message}` } });
    }
  };
  const fail = (error: unknown) => {
    if (abort.signal.aborted) return;
    const { streamId } = turn;
    if (error instanceof ChatError && error.code === 'turn_in_progress' && error.streamId)
      return events.onBusy(error.streamId);
    // A stream that is no longer kept is over: the stored messages say how it ended.
    if (streamId !== null && isGone(error)) return set({ phase: 'ended', error: null });
    const lost = streamId !== null || isLineError(error);
    set({ phase: lost ? 'lost' : 'failed', error: errorOf(error, events.now()) });
  };

  return {
    state: () => turn,
    stop,
    async follow(open) {
      try {
        for await (const chunk of open({
          include: ['tool', 'figure'],
          signal: abort.signal,
          onStatus: line.onStatus,
        })) {
          turn = applyChunk(turn, chunk, events.now());
          events.onUpdate();
          if (chunk.type !== 'session_info') continue;
          events.onStored();
          if (turn.stopping) void stop();
        }
        if (isLive(turn)) set({ phase: 'ended' });
      } catch (error) {
        fail(error);
      } finally {
        line.over();
      }
      events.onStored();
    },
  };
}

/** Says that the line is lost once it has been for a while, and that it is back at once. */
function watchLine({ onLost, onChange }: { onLost: () => void; onChange: (lost: boolean) => void }) {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let told = false;
  const back = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (told) onChange(false);
    told = false;
  };
  const tell = () => {
    told = true;
    onChange(true);
  };
  const onStatus = ({ state }: ConnectionStatus) => {
    if (state === 'open' || state === 'closed') back();
    if (state !== 'waiting') return;
    timer ??= setTimeout(tell, CALM_MS);
    onLost();
  };
  return { onStatus, over: back, isLost: () => timer !== null };
}

const CALLED_OFF: TurnError = {
  code: 'called_off',
  message: 'The server had not answered it so far. Try again when it is back.',
  retryable: true,
  retryAt: null,
};

function isGone(error: unknown): boolean {
  return error instanceof ChatError && (error.status === 404 || error.status === 410);
}

/** No answer of the server itself: nothing came, or a gateway's own words. The question may have arrived all the same. */
function isLineError(error: unknown): boolean {
  if (!(error instanceof ChatError)) return false;
  return error.code === 'connection_lost' || (error.code === 'unexpected_response' && error.status >= 502);
}

/** What a call or a stream threw, for people. */
export function errorOf(error: unknown, now: number): TurnError {
  if (!(error instanceof ChatError))
    return {
      code: 'internal',
      message: 'Something went wrong on this page. Try again.',
      retryable: true,
      retryAt: null,
    };
  const { code, detail: message, retryable, retryAfterMs } = error;
  return { code, message, retryable, retryAt: retryAt(retryAfterMs, now) };
}
