/** What is read of trades: figures, single trades, the names in a journal, and whether it changed. */
import type {
  Page,
  PageQuery,
  Position,
  ReviewExecution,
  Tag,
  Trade,
  TradeDetail,
  TradeFilters,
  TradeListQuery,
  TradePatch,
  TradeQuery,
  TradeResult,
  TradeUnit,
} from '@tradistry/protocol';

/** The engine: every figure anybody sees comes from here. */
export interface TradeEngine {
  /** What the query leaves out comes from the user's settings. */
  query(userId: string, query: TradeQuery): Promise<TradeResult>;
}

/** Reads single trades and open positions, for lists and for answers about them. */
export interface TradeReader {
  /** What is open now, over all accounts, by account and symbol. */
  listPositions(userId: string): Promise<Position[]>;
  /** Closed units, newest exit first; filters are read in the user's zone and on the user's fee basis, by exit time. */
  listTrades(userId: string, search: { filters: TradeFilters; unit: TradeUnit; limit: number }): Promise<Trade[]>;
}

export interface TradeStore extends TradeReader {
  pageTrades(userId: string, query: TradeListQuery): Promise<Page<Trade>>;
  getTrade(userId: string, id: string): Promise<TradeDetail | null>;
  patchTrade(userId: string, id: string, patch: TradePatch): Promise<boolean>;
  listReview(userId: string, page: PageQuery): Promise<Page<ReviewExecution>>;
  listTags(userId: string): Promise<Tag[]>;
}

/** The names a user's own words may refer to, as they are written in the journal, and whether there is anything to ask about. */
export interface JournalNames {
  /** Instruments and what they go back to: underlyings and futures roots. */
  readonly symbols: readonly string[];
  readonly accounts: readonly string[];
  readonly tags: readonly string[];
  readonly setups: readonly string[];
  /** Open ones count. */
  readonly hasTrades: boolean;
  /** So many that adding them all up takes longer than an answer should wait. */
  readonly hasManyTrades: boolean;
}

/** Reads those names, at most 2,000 of a kind. */
export interface NameReader {
  readNames(userId: string): Promise<JournalNames>;
}

/** Tells whether a journal has changed: settings, accounts, imports, trades and what was put to them; its notes are not among it. */
export interface JournalVersions {
  /** Equal to an earlier one only where nothing has changed in between. */
  readVersion(userId: string): Promise<string>;
  /** Forgets what only told versions apart that nobody asks for any more. */
  prune(): Promise<void>;
}
