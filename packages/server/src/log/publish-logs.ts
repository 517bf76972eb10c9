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

const EVERY_MS = 40;
/** Publishing may take one part in so many of the time: a busy instance writes less often, and more at once. */
const SHARE = 30;
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

/** What counts as told once its command was answered. */
interface Sent {
  readonly told: Told;
  readonly upTo: ToldUpTo;
  /** Of the command in its pipeline. */
  readonly index: number;
}

class Publisher implements LogPublisher {
  readonly #deps: PublisherDeps;
  readonly #turns = new Map<string, Told>();
  readonly #unwatch: () => void;
  #timer: NodeJS.Timeout | undefined;
  /** One pipeline at a time. */
  #sending: Promise<number> | null = null;
  /** A mark or an end waits to be told. */
  #urgent = false;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
    this.#unwatch = deps.valkey.watch(() => {
      for (const told of this.#turns.values()) told.saidAt = null;
      this.#atOnce();
    });
  }

  announce(turn: AnnouncedTurn): void {
    this.#turns.set(turn.streamId, { turn, upTo: NOTHING_TOLD, saidAt: null, done: false });
    const atOnce = () => this.#atOnce();
    turn.log.follow({
      quiet: true,
      onFrame(_frame, { type }) {
        if (type !== 'token') atOnce();
      },
      onEnd: atOnce,
    });
    this.#atOnce();
  }

  async close(): Promise<void> {
    this.#unwatch();
    clearTimeout(this.#timer);
    await this.#sending;
    if (this.#deps.valkey.ready) await this.#send();
    this.#turns.clear();
    clearTimeout(this.#timer);
  }

  /** Marks and ends do not wait for the next time; those of one turn of the event loop go together. */
  #atOnce(): void {
    if (this.#urgent) return;
    this.#urgent = true;
    setImmediate(() => void this.#publish());
  }

  async #publish(): Promise<void> {
    if (this.#sending !== null) return;
    this.#urgent = false;
    clearTimeout(this.#timer);
    this.#sending = this.#deps.valkey.ready ? this.#send() : Promise.resolve(EVERY_MS);
    const wait = await this.#sending;
    this.#sending = null;
    this.#forgetEnded();
    if (this.#turns.size > 0) this.#timer = setTimeout(() => void this.#publish(), this.#urgent ? 0 : wait);
  }

  /** Returns when to come again, in milliseconds. */
  async #send(): Promise<number> {
    const from = this.#deps.now();
    const batch = this.#deps.valkey.client.pipeline();
    const sent = [...this.#turns.values()].flatMap((told) => this.#add(batch, told));
    if (batch.length === 0) return EVERY_MS;
    const replying = batch.exec().catch(toNothing);
    const busy = (this.#deps.now() - from) * SHARE;
    const replies = await replying;
    const answered = sent.filter(({ index }) => replies?.[index]?.[0] === null);
    for (const { told, upTo } of answered) told.upTo = upTo;
    return answered.length < sent.length ? REFUSED_MS : Math.min(Math.max(EVERY_MS, busy), LONGEST_MS);
  }

  #add(batch: ChainableCommander, told: Told): Sent[] {
    const { log, streamId, epoch } = told.turn;
    const key = logKey(this.#deps.valkey, streamId);
    const isNew = log.lastId > told.upTo.id;
    const index = batch.length;
    if (isNew) {
      batch.xadd(key, 'MAXLEN', '~', KEPT_ENTRIES, '*', PART, encodePart(partSince(log, epoch, told.upTo)));
      if (told.upTo === NOTHING_TOLD) batch.expire(key, LOG_SECONDS);
    }
    if (log.ended) this.#addEnd(batch, told);
    else if (told.saidAt === null || this.#deps.now() - told.saidAt >= SAY_RUNNING_MS) this.#addRunning(batch, told);
    return isNew ? [{ told, upTo: toldAll(log), index }] : [];
  }

  #addRunning(batch: ChainableCommander, told: Told): void {
    const { userId, sessionId, streamId } = told.turn;
    const { valkey, instance, now, today } = this.#deps;
    const key = runningKey(valkey, userId);
    batch.hset(key, sessionId, encodeRunning({ streamId, instance, until: today().getTime() + RUNNING_MS }));
    batch.pexpire(key, RUNNING_MS);
    batch.expire(logKey(valkey, streamId), LOG_SECONDS);
    told.saidAt = now();
  }

  /** A log that ended before its turn did belongs to another owner, now or soon: what is said of it is theirs. */
  #addEnd(batch: ChainableCommander, told: Told): void {
    const { userId, sessionId, streamId, log } = told.turn;
    told.done = true;
    if (log.marks.at(-1)?.chunk.type !== 'stream_end') return;
    batch.expire(logKey(this.#deps.valkey, streamId), ENDED_LOG_SECONDS);
    batch.hdel(runningKey(this.#deps.valkey, userId), sessionId);
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
