/** Instruments from the symbols that brokers write. */
import { fromUnits, toUnits } from './decimal.ts';
import { pointValueOf } from './point-values.ts';
import type { AssetClass, Instrument } from './types.ts';

const STANDARD_OPTION = '100';
const MONTHS = 'FGHJKMNQUVXZ';
const CONTRACT = new RegExp(`^[/.]?([A-Z0-9]{1,4}?)[${MONTHS}](?:\\d{1,2}|20\\d{2})$`);
const OCC = /^([A-Z0-9./^]{1,6}?)\s*(\d{2})(\d{2})(\d{2})([CP])(\d{5})(\d{3})$/;

/** The root of a futures contract: `MESH5` and `/MESH25` are `MES`; null when the symbol is no contract. */
export function rootOf(symbol: string): string | null {
  return CONTRACT.exec(symbol.toUpperCase())?.[1] ?? null;
}

/** Point values that a person gave, by root (`FDAX` to `25`); they go before the table. */
export type GivenPointValues = Readonly<Record<string, string>>;

/** The multiplier of a future: given, or from the table; null when neither knows it. */
export function futureMultiplier(root: string, given: GivenPointValues): string | null {
  return given[root.toUpperCase()] ?? pointValueOf(root);
}

interface OptionParts {
  /** What the options market calls it, `GREE1` for an adjusted one. */
  readonly root: string;
  readonly underlying: string;
  readonly expiry: string;
  readonly strike: string;
  readonly right: 'call' | 'put';
  readonly multiplier?: string;
  readonly currency: string;
}

/** An option, under the symbol `PLTR 2022-01-28 18.5 P`. */
export function optionInstrument(parts: OptionParts): Instrument {
  const { root, underlying, expiry, strike, right, currency } = parts;
  const symbol = `${root} ${expiry} ${strike} ${right === 'call' ? 'C' : 'P'}`;
  return {
    assetClass: 'option',
    symbol,
    underlying,
    expiry,
    strike,
    right,
    currency,
    multiplier: parts.multiplier ?? STANDARD_OPTION,
  };
}

/** What a symbol says of an option. */
export type OptionTerms = Omit<OptionParts, 'currency' | 'underlying'>;

/** The parts of an OCC symbol (`PLTR  220128P00018500`, with or without the blanks), or null. */
export function readOcc(symbol: string): OptionTerms | null {
  const match = OCC.exec(symbol.trim().toUpperCase());
  if (!match) return null;
  const [, root = '', year = '', month = '', day = '', right = '', dollars = '', mills = ''] = match;
  const strike = fromUnits(toUnits(`${dollars}.${mills}`, 3), 3);
  return { root, expiry: `20${year}-${month}-${day}`, strike, right: right === 'C' ? 'call' : 'put' };
}

/** A stock, coin, currency pair or future: anything without a strike. */
export function plainInstrument(
  assetClass: Exclude<AssetClass, 'option'>,
  symbol: string,
  terms: { multiplier?: string; currency: string; underlying?: string; expiry?: string | null },
): Instrument {
  return {
    assetClass,
    symbol,
    underlying: terms.underlying ?? symbol,
    expiry: terms.expiry ?? null,
    strike: null,
    right: null,
    multiplier: terms.multiplier ?? '1',
    currency: terms.currency,
  };
}

/** Whether a cell can be kept as a name: something in it, not too long, no control characters or halves of characters. */
export function isName(text: string, longest = 64): boolean {
  return text !== '' && text.length <= longest && !/[\p{Cc}\p{Cs}\ufffd]/u.test(text);
}
