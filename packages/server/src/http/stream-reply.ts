/** From a log to a socket: frames go straight through while the reader keeps up, and are read back from the log when it does not. */

import type { OutgoingHttpHeaders } from 'node:http';
import {
  ERRORS,
  type ErrorChunk,
  KEEP_ALIVE,
  MAX_WRITE_BYTES,
  type StreamChunk,
  toAsciiJson,
} from '@tradistry/protocol';
import type { FastifyReply } from 'fastify';
import type { Follower, FrameRange, ReadableLog } from '../chat/turn-log.ts';
import { SilenceTimer } from '../silence-timer.ts';
import { EventWriter } from './event-writer.ts';
import type { Caller } from './verify-token.ts';
import { SKEW_SECONDS } from './verify-token.ts';

const KEEP_ALIVE_MS = 15_000;
/**
 * A reader that does not take what its socket holds (two writes at most) in so long is let go; it can come back with its last
 * id. Until then it costs that and a cursor, nothing else.
 */
const STUCK_MS = 60_000;
/**
 * What comes so soon after a write leaves at the end of this turn of the event loop, together with whatever else comes in it.
 * A timer for every write would wake the loop once more for every token.
 */
const TOGETHER_MS = 1;

interface View {
  readonly streamId: string;
  readonly log: ReadableLog;
  /** The id after which this viewer goes on; 0: from the start. */
  readonly after: number;
  /** Optional chunk types the viewer asked for. */
  readonly include: readonly StreamChunk['type'][];
  readonly caller: Caller;
}

const ALWAYS: ReadonlySet<StreamChunk['type']> = new Set([
  'session_info',
  'token',
  'warning',
  'error',
  'done',
  'response_saved',
  'stream_end',
]);

/**
 * Takes the reply over and streams the log into it until the log ends, the reader leaves, or its token runs out.
 * Throws `too_many_streams` where the user watches too many already.
 */
export function streamLog(reply: FastifyReply, view: View): void {
  const { raw } = reply;
  // Its reader left while it waited for the turn: nothing will say so any more.
  if (raw.destroyed) return void reply.hijack();
  const leave = reply.server.viewers.enter(view.caller.userId, raw);
  reply.hijack();
  raw.writeHead(200, {
    ...definedHeaders(reply),
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
    'X-Stream-Id': view.streamId,
  });
  // Also where it breaks before there is a follower.
  raw.on('close', leave);
  // Asked for without its body: it is not waited for either.
  if (reply.request.method === 'HEAD') return void raw.end();
  raw.socket?.setNoDelay(true);
  raw.flushHeaders();
  const { log, request } = reply;
  new SocketFollower(raw, view, (fault) =>
    log.error({ err: fault, request_id: request.id }, 'a viewer failed and was let go'),
  );
}

/** What the hooks and plugins set: CORS and the request id. */
function definedHeaders(reply: FastifyReply): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined));
}

class SocketFollower implements Follower {
  readonly #line: EventWriter;
  readonly #log: ReadableLog;
  readonly #types: ReadonlySet<StreamChunk['type']>;
  #cursor: number;
  /** The socket is full: nothing is written before it drains. */
  #blocked = false;
  /** What comes now is read from the log at the end of this turn of the event loop. */
  #resting = false;
  /** Since the last write. */
  readonly #quiet = new SilenceTimer();
  #closed = false;
  readonly #leave: () => void;
  readonly #tellFault: (fault: unknown) => void;
  #stuck: NodeJS.Timeout | undefined;
  #expiry: NodeJS.Timeout | undefined;

  /** Subscribes before it reads the past, so that nothing falls between. */
  constructor(raw: FastifyReply['raw'], view: View, onFault: (fault: unknown) => void) {
    this.#tellFault = onFault;
    this.#line = new EventWriter(raw, { onDrain: () => this.#onDrain(), onClose: () => this.#close() });
    this.#log = view.log;
    this.#types = view.include.length === 0 ? ALWAYS : new Set([...ALWAYS, ...view.include]);
    this.#cursor = Math.min(view.after, view.log.highestId);
    this.#leave = this.#log.follow(this);
    this.#quiet.start(KEEP_ALIVE_MS, () => this.#sayAlive());
    this.#watchExpiry(view.caller.expiresAt);
    this.#catchUp();
  }

  onFrame(frame: string, range: FrameRange): void {
    if (this.#blocked || this.#resting) return;
    if (this.#cursor !== range.from) {
      // Its reader came from where more was known than this log had: it goes on amid what just came.
      if (this.#cursor < range.to) this.#catchUp();
      return;
    }
    const now = performance.now();
    if (now - this.#quiet.heardAt < TOGETHER_MS) {
      this.#rest();
      return;
    }
    this.#cursor = range.to;
    if (this.#types.has(range.type)) this.#write(frame, now);
  }

  onEnd(): void {
    if (!this.#blocked && !this.#resting) this.#catchUp();
  }

  onFault(fault: unknown): void {
    this.#tellFault(fault);
    this.#close();
    this.#line.destroy();
  }

  #onDrain(): void {
    this.#blocked = false;
    clearTimeout(this.#stuck);
    this.#catchUp();
  }

  /** Writes what the log has more, at most `MAX_WRITE_BYTES` in one turn of the event loop. */
  #catchUp(): void {
    if (this.#closed) return;
    let batch = '';
    let next = this.#log.read(this.#cursor, this.#types);
    while (next && batch.length + (next.frame?.length ?? 0) <= MAX_WRITE_BYTES) {
      batch += next.frame ?? '';
      this.#cursor = next.to;
      next = this.#log.read(this.#cursor, this.#types);
    }
    if (batch !== '') this.#write(batch);
    if (next) this.#rest();
    else if (this.#log.ended) this.#end();
  }

  /**
   * What comes within this turn of the event loop leaves together at its end. So a busy loop writes less often, and a reader
   * that takes more than 8 KiB in one read does not find an event cut in two.
   */
  #rest(): void {
    this.#resting = true;
    setImmediate(() => {
      this.#resting = false;
      if (!this.#blocked) this.#catchUp();
    });
  }

  #write(text: string, now = performance.now()): void {
    if (this.#closed) return;
    this.#quiet.heardAt = now;
    if (this.#line.write(text)) return;
    this.#blocked = true;
    this.#stuck = setTimeout(() => this.#line.destroy(), STUCK_MS);
  }

  #sayAlive(): void {
    if (!this.#blocked) this.#write(KEEP_ALIVE);
    if (!this.#closed) this.#quiet.start(KEEP_ALIVE_MS, () => this.#sayAlive());
  }

  /** Tells a viewer whose token ends, without an id, and closes; the turn goes on. */
  #watchExpiry(expiresAt: number | null): void {
    if (expiresAt === null) return;
    const wait = expiresAt + SKEW_SECONDS * 1000 - Date.now();
    this.#expiry = setTimeout(() => this.#expire(), Math.min(Math.max(wait, 0), 2 ** 31 - 1));
  }

  #expire(): void {
    if (this.#blocked) {
      // It would not read why.
      this.#line.destroy();
      return;
    }
    const code = 'token_expired';
    const message = 'Your token has expired. Reconnect with a new one; the answer goes on meanwhile.';
    const chunk: ErrorChunk = { type: 'error', code, message, retryable: ERRORS[code].retryable };
    this.#write(`data: ${toAsciiJson(chunk)}\n\n`);
    this.#end();
  }

  #end(): void {
    this.#close();
    this.#line.end();
    // What is in its socket has to be taken in time too; `close` comes when it was.
    this.#stuck = setTimeout(() => this.#line.destroy(), STUCK_MS);
  }

  #close(): void {
    this.#closed = true;
    this.#leave();
    this.#quiet.stop();
    clearTimeout(this.#stuck);
    clearTimeout(this.#expiry);
  }
}
