/** From the bytes of an answer to events or one document: synchronous callbacks, for an async iterator costs a promise a read. */
import type { Readable } from 'node:stream';
import { createParser } from 'eventsource-parser';
import type { Dispatcher } from 'undici';
import { ModelFailure } from '../../chat/model-ports.ts';
import { decompress } from './decompress.ts';
import { WORDS } from './failure.ts';

/** One event, or a whole document, is at most so long. */
const LONGEST_UNITS = 4 * 1024 * 1024;
/** What comes after the end is drained for so long, so that the connection can be used again; then it is closed. */
const DRAIN_MS = 1_000;
const ERROR_BYTES = 64 * 1024;
const ERROR_MS = 2_000;

type Response = Pick<Dispatcher.ResponseData, 'body' | 'headers'>;

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
export function readBody(response: Response, targets: BodyTargets): Reading {
  const body = bodyOf(response);
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  const decoder = new TextDecoder();
  let reader: Feeding | undefined;
  let over = false;

  const stop = () => {
    if (over) return;
    over = true;
    resolve();
    drain(body);
  };
  const fail = (error: unknown) => {
    over = true;
    reject(error);
    body.destroy();
  };
  const take = (text: string) => {
    try {
      reader ??= readerFor(text, targets);
      if (text !== '') reader?.feed(text);
    } catch (error) {
      fail(error);
    }
  };
  body.on('data', (bytes: Buffer) => {
    if (!over) take(decoder.decode(bytes, { stream: true }));
  });
  body.on('end', () => {
    if (over) return;
    take(decoder.decode());
    try {
      reader?.finish();
      over = true;
      resolve();
    } catch (error) {
      fail(error);
    }
  });
  body.on('error', (error) => {
    over = true;
    reject(error);
  });
  body.on('close', () => resolve());
  return { ended, stop };
}

/** The text of an error's body, as far as it comes soon. */
export async function readErrorText(response: Response): Promise<string> {
  const body = bodyOf(response);
  const { promise, resolve } = Promise.withResolvers<void>();
  const parts: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(resolve, ERROR_MS);
  body.on('data', (bytes: Buffer) => {
    parts.push(bytes);
    length += bytes.length;
    if (length > ERROR_BYTES) resolve();
  });
  for (const event of ['end', 'error', 'close']) body.on(event, () => resolve());
  await promise;
  clearTimeout(timer);
  if (!body.readableEnded) body.destroy();
  return Buffer.concat(parts).toString('utf8', 0, ERROR_BYTES);
}

function bodyOf({ body, headers }: Response): Readable {
  return decompress(body, headers['content-encoding']);
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

/** The end of a body usually comes with what made us stop; a server that never ends it loses the connection. */
function drain(body: Readable): void {
  if (body.readableEnded || body.destroyed) return;
  const timer = setTimeout(() => body.destroy(), DRAIN_MS);
  timer.unref();
  body.on('close', () => clearTimeout(timer));
}
