/** A viewer as the page is one: the real client, which reconnects by itself; its tab can be closed and another opened at its last id. */
import { type ChatStream, type Client, createClient } from '@tradistry/client';
import type { Screen } from './screen.ts';

/** As patient as the page, but quicker: a run should not wait for backoff. */
const RETRY = { attempts: 200, firstDelayMs: 50, maxDelayMs: 1000 };

export interface Viewing {
  readonly baseUrl: string;
  readonly token: string;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  readonly onReconnect: () => void;
}

export interface ClientViewer {
  /** Resolves at the stream's end; rejects with what the client throws. */
  readonly done: Promise<void>;
  /** Closes the tab and opens another one, which goes on after the last id that was seen. */
  reopen(): void;
}

/** A question, asked under its own idempotency key. */
export interface Asking {
  readonly message: string;
  readonly session_id: string;
  readonly idempotencyKey: string;
  /** The server has answered: this is the turn's id. */
  readonly onStream: (streamId: string) => void;
}

/** Asks, and watches the answer. */
export function ask(viewing: Viewing, { onStream, ...question }: Asking): ClientViewer {
  return watch(viewing, (client, options) => client.chat.stream({ ...question, ...options }), onStream);
}

/** Watches a turn that another viewer began. */
export function join(viewing: Viewing, streamId: string): ClientViewer {
  return watch(
    viewing,
    (client, options) => client.chat.resume(streamId, options),
    () => undefined,
  );
}

type Opening = (
  client: Client,
  options: { signal: AbortSignal; onStatus: (status: { state: string }) => void },
) => ChatStream;

function watch(viewing: Viewing, open: Opening, onStream: (streamId: string) => void): ClientViewer {
  const { screen, signal, onReconnect } = viewing;
  const options = {
    signal,
    onStatus: ({ state }: { state: string }) => {
      if (state === 'open') screen.onOpen();
      if (state === 'waiting') onReconnect();
    },
  };
  const newClient = () => createClient({ baseUrl: viewing.baseUrl, token: viewing.token, retry: RETRY });
  let stream = open(newClient(), options);
  let leaving = false;

  const follow = async (): Promise<void> => {
    for await (const chunk of stream) {
      if (stream.streamId) onStream(stream.streamId);
      screen.show(stream.lastEventId === null ? null : Number(stream.lastEventId), chunk);
      if (leaving) break;
    }
    if (!leaving || screen.ended || !stream.streamId) return;
    leaving = false;
    onReconnect();
    screen.onOpen();
    stream = newClient().chat.resume(stream.streamId, { ...options, after: screen.lastId });
    await follow();
  };
  return {
    done: follow(),
    reopen: () => {
      leaving = true;
    },
  };
}
