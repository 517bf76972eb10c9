/** From the bytes of an answer to events or one document: synchronous callbacks, for an async iterator costs a promise a read. */
import { createParser } from 'eventsource-parser';
import { ModelFailure } from '../../chat/model-ports.ts';
import type { Incoming } from './exchange.ts';
import { WORDS } from './failure.ts';

/** One event, or a whole document, is at most so long. */
const LONGEST_UNITS = 4 * 1024 * 1024;
/** What comes after the end is drained for so long, so that the connection can be used again; then it is closed. */
const DRAIN_MS = 1_000;
const ERROR_BYTES = 64 * 1024;
const ERROR_MS = 2_000;

export interface BodyTargets {
  /** `cut`: the body ended before the event did. */
  event(data: string, cut: boolean): void;
  /** An event that is called `error`. */
  error(data: string): void;
  /** A line that is no field of an event. */
  strangeLine(): void;
  document(text: string): void;
}

export interface Reading {
  /** Resolves with the end of the body, or when `stop` was called; rejects with what the targets throw, or the line's error. */
  readonly ended: Promise<void>;
  /** Everything that matters was read. */
  stop(): void;
}

/** What the first character says counts, not the content type: servers lie about it. */
export function readBody(response: Incoming, targets: BodyTargets): Reading {
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  const decoder = new TextDecoder();
  let reader: Feeding | undefined;
  let over = false;
  let bodyOver = false;
  let draining: NodeJS.Timeout | undefined;

  // The end of a body usually comes with what made us stop; a server that never ends it loses the connection.
  const stop = () => {
    if (over) return;
    over = true;
    resolve();
    if (!bodyOver) draining = setTimeout(() => response.destroy(), DRAIN_MS).unref();
  };
  const fail = (error: unknown) => {
    over = true;
    reject(error);
    response.destroy();
  };
  const take = (text: string) => {
    try {
      reader ??= readerFor(text, targets);
      if (text !== '') reader?.feed(text);
    } catch (error) {
      fail(error);
    }
  };
  const finish = () => {
    take(decoder.decode());
    if (over) return;
    try {
      reader?.finish();
      over = true;
      resolve();
    } catch (error) {
      fail(error);
    }
  };
  const taker = {
    data: (bytes: Buffer) => {
      if (!over) take(decoder.decode(bytes, { stream: true }));
    },
    end: () => {
      bodyOver = true;
      clearTimeout(draining);
      if (!over) finish();
    },
    fail: (error: Error) => {
      bodyOver = true;
      clearTimeout(draining);
      over = true;
      reject(error);
    },
  };
  // Not before whoever called can stop it: all of the answer may be here already.
  queueMicrotask(() => response.take(taker));
  return { ended, stop };
}

/** The text of an error's body, as far as it comes soon. */
export async function readErrorText(response: Incoming): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const parts: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(resolve, ERROR_MS);
  response.take({
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
  response.destroy();
  return Buffer.concat(parts).toString('utf8', 0, ERROR_BYTES);
}

interface Feeding {
  feed(text: string): void;
  /** The body has ended. */
  finish(): void;
}

/** `undefined`: nothing but white space so far. */
function readerFor(text: string, targets: BodyTargets): Feeding | undefined {
  const first = text.trimStart()[0];
  if (first === undefined) return undefined;
  // A page, of a proxy for one.
  if (first === '<') throw new ModelFailure('malformed', WORDS.malformed);
  return first === '{' || first === '[' ? readDocument(targets) : readEvents(targets);
}

function readEvents(targets: BodyTargets): Feeding {
  let cut = false;
  const parser = createParser({
    onEvent: ({ data, event }) => (event === 'error' ? targets.error(data) : targets.event(data, cut)),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') throw new ModelFailure('malformed', WORDS.malformed);
      if (error.type === 'unknown-field') targets.strangeLine();
    },
    maxBufferSize: LONGEST_UNITS,
  });
  return {
    feed: (text: string) => parser.feed(text),
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
