/** The words of the journal in types: executions as read from a broker's file, and what matching makes of them. */

export type AssetClass = 'stock' | 'option' | 'future' | 'crypto' | 'forex';

/** What is traded. Two executions are of one instrument when account, `symbol` and `currency` are equal. */
export interface Instrument {
  readonly assetClass: AssetClass;
  /** Unique for the instrument: `NVDA`, `MESH5`, `PLTR 2022-01-28 18.5 P`. */
  readonly symbol: string;
  /** The stock under an option, the root of a future (`MES`), else the symbol itself. */
  readonly underlying: string;
  /** Options and, where known, futures: local day `YYYY-MM-DD`. */
  readonly expiry: string | null;
  /** Options: decimal string. */
  readonly strike: string | null;
  readonly right: 'call' | 'put' | null;
  /** Money per point and unit, decimal string. */
  readonly multiplier: string;
  /** ISO 4217. */
  readonly currency: string;
}

/**
 * One fill, or what else moves a position. An expiry, assignment or exercise closes what is open of an option and may
 * not know its side; `delivery` is the stock leg of one. `carry_out` and `carry_in` are the two ends of a split or
 * symbol change, joined by `carryKey`: the lot goes over with its cost and opening time.
 */
export interface Execution {
  /** Line of the file, 1 being the header. */
  readonly row: number;
  /** Order in the file's own time, oldest first; breaks ties at one instant. */
  readonly ordinal: number;
  /** The broker's id of the execution, or null. */
  readonly externalId: string | null;
  /** Same content and same ordinal among equal contents: the same execution. Unique within an account. */
  readonly dedupeKey: string;
  readonly orderId: string | null;
  /** ISO 8601 in UTC. */
  readonly time: string;
  readonly instrument: Instrument;
  readonly kind: 'fill' | 'expiry' | 'assignment' | 'exercise' | 'delivery' | 'carry_out' | 'carry_in';
  readonly side: 'buy' | 'sell' | null;
  readonly effect: 'open' | 'close' | 'auto';
  /** Decimal string, > 0. */
  readonly quantity: string;
  /** Decimal string, per unit, without multiplier. */
  readonly price: string;
  /** Commissions and fees as a cost: positive lowers the P&L. Decimal string. */
  readonly fees: string;
  readonly carryKey: string | null;
}

/** An execution with the id it is stored under. */
export interface StoredExecution extends Execution {
  readonly id: string;
}

/** A round trip in one of the three units, with exact decimal strings. Ids are stable: they come from the opening execution(s). */
export interface MatchedTrade {
  /** Name-based UUID of unit and opening execution (a pair: of both its executions and its place among them). */
  readonly id: string;
  readonly unit: 'trade' | 'pair' | 'strategy';
  /** A pair's trade; a trade's strategy where it belongs to one of several legs; else null. */
  readonly parentId: string | null;
  readonly instrument: Instrument;
  readonly side: 'long' | 'short';
  readonly status: 'open' | 'closed';
  /** Units opened in all. */
  readonly quantity: string;
  readonly entryTime: string;
  readonly exitTime: string | null;
  /** Quantity-weighted averages. */
  readonly entryPrice: string;
  readonly exitPrice: string | null;
  /** Realized so far, before and after fees; `fees` pro rata to the matched quantity (an open trade: of what is closed). */
  readonly grossPnl: string;
  readonly fees: string;
  readonly netPnl: string;
  readonly openQuantity: string;
  readonly openPrice: string | null;
  readonly executionIds: readonly string[];
}

/** An execution that matching could not place; it is in no figure. */
export interface ReviewItem {
  readonly executionId: string;
  readonly row: number;
  readonly code: string;
  readonly message: string;
}

/** All of one account's trades (or of a connected set of its instruments), and what could not be placed. */
export interface Matched {
  readonly trades: readonly MatchedTrade[];
  readonly review: readonly ReviewItem[];
}

/** A row with its line number and why it is what it is. */
export interface RowRemark {
  readonly row: number;
  readonly code: string;
  readonly message: string;
}

/** `tradistry`: the executions of our own export. */
export type Format = 'tradovate_performance' | 'tastytrade' | 'tradistry' | 'generic';

/** A file as read: every data row is imported, skipped (with a reason) or in review (with a reason). */
export interface ParsedFile {
  readonly format: Format;
  readonly rowsRead: number;
  /** Rows that became executions. */
  readonly rowsImported: number;
  /** Understood and rightly no execution: deposits, interest, cancelled orders. */
  readonly skipped: readonly RowRemark[];
  /** Not understood, or not usable: they are in no figure. */
  readonly review: readonly RowRemark[];
  readonly executions: readonly Execution[];
  /** Pairs whose P&L the file itself states, for reconciliation; empty where it states none. */
  readonly stated: readonly StatedPnl[];
}

/** A P&L that the broker states, beside ours for the same row. Decimal strings, in the file's currency. */
export interface StatedPnl {
  readonly row: number;
  readonly stated: string;
  readonly ours: string;
}
