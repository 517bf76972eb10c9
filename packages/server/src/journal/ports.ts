/** What the journal needs of the database, one port a concern. */
import type { Note, Position, Trade, TradeFilters, TradeQuery, TradeResult, TradeUnit } from '@tradistry/protocol';

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

/** Reads single trades and open positions, for lists and for answers about them. */
export interface TradeReader {
  /** What is open now, over all accounts, by account and symbol. */
  listPositions(userId: string): Promise<Position[]>;
  /** Closed units, newest exit first; filters are read in the user's zone and on the user's fee basis, by exit time. */
  listTrades(userId: string, search: { filters: TradeFilters; unit: TradeUnit; limit: number }): Promise<Trade[]>;
}

/** The names a user's own words may refer to, as they are written in the journal, and whether there is anything to ask about. */
export interface JournalNames {
  /** Instruments and what they go back to: underlyings and futures roots. */
  readonly symbols: readonly string[];
  readonly accounts: readonly string[];
  readonly tags: readonly string[];
  readonly setups: readonly string[];
  /** Closed trades, flat to flat. */
  readonly closedTrades: number;
  readonly openTrades: number;
  readonly notes: number;
}

/** Reads those names, at most 2,000 of a kind. */
export interface NameReader {
  readNames(userId: string): Promise<JournalNames>;
}
