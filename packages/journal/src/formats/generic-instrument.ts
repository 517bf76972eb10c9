/** The instrument of a generic CSV's row, from its symbol and what columns it has beside it. */
import {
  futureMultiplier,
  type GivenPointValues,
  isName,
  type OptionTerms,
  optionInstrument,
  plainInstrument,
} from '../instruments.ts';
import { type DecimalMark, readNumber } from '../text/number-text.ts';
import { type DateOrder, readDay } from '../text/time-text.ts';
import type { AssetClass, Instrument } from '../types.ts';
import type { GenericField } from './generic-columns.ts';
import { assetClassOf, rightOf } from './generic-words.ts';
import { askForPointValue } from './parse-options.ts';
import { RowProblem } from './row-ledger.ts';
import { describesOption, futureRootOf, looksLikeOption, readOptionSymbol } from './spelled-symbols.ts';

/** How this file writes things, and what was told beside it. */
export interface GenericStyle {
  readonly mark: DecimalMark;
  readonly dateOrder: DateOrder;
  readonly currency: string;
  readonly pointValues: GivenPointValues;
}

type Cell = (field: GenericField) => string;

const COINS =
  /^(BTC|XBT|ETH|SOL|XRP|ADA|DOGE|LTC|BCH|DOT|AVAX|LINK|BNB|MATIC|UNI|ATOM|XLM|SHIB|TRX|NEAR)[-/]?(USD[TC]?|EUR|GBP|BTC)$/;
const CURRENCIES = 'XAU|XAG|USD|EUR|GBP|JPY|CHF|AUD|NZD|CAD|SEK|NOK|DKK|MXN|ZAR|TRY|SGD|HKD|CNH|PLN|CZK|HUF';
const CURRENCY_PAIR = new RegExp(`^(${CURRENCIES})[-/.]?(${CURRENCIES})$`);

/** Throws `RowProblem` where the row does not say enough: a guess would end in a wrong figure. */
export function genericInstrument(cell: Cell, style: GenericStyle): Instrument {
  const symbol = cell('symbol').toUpperCase();
  if (!isName(symbol)) throw new RowProblem('bad_symbol', 'The symbol is missing or cannot be read.');
  const stated = cell('asset_class') === '' ? null : assetClassOf(cell('asset_class'));
  if (cell('asset_class') !== '' && stated === null) {
    throw new RowProblem('unknown_asset_class', `The asset class "${cell('asset_class')}" is not known.`);
  }
  const multiplier = statedMultiplier(cell, style);
  const spelled = readOptionSymbol(symbol) ?? readOptionSymbol(cell('description'));
  const assetClass = stated ?? inferredClass(cell, symbol, spelled);
  if (assetClass === 'option') return optionOf(cell, { symbol, style, multiplier, spelled });
  if (assetClass === 'future') return futureOf(cell, { symbol, style, multiplier });
  return plainOf(cell, { assetClass, symbol, style, multiplier });
}

function inferredClass(cell: Cell, symbol: string, spelled: OptionTerms | null): AssetClass {
  if (spelled || cell('strike') !== '' || rightOf(cell('right'))) return 'option';
  if (COINS.test(symbol)) return 'crypto';
  if (CURRENCY_PAIR.test(symbol)) return 'forex';
  if (symbol.startsWith('/') || futureRootOf(symbol) !== null) return 'future';
  if (!looksLikeOption(symbol) && !describesOption(cell('description'))) return 'stock';
  const orStock = 'If it is none, say so in a column mapped to asset_class.';
  throw new RowProblem('bad_option', `"${symbol}" looks like an option whose terms cannot be read. ${orStock}`);
}

function plainOf(cell: Cell, { assetClass, symbol, style, multiplier }: Plain): Instrument {
  return plainInstrument(assetClass, symbol, {
    currency: quoteOf(assetClass, symbol) ?? currencyOf(cell, style),
    ...withMultiplier(multiplier ?? (assetClass === 'forex' ? lotSize(cell, symbol, style) : null)),
    underlying: cell('underlying').toUpperCase() || symbol,
  });
}

/** What a pair gains or loses is in its second currency, whatever the account's is; coins that stand for dollars are dollars. */
function quoteOf(assetClass: Plain['assetClass'], symbol: string): string | null {
  const pair = assetClass === 'forex' ? CURRENCY_PAIR : assetClass === 'crypto' ? COINS : null;
  const quote = pair?.exec(symbol)?.[2] ?? null;
  return quote?.startsWith('USD') ? 'USD' : quote;
}

/** Nobody trades ten euros: so small a quantity is one of lots, and how large those are only the user knows. */
function lotSize(cell: Cell, symbol: string, style: GenericStyle): string | null {
  const given = style.pointValues[symbol];
  if (given !== undefined) return given;
  const quantity = readNumber(cell('quantity'), style.mark);
  if (quantity === null || Math.abs(Number(quantity)) >= 100) return null;
  const ask = `A quantity of ${quantity} ${symbol} is one of lots. Give the units of a lot with the mapping {"multiplier.${symbol}": "100000"} (or "1") and import the file again.`;
  throw new RowProblem('unknown_multiplier', ask);
}

function withMultiplier(multiplier: string | null): { multiplier?: string } {
  return multiplier === null ? {} : { multiplier };
}

function statedMultiplier(cell: Cell, style: GenericStyle): string | null {
  if (cell('multiplier') === '') return null;
  const multiplier = readNumber(cell('multiplier'), style.mark);
  if (multiplier === null || multiplier === '0' || multiplier.startsWith('-')) {
    throw new RowProblem('bad_multiplier', `The multiplier "${cell('multiplier')}" is not a number above zero.`);
  }
  return multiplier;
}

function currencyOf(cell: Cell, style: GenericStyle): string {
  const stated = cell('currency').toUpperCase();
  if (stated === '') return style.currency;
  if (!/^[A-Z]{3}$/.test(stated))
    throw new RowProblem('bad_currency', `The currency "${cell('currency')}" is not a code of three letters.`);
  return stated;
}

interface Known {
  readonly symbol: string;
  readonly style: GenericStyle;
  readonly multiplier: string | null;
}

interface Plain extends Known {
  readonly assetClass: Exclude<AssetClass, 'option' | 'future'>;
}

function futureOf(cell: Cell, { symbol, style, multiplier }: Known): Instrument {
  const name = symbol.replace(/^\//, '');
  const root = futureRootOf(symbol) ?? name;
  const known = multiplier ?? futureMultiplier(root, style.pointValues);
  if (known === null) {
    const orStock = cell('asset_class') === '' ? ' If it is no future, say so in a column mapped to asset_class.' : '';
    throw new RowProblem('unknown_multiplier', askForPointValue(root, name) + orStock);
  }
  return plainInstrument('future', name, {
    currency: currencyOf(cell, style),
    multiplier: known,
    underlying: root,
    expiry: expiryOf(cell, style),
  });
}

function optionOf(
  cell: Cell,
  { symbol, style, multiplier, spelled }: Known & { spelled: OptionTerms | null },
): Instrument {
  const expiry = expiryOf(cell, style) ?? spelled?.expiry;
  const strike = readNumber(cell('strike'), style.mark) ?? spelled?.strike;
  const right = rightOf(cell('right')) ?? spelled?.right;
  if (!expiry || !strike || !right)
    throw new RowProblem('bad_option', 'Expiry, strike or right of the option is missing or cannot be read.');
  const root = spelled?.root ?? symbol;
  const underlying = cell('underlying').toUpperCase() || root;
  const currency = currencyOf(cell, style);
  return optionInstrument({ root, underlying, expiry, strike, right, currency, ...withMultiplier(multiplier) });
}

function expiryOf(cell: Cell, style: GenericStyle): string | null {
  if (cell('expiry') === '') return null;
  const day = readDay(cell('expiry'), style.dateOrder);
  if (day === null) throw new RowProblem('bad_expiry', `The expiry "${cell('expiry')}" cannot be read.`);
  return day;
}
