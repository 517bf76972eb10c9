/** What the journal needs of the database, one port a concern. */
import type { Note, TradeQuery, TradeResult } from '@tradistry/protocol';

/** The engine: every figure anybody sees comes from here. */
export interface TradeEngine {
  /** What the query leaves out comes from the user's settings. */
  query(userId: string, query: TradeQuery): Promise<TradeResult>;
}

/** Finds notes by words, best first; `null` words: the newest. Dates are local days, inclusive. */
export interface NoteFinder {
  findNotes(
    userId: string,
    search: { words: string | null; symbols: readonly string[]; from: string | null; to: string | null; limit: number },
  ): Promise<Note[]>;
}
