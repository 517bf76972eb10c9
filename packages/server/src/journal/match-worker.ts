/** The thread that large books are matched in, so that the event loop never waits for it. */
import { createMatchJob, type MatchMethod } from './match-job.ts';
import type { ExecutionToMatch, KnownTrade, MatchBatch } from './matching-ports.ts';
import { answerWith } from './worker-thread.ts';

/** What the thread is asked, in this order; `take` answers the next batch. */
export type MatchRequest =
  | { readonly executions: readonly ExecutionToMatch[] }
  | { readonly known: readonly KnownTrade[] }
  | { readonly match: MatchMethod }
  | { readonly take: true };

const job = createMatchJob();
let batches: MatchBatch[] = [];

// The only sender is `matchInWorker`, which sends nothing else.
answerWith((message) => answer(message as MatchRequest));

function answer(request: MatchRequest): number | MatchBatch | undefined {
  if ('executions' in request) return void job.addExecutions(request.executions);
  if ('known' in request) return void job.addKnownTrades(request.known);
  if ('take' in request) return batches.shift();
  batches = job.match(request.match);
  return batches.length;
}
