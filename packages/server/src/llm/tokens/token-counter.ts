/** Counts tokens by o200k in a thread of its own: the tokenizer takes 160 ms and 70 MB to load, and 50 us for some characters. */
import { Worker } from 'node:worker_threads';
import type { TokenCounter } from '../../chat/token-ports.ts';

/** Longer than any prompt takes to count; then it is guessed. */
const TIMEOUT_MS = 1500;
/** Chinese comes to some 1.6 bytes a token, emoji to two, English to more than four. */
const BYTES_PER_TOKEN = 1.5;

/** The thread starts with the first question, and ends with `close` or by itself when it fails; the next question starts another. */
export function createTokenCounter(): TokenCounter {
  let thread: CountingThread | null = null;
  return {
    async count(texts) {
      thread ??= startThread(() => {
        thread = null;
      });
      return (await thread.count(texts)) ?? guess(texts);
    },
    close: async () => thread?.end(),
  };
}

/** High rather than low. */
export function guess(texts: readonly string[]): number {
  return Math.ceil(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / BYTES_PER_TOKEN);
}

interface CountingThread {
  /** `null`: it did not answer in time, or died. */
  count(texts: readonly string[]): Promise<number | null>;
  end(): Promise<void>;
}

function startThread(onEnd: () => void): CountingThread {
  const worker = new Worker(new URL('./token-worker.ts', import.meta.url));
  const waiting = new Map<number, (tokens: number | null) => void>();
  let asked = 0;
  const settle = (id: number, tokens: number | null) => {
    waiting.get(id)?.(tokens);
    waiting.delete(id);
  };
  const end = () => {
    onEnd();
    for (const id of [...waiting.keys()]) settle(id, null);
  };
  // What the thread sends is an answer to what it was asked.
  worker.on('message', ({ id, tokens }: { id: number; tokens: number }) => settle(id, tokens));
  worker.on('error', end);
  worker.on('exit', end);
  worker.unref();
  return {
    count(texts) {
      const { promise, resolve } = Promise.withResolvers<number | null>();
      const id = ++asked;
      const timer = setTimeout(() => settle(id, null), TIMEOUT_MS);
      waiting.set(id, resolve);
      worker.postMessage({ id, texts });
      return promise.finally(() => clearTimeout(timer));
    },
    end: async () => void (await worker.terminate()),
  };
}
