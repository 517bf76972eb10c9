/** An uploaded file, read in a thread of its own. */
import type { Execution, ParseOptions } from '@tradistry/journal';
import type { FileSummary } from './file-summary.ts';
import type { MatchMethod } from './match-job.ts';
import type { ParseRequest } from './parse-worker.ts';
import { startWorker } from './worker-thread.ts';

export interface OpenFile extends AsyncDisposable {
  /** Files with one header have the same. */
  readonly headerHash: string;
  /** Throws a plain `{name: 'UnreadableFile', code, message}` where the file as a whole cannot be read. */
  parse(options: ParseOptions, method: MatchMethod): Promise<FileSummary>;
  /** The next so many executions; none at the end. */
  take(count: number): Promise<readonly Execution[]>;
}

/** Everything awaited here ends with `signal`. */
export async function openFile(path: string, signal: AbortSignal): Promise<OpenFile> {
  const worker = startWorker(new URL('./parse-worker.ts', import.meta.url));
  const ask = (request: ParseRequest) => worker.ask(request, signal);
  // The casts are what `parse-worker` answers to each request.
  try {
    return {
      headerHash: (await ask({ open: path })) as string,
      parse: async (options, method) => (await ask({ parse: options, method })) as FileSummary,
      take: async (count) => (await ask({ take: count })) as readonly Execution[],
      [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
    };
  } catch (error) {
    await worker[Symbol.asyncDispose]();
    throw error;
  }
}
