/** Matching, and the difference between what it makes and what is stored: pure, so that it can run in a worker or not. */
import { createHash } from 'node:crypto';
import { type MatchedTrade, matchExecutions, type StoredExecution } from '@tradistry/journal';
import type { ExecutionToMatch, KnownTrade, MatchBatch, ReviewChange, TradeToWrite } from './matching-ports.ts';

/** As many changed rows as one transaction writes: about 100 ms on the embedded database. */
const BATCH_ROWS = 400;

export type MatchMethod = 'fifo' | 'average';

/** Fed page by page, then asked once. */
export interface MatchJob {
  addExecutions(page: readonly ExecutionToMatch[]): void;
  addKnownTrades(page: readonly KnownTrade[]): void;
  /** What has to be written, oldest first within an underlying: at least one batch, the last possibly empty. */
  match(method: MatchMethod): MatchBatch[];
}

export function createMatchJob(): MatchJob {
  const executions: StoredExecution[] = [];
  const reviews = new Map<string, string>();
  const known = new Map<string, KnownTrade>();
  return {
    addExecutions(page) {
      for (const { execution, review } of page) {
        executions.push(execution);
        if (review) reviews.set(execution.id, reviewText(review));
      }
    },
    addKnownTrades(page) {
      for (const trade of page) known.set(trade.id, trade);
    },
    match(method) {
      const { trades, review } = matchExecutions(executions, { method });
      const changes = [...changedTrades(withoutSingleLegs(trades), known), ...changedReviews(review, reviews)];
      return inBatches(changes.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0)));
    },
  };
}

// A trade that is no leg of a strategy counts as one by itself (`unitIs` of the trade filter): stored too, it would be there twice.
function withoutSingleLegs(trades: readonly MatchedTrade[]): MatchedTrade[] {
  const strategies = new Set(trades.map((trade) => (trade.unit === 'trade' ? trade.parentId : null)));
  return trades.filter((trade) => trade.unit !== 'strategy' || strategies.has(trade.id));
}

/** Of all that is stored of a trade. */
function digestOf(trade: MatchedTrade): string {
  return createHash('sha256').update(JSON.stringify(trade)).digest('base64url').slice(0, 22);
}

// A trade that goes and the one that comes in its place stand at the same place in time, so that at no moment between
// two batches both are there over more than one seam.
type Change = { readonly order: string } & (
  | { readonly upsert: TradeToWrite }
  | { readonly delete: string }
  | { readonly review: ReviewChange }
);

function changedTrades(trades: readonly MatchedTrade[], known: ReadonlyMap<string, KnownTrade>): Change[] {
  const gone = new Map(known);
  const changes: Change[] = [];
  for (const trade of trades) {
    gone.delete(trade.id);
    const digest = digestOf(trade);
    if (known.get(trade.id)?.digest === digest) continue;
    changes.push({ order: `${trade.instrument.underlying}\n${trade.entryTime}\n1`, upsert: { trade, digest } });
  }
  for (const trade of gone.values()) {
    changes.push({ order: `${trade.underlying}\n${trade.entryTime}\n0`, delete: trade.id });
  }
  return changes;
}

function changedReviews(
  items: readonly { executionId: string; code: string; message: string }[],
  stored: ReadonlyMap<string, string>,
): Change[] {
  const cleared = new Map(stored);
  const changes: Change[] = [];
  for (const { executionId, code, message } of items) {
    cleared.delete(executionId);
    if (stored.get(executionId) === reviewText({ code, message })) continue;
    changes.push({ order: '', review: { executionId, review: { code, message } } });
  }
  for (const executionId of cleared.keys()) changes.push({ order: '', review: { executionId, review: null } });
  return changes;
}

function reviewText(review: { code: string; message: string }): string {
  return `${review.code}\n${review.message}`;
}

function inBatches(changes: readonly Change[]): MatchBatch[] {
  const batches: MatchBatch[] = [];
  for (let at = 0; at === 0 || at < changes.length; at += BATCH_ROWS) {
    const some = changes.slice(at, at + BATCH_ROWS);
    batches.push({
      upserts: some.flatMap((change) => ('upsert' in change ? [change.upsert] : [])),
      deletes: some.flatMap((change) => ('delete' in change ? [change.delete] : [])),
      reviews: some.flatMap((change) => ('review' in change ? [change.review] : [])),
    });
  }
  return batches;
}
