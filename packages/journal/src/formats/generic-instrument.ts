/** The instrument of a generic CSV's row, from its symbol and what columns it has beside it. */
import {
  futureMultiplier,
  type GivenPointValues,
  isName,
  optionInstrument,
  plainInstrument,
  readOcc,
  rootOf,
} from '../instruments.ts';
import { type DecimalMark, readNumber } from '../text/number-text.ts';
import { type DateOrder, readDay } from '../text/time-text.ts';
import type { AssetClass, Instrument } from '../types.ts';
import type { GenericField } from './generic-columns.ts';
import { assetClassOf, rightOf } from './generic-words.ts';
import { askForPointValue } from './parse-options.ts';
import { RowProblem } from './row-ledger.ts';

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
const CURRENCIES = 'USD|EUR|GBP|JPY|CHF|AUD|NZD|CAD|SEK|NOK|DKK|MXN|ZAR|TRY|SGD|HKD|CNH|PLN|CZK|HUF';
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
  const assetClass = stated ?? inferredClass(cell, symbol);
  if (assetClass === 'option') return optionOf(cell, { symbol, style, multiplier });
  if (assetClass === 'future') return futureOf(cell, { symbol, style, multiplier });
  const currency = currencyOf(cell, style);
  return plainInstrument(assetClass, symbol, {
    currency,
    ...(multiplier !== null && { multiplier }),
    underlying: cell('underlying').toUpperCase() || symbol,
  });
}

function inferredClass(cell: Cell, symbol: string): AssetClass {
  if (readOcc(symbol) || cell('strike') !== '' || rightOf(cell('right'))) return 'option';
  if (COINS.test(symbol)) return 'crypto';
  if (CURRENCY_PAIR.test(symbol)) return 'forex';
  return symbol.startsWith('/') || rootOf(symbol) !== null ? 'future' : 'stock';
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

function futureOf(cell: Cell, { symbol, style, multiplier }: Known): Instrument {
  const name = symbol.replace(/^\//, '');
  const root = rootOf(name) ?? name;
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

function optionOf(cell: Cell, { symbol, style, multiplier }: Known): Instrument {
  const occ = readOcc(symbol);
  const expiry = expiryOf(cell, style) ?? occ?.expiry;
  const strike = readNumber(cell('strike'), style.mark) ?? occ?.strike;
  const right = rightOf(cell('right')) ?? occ?.right;
  if (!expiry || !strike || !right)
    throw new RowProblem('bad_option', 'Expiry, strike or right of the option is missing or cannot be read.');
  const root = occ?.root ?? symbol;
  const underlying = cell('underlying').toUpperCase() || root;
  return optionInstrument({
    root,
    underlying,
    expiry,
    strike,
    right,
    currency: currencyOf(cell, style),
    ...(multiplier !== null && { multiplier }),
  });
}

function expiryOf(cell: Cell, style: GenericStyle): string | null {
  if (cell('expiry') === '') return null;
  const day = readDay(cell('expiry'), style.dateOrder);
  if (day === null) throw new RowProblem('bad_expiry', `The expiry "${cell('expiry')}" cannot be read.`);
  return day;
}
