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
