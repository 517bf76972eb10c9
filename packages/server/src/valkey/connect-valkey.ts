/** The connection to Valkey (or Redis 7+): commands fail at once while it is away, and it comes back by itself. */
import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';

/** A server that says nothing for so long is away, whatever its socket says. */
const SILENCE_MS = 2500;
const CONNECT_MS = 2500;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 1000;

export interface Valkey {
  /** For commands. While the server is away each rejects at once: nothing is queued. */
  readonly client: Redis;
  /** True while commands can be sent. */
  readonly ready: boolean;
  /** The name of a key of ours; two deployments on one server see nothing of each other. */
  key(...parts: readonly string[]): string;
  /** Calls `listener` each time the server comes or goes. Returns how to leave. */
  watch(listener: (ready: boolean) => void): () => void;
  /** Another connection, for commands that block for less than `SILENCE_MS`. Closed with this one. */
  openBlocking(): Redis;
  close(): void;
}

interface ValkeyOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  /** What keys begin with. */
  readonly prefix: string;
  readonly logger: Logger;
}

/** Returns at once, connected or not: nothing here may keep the server from starting. */
export function connectValkey({ url, prefix, logger }: ValkeyOptions): Valkey {
  const client = open(url);
  const others: Redis[] = [];
  const listeners = new Set<(ready: boolean) => void>();
  let away: boolean | undefined;
  let closed = false;
  const tell = (isAway: boolean, say: () => void) => {
    if (away === isAway || closed) return;
    away = isAway;
    say();
    for (const listener of listeners) listener(!isAway);
  };
  client.on('ready', () => tell(false, () => logger.info('Valkey is there')));
  client.on('close', () =>
    tell(true, () => logger.warn('Valkey is away: viewers on other instances follow checkpoints until it is back')),
  );
  return {
    client,
    get ready() {
      return client.status === 'ready';
    },
    key: (...parts) => [prefix, ...parts].join(':'),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    openBlocking() {
      const other = open(url);
      others.push(other);
      return other;
    },
    close() {
      closed = true;
      for (const one of [client, ...others]) one.disconnect();
    },
  };
}

function open(url: string): Redis {
  const options = {
    // A command that waited for the server to come back would be about a moment that is over.
    enableOfflineQueue: false,
    // What was under way when the connection broke is refused at once: who sent it knows what to do instead.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    socketTimeout: SILENCE_MS,
    connectTimeout: CONNECT_MS,
    disconnectTimeout: 200,
    retryStrategy: waitBeforeTry,
    connectionName: 'tradistry',
    protocol: 2,
    replyMapping: 'legacy',
  } as const satisfies RedisOptions;
  const client = new Redis(url, options);
  // What went wrong is told by `close`; without a listener it would be printed for every try.
  client.on('error', ignoreError);
  return client;
}

/** For ever, and never all instances at once. */
function waitBeforeTry(times: number): number {
  const longest = Math.min(FIRST_WAIT_MS * 2 ** Math.min(times, 10), LONGEST_WAIT_MS);
  return longest / 2 + Math.random() * (longest / 2);
}

function ignoreError(): undefined {
  return undefined;
}
