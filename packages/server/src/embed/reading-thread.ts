/** A thread that makes vectors of texts, one after the other: started at the first text, and ended once it has had nothing to do. */
import { Worker } from 'node:worker_threads';
import { EmbedderAway } from './embedder-away.ts';

/** Who waits is told at once that it is too much. */
const MOST_WAITING = 2_000;
/** A worker that fell over is started again so much later at the soonest: what is wrong with it takes long to find out. */
const REST_MS = 30_000;

export interface ReadingThread {
  /** Texts that come while it is busy wait in their order. Rejects with `EmbedderAway`. */
  read(texts: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array[]>;
  /** Loads the model, if it is not there. */
  start(): void;
  close(): Promise<void>;
}

interface Options {
  /** Whether the machine's other work goes first. */
  readonly givesWay: boolean;
  /** So long without a text it stays; `null`: for good. */
  readonly staysMs: number | null;
}

interface Wish {
  readonly text: string;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (vector: Float32Array) => void;
  readonly reject: (error: Error) => void;
}

interface Said {
  readonly id: number;
  readonly values?: Float32Array;
  readonly error?: string;
}

export function createReadingThread({ givesWay, staysMs }: Options): ReadingThread {
  const queue: Wish[] = [];
  let worker: Worker | null = null;
  let current: { id: number; wish: Wish } | null = null;
  let sent = 0;
  let restUntil = 0;
  let leaving: NodeJS.Timeout | undefined;

  const start = () => startWorker(givesWay, { settle, fail });

  function next(): void {
    if (current) return;
    clearTimeout(leaving);
    const wish = takeWanted(queue);
    if (wish) send(wish);
    else rest();
  }

  function send(wish: Wish): void {
    current = { id: ++sent, wish };
    try {
      worker ??= start();
    } catch (error) {
      // The machine gives no more threads.
      restUntil = performance.now() + REST_MS;
      void end(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    worker.ref();
    worker.postMessage({ id: sent, text: wish.text });
  }

  function rest(): void {
    worker?.unref();
    if (staysMs !== null) leaving = setTimeout(() => void end(new Error('it rests')), staysMs).unref();
  }

  function settle({ id, values, error }: Said): void {
    if (current?.id !== id) return;
    const { wish } = current;
    current = null;
    if (values) wish.resolve(values);
    else wish.reject(new EmbedderAway(error ?? 'no vector came'));
    next();
  }

  function fail(which: Worker, error: Error): void {
    if (worker !== which) return;
    restUntil = performance.now() + REST_MS;
    void end(error);
  }

  async function end(error: Error): Promise<void> {
    const ended = worker;
    worker = null;
    const waiting = [...(current ? [current.wish] : []), ...queue.splice(0)];
    current = null;
    for (const { reject } of waiting) reject(new EmbedderAway(error.message));
    await ended?.terminate();
  }

  return {
    async read(texts, signal) {
      if (performance.now() < restUntil) throw new EmbedderAway('the worker fell over a moment ago');
      if (queue.length + texts.length > MOST_WAITING) throw new EmbedderAway('too many texts wait');
      const made = texts.map((text) => {
        const { promise, resolve, reject } = Promise.withResolvers<Float32Array>();
        queue.push({ text, signal, resolve, reject });
        return promise;
      });
      next();
      return Promise.all(made);
    },
    start() {
      if (performance.now() >= restUntil) worker ??= start();
    },
    close() {
      clearTimeout(leaving);
      return end(new Error('the server stops'));
    },
  };
}

interface Ends {
  settle(said: Said): void;
  fail(which: Worker, error: Error): void;
}

function startWorker(givesWay: boolean, { settle, fail }: Ends): Worker {
  const started = new Worker(new URL('./local-worker.ts', import.meta.url), { workerData: { givesWay } });
  started.on('message', settle);
  started.on('error', (error) => fail(started, error));
  started.on('exit', () => fail(started, new Error('it stopped')));
  // Alone it keeps no process alive.
  started.unref();
  return started;
}

/** What nobody waits for any more is passed over. */
function takeWanted(queue: Wish[]): Wish | undefined {
  for (;;) {
    const wish = queue.shift();
    if (!wish?.signal?.aborted) return wish;
    wish.reject(new EmbedderAway('nobody waits for it any more'));
  }
}
