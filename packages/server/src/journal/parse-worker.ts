/** The thread that a file is read in: it keeps the executions and hands them out in batches. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Execution, headerOf, matchExecutions, type ParseOptions, parseFile } from '@tradistry/journal';
import { summarizeFile } from './file-summary.ts';
import type { MatchMethod } from './match-job.ts';
import { answerWith } from './worker-thread.ts';

/** What the thread is asked: first `open`, then `parse`, then `take` until it answers nothing. */
export type ParseRequest =
  | { readonly open: string }
  | { readonly parse: ParseOptions; readonly method: MatchMethod }
  | { readonly take: number };

let bytes: Uint8Array = new Uint8Array();
let executions: readonly Execution[] = [];
let taken = 0;

// The only sender is `openFile`, which sends nothing else.
answerWith((message) => answer(message as ParseRequest));

async function answer(request: ParseRequest): Promise<unknown> {
  if ('open' in request) return open(request.open);
  if ('take' in request) return take(request.take);
  return parse(request.parse, request.method);
}

/** Answers a hash of the file's header, under which a column mapping is kept. */
async function open(path: string): Promise<string> {
  bytes = await readFile(path);
  return createHash('sha256')
    .update(JSON.stringify(headerOf(bytes)))
    .digest('hex');
}

function take(count: number): readonly Execution[] {
  const batch = executions.slice(taken, taken + count);
  taken += batch.length;
  return batch;
}

function parse(options: ParseOptions, method: MatchMethod): ReturnType<typeof summarizeFile> {
  const parsed = parseFile(bytes, options);
  executions = parsed.executions;
  taken = 0;
  const withIds = executions.map((execution) => ({ ...execution, id: execution.dedupeKey }));
  return summarizeFile(parsed, matchExecutions(withIds, { method }));
}
