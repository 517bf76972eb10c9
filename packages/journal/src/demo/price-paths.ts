/** Daily prices of everything the demo trades: invented, with one bad month and the recovery after it. */
import type { Random } from './random.ts';

interface Character {
  readonly start: number;
  /** Deviation of a day's return. */
  readonly wildness: number;
  /** How much of the market's move it takes on. */
  readonly beta: number;
  /** Its own drift a day. */
  readonly drift: number;
}

const CHARACTERS = {
  MES: { start: 5790, wildness: 0.002, beta: 1, drift: 0 },
  MNQ: { start: 20150, wildness: 0.004, beta: 1.25, drift: 0.0001 },
  SPY: { start: 577, wildness: 0.001, beta: 1, drift: 0 },
  NVDA: { start: 128, wildness: 0.019, beta: 1.7, drift: 0.0006 },
  AAPL: { start: 226, wildness: 0.01, beta: 1, drift: 0.0001 },
  AMD: { start: 142, wildness: 0.02, beta: 1.5, drift: 0.0003 },
  PLTR: { start: 44, wildness: 0.026, beta: 1.6, drift: 0.0012 },
  SHOP: { start: 81, wildness: 0.021, beta: 1.4, drift: 0.0006 },
  CRWD: { start: 305, wildness: 0.018, beta: 1.3, drift: 0.0007 },
  MSFT: { start: 421, wildness: 0.009, beta: 0.9, drift: 0.0001 },
  TSLA: { start: 249, wildness: 0.026, beta: 1.6, drift: 0.0002 },
  INTC: { start: 31, wildness: 0.009, beta: 0.6, drift: 0 },
  SOFI: { start: 11, wildness: 0.013, beta: 1.7, drift: 0.0004 },
} as const satisfies Record<string, Character>;

export type Ticker = keyof typeof CHARACTERS;

/** Which part of the year is the bad month, and which the recovery; as day indexes. */
export interface Seasons {
  readonly slump: readonly [from: number, to: number];
  readonly recovery: readonly [from: number, to: number];
}

export type PricePaths = (ticker: Ticker, day: number) => number;

/** Closing prices by ticker and day index. */
export function pricePaths(random: Random, days: number, seasons: Seasons): PricePaths {
  const market = Array.from({ length: days }, (_, day) => marketDrift(day, seasons) + random.normal() * 0.0075);
  const tickers = Object.keys(CHARACTERS) as Ticker[]; // The keys of a literal object: exactly its tickers.
  const paths = new Map(tickers.map((ticker) => [ticker, pathOf(CHARACTERS[ticker], market, random)]));
  return (ticker, day) => paths.get(ticker)?.[Math.min(Math.max(day, 0), days - 1)] ?? CHARACTERS[ticker].start;
}

function marketDrift(day: number, { slump, recovery }: Seasons): number {
  if (day >= slump[0] && day <= slump[1]) return -0.0048;
  return day >= recovery[0] && day <= recovery[1] ? 0.0031 : 0.0005;
}

function pathOf({ start, wildness, beta, drift }: Character, market: readonly number[], random: Random): number[] {
  let price = start;
  return market.map((move) => {
    price *= Math.exp(beta * move + drift + random.normal() * wildness);
    return price;
  });
}
