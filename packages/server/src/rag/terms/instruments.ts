/** What is traded, by its symbols and by what people call it. */
import { COINS, FUNDS, FUTURES_AND_CURRENCIES, STOCKS } from './instrument-tables.ts';

/** Symbols that are also words. */
const WORDS = new Set(
  'OPEN COIN HOOD DASH SNOW SPOT SHOP RACE LINK HYPE TRUMP ASTER APP EA MA PA CC TN DE NET ARM CAT LOW'.split(' '),
);
/** Shorter ones are read in capitals only. */
const LEAST_LETTERS = 4;

const INSTRUMENTS = [STOCKS, FUNDS, FUTURES_AND_CURRENCIES, COINS]
  .flatMap((table) => table.trim().split(/;\s+/u))
  .map((entry) => {
    const [symbols = '', names = ''] = entry.split(': ');
    return { symbols: symbols.split(' '), names: names.split(', ') };
  });

const FIRST_SYMBOLS = new Map(
  INSTRUMENTS.flatMap(({ symbols }) => symbols.map((symbol): [string, string] => [symbol, symbols[0] ?? symbol])),
);

/** Names of what is traded, each with the symbol that stands for all that follow the same. */
export const INSTRUMENT_NAMES = INSTRUMENTS.flatMap(({ symbols, names }) => {
  const spoken = symbols.filter((symbol) => symbol.length >= LEAST_LETTERS && !WORDS.has(symbol));
  return [...names, ...spoken].map((name): [string, string] => [symbols[0] ?? '', name.toLowerCase()]);
});

/** True for one that a text would hardly have in capitals for another reason. */
export function isSymbol(capitals: string): boolean {
  return FIRST_SYMBOLS.has(capitals) && !WORDS.has(capitals);
}

/** What a symbol has beside its root: a future's month, what a coin is paid in, an exchange. */
const BESIDE = /(?<=^[A-Z0-9]{1,4})[FGHJKMNQUVXZ]\d{1,2}$|[-/_:.!].*$/u;

/** The symbol that stands for all that follow the same: ES for MES, ESZ5 and SPX. */
export function firstSymbolOf(symbol: string): string {
  const upper = symbol.toUpperCase().replace(/^[/$]/, '');
  return FIRST_SYMBOLS.get(upper) ?? FIRST_SYMBOLS.get(upper.replace(BESIDE, '')) ?? upper;
}
