/** Tells other instances of the turns that run here: all that is new in all their logs goes to Valkey in one pipeline. */
import type { ChainableCommander } from 'ioredis';
import type { AnnouncedTurn } from '../chat/instance-ports.ts';
import type { Valkey } from '../valkey/connect-valkey.ts';
import { encodePart, NOTHING_TOLD, partSince, type ToldUpTo, toldAll } from './log-part.ts';
import {
  ENDED_LOG_SECONDS,
  encodeRunning,
  KEPT_ENTRIES,
  LOG_SECONDS,
  logKey,
  PART,
  RUNNING_MS,
  runningKey,
  SAY_RUNNING_MS,
} from './valkey-keys.ts';

/** Between two pipelines of an instance that is not busy. Each tells of all turns, so the price of one is paid so often and no more. */
export const EVERY_MS = 40;
/** Making a pipeline may take one part in so many of the time: a busy instance writes less often, and more at once. */
const SHARE = 100;
const LONGEST_MS = 250;
/** After a refusal (a server without memory, or one that just broke off). */
const REFUSED_MS = 1000;

export interface LogPublisher {
  announce(turn: AnnouncedTurn): void;
  /** Tells what is left, where Valkey takes it. */
  close(): Promise<void>;
}

interface PublisherDeps {
  readonly valkey: Valkey;
  readonly instance: string;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly today: () => Date;
}

/** Runs only while turns run. What Valkey did not take is sent again with what came meanwhile, so no stream has a hole. */
export function createLogPublisher(deps: PublisherDeps): LogPublisher {
  return new Publisher(deps);
}

/** A turn and how far it was told. */
interface Told {
  readonly turn: AnnouncedTurn;
  upTo: ToldUpTo;
  /** When it was last said that the turn runs; null: not yet, or to a server that may have forgotten. */
  saidAt: number | null;
  /** Its end was told, or tried to be: the database has it. */
  done: boolean;
}

/** What a log has more: counts as told once Valkey has answered. */
interface News {
  readonly told: Told;
  readonly upTo: ToldUpTo;
  readonly key: string;
  readonly part: string;
}

/**
 * One command for the news of all logs. A command each costs this process three times as much, and its objects live until
 * the answers come: so they end in the old heap.
 */
const TELL = `
for index, key in ipairs(KEYS) do
  redis.call('XADD', key, 'MAXLEN', '~', ${KEPT_ENTRIES}, '*', '${PART}', ARGV[index])
  redis.call('EXPIRE', key, ${LOG_SECONDS})
end`;

/** In the same session another turn may run by now, here or elsewhere: what was said of it stays. */
const SAY_ENDED = `
local said = redis.call('HGET', KEYS[1], ARGV[1])
if said and string.find(said, ARGV[2], 1, true) then redis.call('HDEL', KEYS[1], ARGV[1]) end`;

class Publisher implements LogPublisher {
  readonly #deps: PublisherDeps;
  readonly #turns = new Map<string, Told>();
  readonly #unwatch: () => void;
  #timer: NodeJS.Timeout | undefined;
  /** One pipeline at a time. */
  #sending: Promise<number> | null = null;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
    this.#unwatch = deps.valkey.watch(() => {
      for (const told of this.#turns.values()) told.saidAt = null;
      if (this.#sending === null) this.#publishIn(0);
    });
  }

  announce(turn: AnnouncedTurn): void {
    const told: Told = { turn, upTo: NOTHING_TOLD, saidAt: null, done: false };
    this.#turns.set(turn.streamId, told);
    if (this.#deps.valkey.ready) this.#sayRunning(told);
    if (this.#turns.size === 1 && this.#sending === null) this.#publishIn(0);
  }

  async close(): Promise<void> {
    this.#unwatch();
    clearTimeout(this.#timer);
    await this.#sending;
    if (this.#deps.valkey.ready) await this.#send();
    this.#turns.clear();
    clearTimeout(this.#timer);
  }

  #publishIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#publish(), ms);
  }

  async #publish(): Promise<void> {
    this.#sending = this.#deps.valkey.ready ? this.#send() : Promise.resolve(EVERY_MS);
    const wait = await this.#sending;
    this.#sending = null;
    this.#forgetEnded();
    if (this.#turns.size > 0) this.#publishIn(wait);
  }

  /** Returns when to come again, in milliseconds. */
  async #send(): Promise<number> {
    const { valkey, now } = this.#deps;
    const from = now();
    const news = this.#turns
      .values()
      .flatMap((told) => this.#newsOf(told))
      .toArray();
    const batch = valkey.client.pipeline();
    const [keys, parts] = [news.map(({ key }) => key), news.map(({ part }) => part)];
    if (news.length > 0) batch.eval(TELL, keys.length, ...keys, ...parts);
    for (const told of this.#turns.values()) this.#addState(batch, told);
    if (batch.length === 0) return EVERY_MS;
    const replying = batch.exec().catch(toNothing);
    const busy = (now() - from) * SHARE;
    const replies = await replying;
    // The news, where there are any, are the first command.
    if (replies?.[0]?.[0] === null) for (const { told, upTo } of news) told.upTo = upTo;
    const refused = !replies || replies.some(([refusal]) => refusal !== null);
    return refused ? REFUSED_MS : Math.min(Math.max(EVERY_MS, busy), LONGEST_MS);
  }

  #newsOf(told: Told): News[] {
    const { log, streamId, epoch } = told.turn;
    if (log.lastId <= told.upTo.id) return [];
    const part = encodePart(partSince(log, epoch, told.upTo));
    return [{ told, upTo: toldAll(log), key: logKey(this.#deps.valkey, streamId), part }];
  }

  #addState(batch: ChainableCommander, told: Told): void {
    if (told.turn.log.ended) this.#addEnd(batch, told);
    else if (told.saidAt === null || this.#deps.now() - told.saidAt >= SAY_RUNNING_MS) this.#addRunning(batch, told);
  }

  /** Without waiting for the next news: a page that is opened on another instance asks for it. */
  #sayRunning(told: Told): void {
    const batch = this.#deps.valkey.client.pipeline();
    this.#addRunning(batch, told);
    batch.exec().catch(toNothing);
  }

  #addRunning(batch: ChainableCommander, told: Told): void {
    const { userId, sessionId, streamId } = told.turn;
    const { valkey, instance, now, today } = this.#deps;
    const key = runningKey(valkey, userId);
    batch.hset(key, sessionId, encodeRunning({ streamId, instance, until: today().getTime() + RUNNING_MS }));
    batch.pexpire(key, RUNNING_MS);
    told.saidAt = now();
  }

  /** A log that ended before its turn did belongs to another owner, now or soon: what is said of it is theirs. */
  #addEnd(batch: ChainableCommander, told: Told): void {
    const { userId, sessionId, streamId, log } = told.turn;
    told.done = true;
    if (log.marks.at(-1)?.chunk.type !== 'stream_end') return;
    batch.expire(logKey(this.#deps.valkey, streamId), ENDED_LOG_SECONDS);
    batch.eval(SAY_ENDED, 1, runningKey(this.#deps.valkey, userId), sessionId, streamId);
  }

  #forgetEnded(): void {
    const away = !this.#deps.valkey.ready;
    for (const [streamId, { turn, done }] of this.#turns) {
      if (done || (away && turn.log.ended)) this.#turns.delete(streamId);
    }
  }
}

/** The connection broke: what of it arrived is not known, so all of it counts as untold. */
function toNothing(): null {
  return null;
}
