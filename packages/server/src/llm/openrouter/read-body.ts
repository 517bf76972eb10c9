/** From the bytes of an answer to events or one document: synchronous callbacks, for an async iterator costs a promise a read. */
import { createParser } from 'eventsource-parser';
import { ModelFailure } from '../../chat/model-ports.ts';
import type { BodyTaker } from './decompress.ts';
import type { Exchange } from './exchange.ts';
import { WORDS } from './failure.ts';

/** One event, or a whole document, is at most so long. */
const LONGEST_UNITS = 4 * 1024 * 1024;
/** What comes after the end is drained for so long, so that the connection can be used again; then it is closed. */
const DRAIN_MS = 1_000;
const ERROR_BYTES = 64 * 1024;
const ERROR_MS = 2_000;

export interface BodyTargets {
  /** Reads some events at the beginning of `stream`, which begins with one; where the first other begins. */
  skim(stream: string): number;
  /** `cut`: the body ended before the event did. */
  event(data: string, cut: boolean): void;
  /** An event that is called `error`. */
  error(data: string): void;
  /** A line that is no field of an event. */
  strangeLine(): void;
  document(text: string): void;
}

/** The line that a body comes over. */
export type BodyLine = Pick<Exchange, 'take' | 'abort'>;

/** A body that is being read. What the first character says counts, not the content type: servers lie about it. */
export class Reading implements BodyTaker {
  /** Resolves with the end of the body, or when `stop` was called; rejects with what the targets throw, or the line's error. */
  readonly ended: Promise<void>;
  readonly #line: BodyLine;
  readonly #targets: BodyTargets;
  readonly #decoder = new TextDecoder();
  #arrived: Buffer[] | null = null;
  #feeding: Feeding | undefined;
  #resolve: () => void;
  #reject: (error: unknown) => void;
  #over = false;
  #bodyOver = false;
  #draining: NodeJS.Timeout | undefined;

  constructor(line: BodyLine, targets: BodyTargets) {
    this.#line = line;
    this.#targets = targets;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    // Not before whoever made it can stop it: all of the answer may be here already.
    queueMicrotask(() => line.take(this));
  }

  /**
   * Everything that matters was read. The end of a body usually comes with what made us stop; a server that never ends it
   * loses the connection.
   */
  stop(): void {
    if (this.#over) return;
    this.#over = true;
    this.#resolve();
    if (!this.#bodyOver) this.#draining = setTimeout(() => this.#line.abort(notNeeded()), DRAIN_MS).unref();
  }

  /** The pieces that one read of the connection brought are decoded and parsed as one. */
  data(bytes: Buffer): void {
    if (this.#over) return;
    if (this.#arrived) this.#arrived.push(bytes);
    else {
      this.#arrived = [bytes];
      queueMicrotask(() => this.#takeArrived());
    }
  }

  end(): void {
    this.#takeArrived();
    this.#bodyOver = true;
    clearTimeout(this.#draining);
    if (!this.#over) this.#finish();
  }

  fail(error: Error): void {
    this.#takeArrived();
    this.#bodyOver = true;
    clearTimeout(this.#draining);
    this.#over = true;
    this.#reject(error);
  }

  #takeArrived(): void {
    const arrived = this.#arrived;
    this.#arrived = null;
    if (arrived && !this.#over) this.#take(this.#decoder.decode(joined(arrived), { stream: true }));
  }

  #take(text: string): void {
    try {
      this.#feeding ??= feedingFor(text, this.#targets);
      if (text !== '') this.#feeding?.feed(text);
    } catch (error) {
      this.#breakOff(error);
    }
  }

  #finish(): void {
    this.#take(this.#decoder.decode());
    if (this.#over) return;
    try {
      this.#feeding?.finish();
      this.#over = true;
      this.#resolve();
    } catch (error) {
      this.#breakOff(error);
    }
  }

  #breakOff(error: unknown): void {
    this.#over = true;
    this.#reject(error);
    this.#line.abort(notNeeded());
  }
}

/** One for all: what is in it is decoded at once. A buffer made for each read would have V8 collect garbage, by its size, all the more often. */
const together = Buffer.alloc(64 * 1024);

/** Valid until the next call. */
function joined(pieces: readonly Buffer[]): Buffer {
  const [only] = pieces;
  if (only && pieces.length === 1) return only;
  let length = 0;
  for (const piece of pieces) length += piece.length;
  if (length > together.length) return Buffer.concat(pieces);
  let end = 0;
  for (const piece of pieces) {
    together.set(piece, end);
    end += piece.length;
  }
  return together.subarray(0, end);
}

/** The text of an error's body, as far as it comes soon. */
export async function readErrorText(line: BodyLine): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const parts: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(resolve, ERROR_MS);
  line.take({
    data: (bytes) => {
      parts.push(bytes);
      length += bytes.length;
      if (length > ERROR_BYTES) resolve();
    },
    end: resolve,
    fail: () => resolve(),
  });
  await promise;
  clearTimeout(timer);
  line.abort(notNeeded());
  return Buffer.concat(parts).toString('utf8', 0, ERROR_BYTES);
}

function notNeeded(): Error {
  return new Error('The rest of this response is not needed.');
}

interface Feeding {
  feed(text: string): void;
  /** The body has ended. */
  finish(): void;
}

/** `undefined`: nothing but white space so far. */
function feedingFor(text: string, targets: BodyTargets): Feeding | undefined {
  const first = text.trimStart()[0];
  if (first === undefined) return undefined;
  // A page, of a proxy for one.
  if (first === '<') throw new ModelFailure('malformed', WORDS.malformed);
  return first === '{' || first === '[' ? readDocument(targets) : readEvents(targets);
}

function readEvents(targets: BodyTargets): Feeding {
  let cut = false;
  /** All that came before has been read: what comes next begins an event. */
  let isBetween = false;
  const parser = createParser({
    onEvent: ({ data, event }) => (event === 'error' ? targets.error(data) : targets.event(data, cut)),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') throw new ModelFailure('malformed', WORDS.malformed);
      if (error.type === 'unknown-field') targets.strangeLine();
    },
    maxBufferSize: LONGEST_UNITS,
  });
  return {
    feed(text: string) {
      const skimmed = isBetween ? targets.skim(text) : 0;
      if (skimmed < text.length) parser.feed(text.slice(skimmed));
      isBetween = text.endsWith('\n\n');
    },
    // An event that the end of the body cut off from its empty line is read all the same.
    finish() {
      cut = true;
      parser.feed('\n\n');
    },
  };
}

function readDocument(targets: BodyTargets): Feeding {
  const parts: string[] = [];
  let length = 0;
  return {
    feed: (text: string) => {
      parts.push(text);
      length += text.length;
      if (length > LONGEST_UNITS) throw new ModelFailure('malformed', WORDS.malformed);
    },
    finish: () => targets.document(parts.join('')),
  };
}
