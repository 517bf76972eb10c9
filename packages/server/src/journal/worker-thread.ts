/** A worker thread that is asked one thing at a time, and ends with its owner. */
import { once } from 'node:events';
import { parentPort, Worker } from 'node:worker_threads';

export interface WorkerThread extends AsyncDisposable {
  /** Sends a message and waits for its answer. Throws what the worker threw, or that it died. */
  ask(message: unknown, signal?: AbortSignal): Promise<unknown>;
}

type Answer = { readonly answer: unknown } | { readonly thrown: unknown };

/** What a thread may use, so that one hostile file cannot take the server's memory with it. */
const MAX_HEAP_MB = 4096;

/** Starts the module at `url` as a thread; its module calls `answerWith`. */
export function startWorker(url: URL): WorkerThread {
  const worker = new Worker(url, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } });
  // A thread that dies between two questions is told to whoever asks next, by `exit`.
  let death: unknown = null;
  worker.on('error', (error) => {
    death = error;
  });
  worker.on('exit', () => {
    death ??= new Error('The worker thread ended.');
  });
  return {
    async ask(message, signal) {
      if (death) throw death;
      const deadline = new AbortController();
      const options = { signal: signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal };
      const exit = once(worker, 'exit', options).then(() => Promise.reject(death));
      const answered = once(worker, 'message', options);
      worker.postMessage(message);
      try {
        // What a worker sends is what `answerWith` makes of it.
        const [answer] = (await Promise.race([answered, exit])) as [Answer];
        if ('thrown' in answer) throw answer.thrown;
        return answer.answer;
      } finally {
        // Takes the listeners off; that they were given up is no error.
        deadline.abort();
        await Promise.allSettled([exit, answered]);
      }
    },
    [Symbol.asyncDispose]: async () => void (await worker.terminate()),
  };
}

/** Called once in the thread's module: each message is answered by `handle`, or by what it throws. */
export function answerWith(handle: (message: unknown) => unknown): void {
  parentPort?.on('message', async (message: unknown) => {
    try {
      parentPort?.postMessage({ answer: await handle(message) });
    } catch (thrown) {
      parentPort?.postMessage({ thrown: toPlain(thrown) });
    }
  });
}

// An error's own properties do not cross between threads: it goes as a plain object.
function toPlain(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'internal';
  return { ...thrown, name: thrown.name, code, message: thrown.message, stack: thrown.stack };
}
