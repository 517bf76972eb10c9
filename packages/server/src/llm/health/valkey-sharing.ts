/** `HealthSharing` over Valkey: one short stream of news, and a key that expires for each probe. */
import type { Redis } from 'ioredis';
import type { Valkey } from '../../valkey/connect-valkey.ts';
import type { BreakerNews, HealthSharing } from './health-sharing.ts';

/** A read that blocks answers after so long at the latest. */
const BLOCK_MS = 1_000;
const KEPT_NEWS = 200;
/** All of it is old news by then. */
const EXPIRES_MS = 60_000;
/** A question waits no longer for the word of another instance. */
const CLAIM_MS = 150;
const FIELD = 'news';
/** Deletes the claim only where it is still the caller's. */
const RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";

interface SharingDeps {
  readonly valkey: Valkey;
  /** Unique to this process. */
  readonly instance: string;
}

type Entries = readonly [id: string, fields: string[]][];

export function createValkeySharing({ valkey, instance }: SharingDeps): HealthSharing {
  const { client } = valkey;
  const stream = valkey.key('breakers');
  const probeKey = (model: string) => valkey.key('probe', model);
  let reader: NewsReader | undefined;
  return {
    publish(news) {
      const entry = JSON.stringify([instance, news.model, Math.round(news.openForMs)]);
      client
        .multi()
        .xadd(stream, 'MAXLEN', '~', KEPT_NEWS, '*', FIELD, entry)
        .pexpire(stream, EXPIRES_MS)
        .exec()
        .catch(toNothing);
    },
    async claimProbe(model, ms) {
      const claim = client.set(probeKey(model), instance, 'PX', ms, 'NX').then(
        (said) => (said === 'OK' ? 'mine' : 'taken'),
        () => 'unknown' as const,
      );
      const { promise: late, resolve } = Promise.withResolvers<'unknown'>();
      const timer = setTimeout(() => resolve('unknown'), CLAIM_MS);
      return Promise.race([claim, late]).finally(() => clearTimeout(timer));
    },
    releaseProbe: (model) => void client.eval(RELEASE, 1, probeKey(model), instance).catch(toNothing),
    listen(listener) {
      reader = new NewsReader(valkey.openBlocking(), stream, (news, from) => {
        if (from !== instance) listener(news);
      });
    },
    close: () => reader?.close(),
  };
}

/** Reads the stream for as long as it is there; after each connection first what is still true. */
class NewsReader {
  readonly #connection: Redis;
  readonly #stream: string;
  readonly #onNews: (news: BreakerNews, from: string) => void;
  #closed = false;

  constructor(connection: Redis, stream: string, onNews: (news: BreakerNews, from: string) => void) {
    this.#connection = connection;
    this.#stream = stream;
    this.#onNews = onNews;
    connection.on('ready', () => void this.#follow());
    if (connection.status === 'ready') void this.#follow();
  }

  close(): void {
    this.#closed = true;
  }

  /** Ends with the connection; its next `ready` begins anew. */
  async #follow(): Promise<void> {
    try {
      let last = await this.#catchUp();
      while (!this.#closed) {
        const read = await this.#connection.xread('BLOCK', BLOCK_MS, 'STREAMS', this.#stream, last);
        for (const [, entries] of read ?? []) last = this.#tell(entries, null) ?? last;
      }
    } catch {
      // The connection broke, which it tells itself, or Valkey refuses: each instance decides for itself.
      return;
    }
  }

  async #catchUp(): Promise<string> {
    const [seconds, microseconds] = await this.#connection.time();
    const now = Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
    const entries = await this.#connection.xrevrange(this.#stream, '+', '-', 'COUNT', KEPT_NEWS);
    return this.#tell(entries.toReversed(), now) ?? '0-0';
  }

  /** `now` by the server's clock, which ids are made of; `null`: they have just come. Answers with the last id. */
  #tell(entries: Entries, now: number | null): string | undefined {
    for (const [id, fields] of entries) {
      const age = now === null ? 0 : now - Number(id.split('-')[0]);
      const told = decode(fields[fields.indexOf(FIELD) + 1] ?? '');
      if (told) this.#onNews({ model: told.model, openForMs: Math.max(0, told.openForMs - age) }, told.from);
    }
    return entries.at(-1)?.[0];
  }
}

/** `undefined`: another version's. */
function decode(entry: string): { from: string; model: string; openForMs: number } | undefined {
  try {
    const told: unknown = JSON.parse(entry);
    const [from, model, openForMs] = Array.isArray(told) ? told : [];
    const known = typeof from === 'string' && typeof model === 'string' && typeof openForMs === 'number';
    return known ? { from, model, openForMs } : undefined;
  } catch {
    return undefined;
  }
}

function toNothing(): null {
  return null;
}
