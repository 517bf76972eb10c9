/** What an option is worth by Black and Scholes: good enough for plausible premiums. */

interface OptionTerms {
  readonly right: 'call' | 'put';
  readonly spot: number;
  readonly strike: number;
  /** Calendar days to expiry. */
  readonly days: number;
  /** A year's volatility, 0.2 for 20 %. */
  readonly volatility: number;
}

/** The premium a share, at least one cent. */
export function optionPrice({ right, spot, strike, days, volatility }: OptionTerms): number {
  const deviation = volatility * Math.sqrt(Math.max(days, 0.1) / 365);
  const upper = (Math.log(spot / strike) + (deviation * deviation) / 2) / deviation;
  const call = spot * cumulative(upper) - strike * cumulative(upper - deviation);
  return Math.max(right === 'call' ? call : call - spot + strike, 0.01);
}

/** The normal distribution, to four digits (a logistic fit by Bowling and others, 2009). */
function cumulative(x: number): number {
  return 1 / (1 + Math.exp(-(0.07056 * x ** 3 + 1.5976 * x)));
}
