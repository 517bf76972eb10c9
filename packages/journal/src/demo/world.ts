/** What every story of the demo works with. */
import { optionInstrument, plainInstrument } from '../instruments.ts';
import { pointValueOf } from '../point-values.ts';
import type { Instrument } from '../types.ts';
import type { PricePaths, Seasons, Ticker } from './price-paths.ts';
import type { Random } from './random.ts';
import type { Tape } from './tape.ts';
import type { TradingDay } from './trading-days.ts';

export type AccountName = 'Demo stocks and options' | 'Demo futures';

/** What the trader would say of a trade: which story it belongs to picks the notes that can be written about it. */
// biome-ignore format: a list
export type Story =
  | 'orb' | 'vwap' | 'revenge' | 'friday' | 'swing' | 'average_down' | 'wheel_put' | 'covered_call'
  | 'wheel_shares' | 'spread' | 'earnings_option';

/** A mark on the trade that an execution opened. */
export interface Mark {
  readonly account: AccountName;
  /** `dedupeKey` of the opening execution. */
  readonly opening: string;
  readonly story: Story;
  readonly setup: string | null;
  readonly tags: readonly string[];
  /** Decimal string, where the trade had a stop from the start. */
  readonly initialStop: string | null;
}

export interface World {
  readonly random: Random;
  readonly days: readonly TradingDay[];
  readonly price: PricePaths;
  readonly seasons: Seasons;
  readonly stocks: Tape;
  readonly futures: Tape;
  readonly marks: Mark[];
}

/** Whether the day index falls into a season. */
export function isIn([from, to]: readonly [number, number], day: number): boolean {
  return day >= from && day <= to;
}

export function stock(ticker: Ticker): Instrument {
  return plainInstrument('stock', ticker, { currency: 'USD' });
}

export function option(ticker: Ticker, terms: { expiry: string; strike: number; right: 'call' | 'put' }): Instrument {
  return optionInstrument({
    ...terms,
    root: ticker,
    underlying: ticker,
    strike: String(terms.strike),
    currency: 'USD',
  });
}

/** The quarterly contract that is traded on a day: the next to expire, but for its last week. */
export function future(root: 'MES' | 'MNQ', { year, month, day }: TradingDay): Instrument {
  const quarter = Math.ceil(month / 3) * 3;
  const isRolled = month === quarter && day >= 12;
  const expiryMonth = isRolled ? (quarter % 12) + 3 : quarter;
  const expiryYear = isRolled && quarter === 12 ? year + 1 : year;
  const symbol = `${root}${{ 3: 'H', 6: 'M', 9: 'U', 12: 'Z' }[expiryMonth] ?? 'Z'}${expiryYear % 10}`;
  return plainInstrument('future', symbol, {
    currency: 'USD',
    underlying: root,
    multiplier: pointValueOf(root) ?? '1',
  });
}
