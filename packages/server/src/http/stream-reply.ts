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
import type { Caller } from './verify-token.ts';
import { SKEW_SECONDS } from './verify-token.ts';

const KEEP_ALIVE_MS = 15_000;
/** A reader whose socket stays full for so long is let go; it can come back with its last id. */
const STUCK_MS = 60_000;

interface View {
  readonly streamId: string;
  readonly log: ReadableLog;
  /** The id after which this viewer goes on; 0: from the start. */
  readonly after: number;
  /** Optional chunk types the viewer asked for. */
  readonly include: readonly StreamChunk['type'][];
  readonly caller: Caller;
}

const ALWAYS: readonly StreamChunk['type'][] = [
  'session_info',
  'token',
  'warning',
  'error',
  'done',
  'response_saved',
  'stream_end',
];

/** Takes the reply over and streams the log into it until the log ends, the reader leaves, or its token runs out. */
export function streamLog(reply: FastifyReply, view: View): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...definedHeaders(reply),
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
    'X-Stream-Id': view.streamId,
  });
  raw.socket?.setNoDelay(true);
  raw.flushHeaders();
  new SocketFollower(raw, view).start();
}

/** What the hooks and plugins set: CORS and the request id. */
function definedHeaders(reply: FastifyReply): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined));
}

class SocketFollower implements Follower {
  readonly #raw: FastifyReply['raw'];
  readonly #log: ReadableLog;
  readonly #types: ReadonlySet<StreamChunk['type']>;
  readonly #expiresAt: number | null;
  #cursor: number;
  /** The socket is full: nothing is written before it drains. */
  #blocked = false;
  /** Enough was written for this turn of the event loop; the rest is read from the log in the next one. */
  #resting = false;
  #closed = false;
  #leave: () => void = () => undefined;
  #keepAlive: NodeJS.Timeout | undefined;
  #stuck: NodeJS.Timeout | undefined;
  #expiry: NodeJS.Timeout | undefined;

  constructor(raw: FastifyReply['raw'], view: View) {
    this.#raw = raw;
    this.#log = view.log;
    this.#types = new Set([...ALWAYS, ...view.include]);
    this.#cursor = view.after;
    this.#expiresAt = view.caller.expiresAt;
  }

  /** Subscribes before it reads the past, so that nothing falls between. */
  start(): void {
    this.#leave = this.#log.follow(this);
    this.#raw.on('close', () => this.#close());
    this.#raw.on('error', () => this.#close());
    this.#raw.on('drain', () => this.#onDrain());
    this.#keepAlive = setInterval(() => this.#sayAlive(), KEEP_ALIVE_MS);
    this.#watchExpiry();
    this.#catchUp();
  }

  onFrame(frame: string, range: FrameRange): void {
    if (this.#blocked || this.#resting || this.#cursor !== range.from) return;
    if (this.#raw.writableLength > MAX_WRITE_BYTES) {
      this.#rest();
      return;
    }
    this.#cursor = range.to;
    if (this.#types.has(range.type)) this.#write(frame);
  }

  onEnd(): void {
    if (!this.#blocked && !this.#resting) this.#catchUp();
  }

  #onDrain(): void {
    this.#blocked = false;
    clearTimeout(this.#stuck);
    this.#catchUp();
  }

  /**
   * Writes from the log, at most `MAX_WRITE_BYTES`, and goes on in the next turn of the event loop: a reader that takes
   * more than it can in one read would find an event cut in two.
   */
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
    else if (this.#log.ended) this.#raw.end();
  }

  #rest(): void {
    this.#resting = true;
    setImmediate(() => {
      this.#resting = false;
      if (!this.#blocked) this.#catchUp();
    });
  }

  #write(text: string): void {
    if (this.#closed) return;
    this.#keepAlive?.refresh();
    // Frames are pure ASCII: latin1 spares the encoder.
    if (this.#raw.write(text, 'latin1')) return;
    this.#blocked = true;
    this.#stuck = setTimeout(() => this.#raw.destroy(), STUCK_MS);
  }

  #sayAlive(): void {
    if (!this.#blocked) this.#write(KEEP_ALIVE);
  }

  /** Tells a viewer whose token ends, without an id, and closes; the turn goes on. */
  #watchExpiry(): void {
    if (this.#expiresAt === null) return;
    const wait = this.#expiresAt + SKEW_SECONDS * 1000 - Date.now();
    this.#expiry = setTimeout(() => this.#expire(), Math.min(Math.max(wait, 0), 2 ** 31 - 1));
  }

  #expire(): void {
    const code = 'token_expired';
    const message = 'Your token has expired. Reconnect with a new one; the answer goes on meanwhile.';
    const chunk: ErrorChunk = { type: 'error', code, message, retryable: ERRORS[code].retryable };
    this.#write(`data: ${toAsciiJson(chunk)}\n\n`);
    this.#raw.end();
    this.#close();
  }

  #close(): void {
    this.#closed = true;
    this.#leave();
    clearInterval(this.#keepAlive);
    clearTimeout(this.#stuck);
    clearTimeout(this.#expiry);
  }
}
