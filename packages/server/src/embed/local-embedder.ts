/** The local embedder: MiniLM in one worker thread, started at the first text; a question goes before passages that wait. */
import { Worker } from 'node:worker_threads';
import type { Embedder } from '../rag/ports.ts';
import { EmbedderAway } from './embedder-away.ts';

/** Named in full: other weights, or other words beside the texts, make other vectors. */
const MODEL = 'local:all-MiniLM-L6-v2-fp16';
const DIMENSIONS = 384;
/** Who waits is told at once that it is too much. */
const MOST_WAITING = 2_000;
/** A worker that fell over is started again so much later at the soonest: what is wrong with it takes long to find out. */
const REST_MS = 30_000;

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

/** `variant` is added to the model's name. */
export function createLocalEmbedder(variant: string): Embedder {
  const questions: Wish[] = [];
  const passages: Wish[] = [];
  let worker: Worker | null = null;
  let current: { id: number; wish: Wish } | null = null;
  let sent = 0;
  let restUntil = 0;

  function start(): Worker {
    const started = new Worker(new URL('./local-worker.ts', import.meta.url), { stdout: false });
    started.on('message', (said: Said) => settle(said));
    started.on('error', (error) => fail(started, error));
    started.on('exit', () => fail(started, new Error('it stopped')));
    return started;
  }

  /** One text at a time, so that a question never waits for more than one. */
  function next(): void {
    if (current) return;
    const wish = takeWanted(questions) ?? takeWanted(passages);
    if (!wish) {
      // Alone it keeps no process alive.
      worker?.unref();
      return;
    }
    sent += 1;
    current = { id: sent, wish };
    worker ??= start();
    worker.ref();
    worker.postMessage({ id: sent, text: wish.text });
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
    worker = null;
    restUntil = performance.now() + REST_MS;
    const waiting = [...(current ? [current.wish] : []), ...questions.splice(0), ...passages.splice(0)];
    current = null;
    for (const { reject } of waiting) reject(new EmbedderAway(error.message));
  }

  return {
    model: `${MODEL}${variant}`,
    dimensions: () => DIMENSIONS,
    async embed(texts, { purpose, signal }) {
      const queue = purpose === 'question' ? questions : passages;
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
    async close() {
      const closing = worker;
      if (closing) {
        fail(closing, new Error('the server stops'));
        await closing.terminate();
      }
    },
  };
}

/** What nobody waits for any more is passed over. */
function takeWanted(queue: Wish[]): Wish | undefined {
  for (;;) {
    const wish = queue.shift();
    if (!wish?.signal?.aborted) return wish;
    wish.reject(new EmbedderAway('nobody waits for it any more'));
  }
}
