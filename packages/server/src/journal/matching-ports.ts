/** Executions as they go in and out, and the books that are matched again after that. */
import type { MatchedTrade, ReviewItem, StoredExecution } from '@tradistry/journal';

/** Executions go in and out; each change marks the books it touches as unmatched, in the same transaction. */
export interface ExecutionStore {
  /** Adds what is new by dedupe key; answers the keys that were. At most 1,000 at a time. */
  addExecutions(
    userId: string,
    target: { accountId: string; importId: string | null },
    executions: readonly StoredExecution[],
  ): Promise<Set<string>>;
  /** Marks books as unmatched though nothing changed. */
  markBooks(userId: string, accountId: string, underlyings: readonly string[]): Promise<void>;
  /** Removes an import's executions, in batches; answers the accounts they were in. */
  removeImported(userId: string, importId: string): Promise<string[]>;
  /** Of those executions: how many trades they are in, and how many are in review. At most 10,000 at a time. */
  countPlaced(userId: string, ids: readonly string[]): Promise<{ trades: number; review: number }>;
  /** Has the user any execution at all? */
  hasExecutions(userId: string): Promise<boolean>;
}

/** All of one underlying in one account, in the state that `stamp` names. */
export interface Book {
  readonly underlying: string;
  readonly stamp: string;
}

/** An execution to be matched, and what matching last said of it. */
export interface ExecutionToMatch {
  readonly execution: StoredExecution;
  readonly review: Pick<ReviewItem, 'code' | 'message'> | null;
}

/** A trade as it is stored: enough to know whether it is still so, and where in time it stands. */
export interface KnownTrade {
  readonly id: string;
  readonly digest: string;
  readonly underlying: string;
  readonly entryTime: string;
}

export interface TradeToWrite {
  readonly trade: MatchedTrade;
  readonly digest: string;
}

export interface ReviewChange {
  readonly executionId: string;
  readonly review: Pick<ReviewItem, 'code' | 'message'> | null;
}

/** One transaction's worth of what matching changes. */
export interface MatchBatch {
  readonly upserts: readonly TradeToWrite[];
  readonly deletes: readonly string[];
  readonly reviews: readonly ReviewChange[];
}

/** Books that are to be matched again, and how the outcome is written. Pages are by underlying and id. */
export interface BookStore {
  /** Unmatched books of an account with their number of executions. */
  listUnmatched(userId: string, accountId: string): Promise<{ underlying: string; executions: number }[]>;
  /** Over all users. */
  listUnmatchedAccounts(): Promise<{ userId: string; accountId: string }[]>;
  /** Those books and all that splits and symbol changes join to them, now marked as unmatched too. */
  joinBooks(userId: string, accountId: string, underlyings: readonly string[]): Promise<Book[]>;
  pageExecutions(userId: string, page: BookPage): Promise<ExecutionToMatch[]>;
  pageKnownTrades(userId: string, page: BookPage): Promise<KnownTrade[]>;
  /** Writes one batch, or nothing and answers false when a book has changed since its stamp. The last one marks the books as matched. */
  writeBatch(
    userId: string,
    target: { accountId: string; books: readonly Book[]; last: boolean },
    batch: MatchBatch,
  ): Promise<boolean>;
  /** Lets the planner know how large the tables have become. Takes milliseconds. */
  refreshStatistics(): Promise<void>;
}

export interface BookPage {
  readonly accountId: string;
  readonly underlyings: readonly string[];
  /** The last one of the page before. */
  readonly after: { readonly underlying: string; readonly id: string } | null;
  readonly limit: number;
}
