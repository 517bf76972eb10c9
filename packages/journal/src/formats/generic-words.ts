/** What the words in a generic CSV's side, asset class and right columns mean. */
import type { AssetClass, Execution } from '../types.ts';

export interface Direction {
  readonly kind: Execution['kind'];
  readonly side: 'buy' | 'sell' | null;
  readonly effect: 'open' | 'close' | 'auto';
}

const fill = (side: 'buy' | 'sell', effect: Direction['effect'] = 'auto'): Direction => ({
  kind: 'fill',
  side,
  effect,
});
const event = (kind: Execution['kind']): Direction => ({ kind, side: null, effect: 'close' });

// biome-ignore format: a table reads better in rows.
const DIRECTIONS: Readonly<Record<string, Direction>> = {
  b: fill('buy'), buy: fill('buy'), bot: fill('buy'), bought: fill('buy'), purchase: fill('buy'), youbought: fill('buy'), reinvestshares: fill('buy'), kauf: fill('buy'), achat: fill('buy'), compra: fill('buy'),
  s: fill('sell'), sell: fill('sell'), sld: fill('sell'), sold: fill('sell'), sale: fill('sell'), yousold: fill('sell'), verkauf: fill('sell'), vente: fill('sell'), venta: fill('sell'), venda: fill('sell'),
  bto: fill('buy', 'open'), buytoopen: fill('buy', 'open'), buyopen: fill('buy', 'open'), openbuy: fill('buy', 'open'),
  btc: fill('buy', 'close'), buytoclose: fill('buy', 'close'), buyclose: fill('buy', 'close'), buytocover: fill('buy', 'close'), cover: fill('buy', 'close'), btcover: fill('buy', 'close'), buycover: fill('buy', 'close'),
  sto: fill('sell', 'open'), selltoopen: fill('sell', 'open'), sellopen: fill('sell', 'open'), short: fill('sell', 'open'), sellshort: fill('sell', 'open'), soldshort: fill('sell', 'open'), ss: fill('sell', 'open'), shortsell: fill('sell', 'open'),
  stc: fill('sell', 'close'), selltoclose: fill('sell', 'close'), sellclose: fill('sell', 'close'), closesell: fill('sell', 'close'),
  expired: event('expiry'), expiration: event('expiry'), expiry: event('expiry'), oexp: event('expiry'),
  assigned: event('assignment'), assignment: event('assignment'), oasgn: event('assignment'),
  exercised: event('exercise'), exercise: event('exercise'), oexcs: event('exercise'),
};

const NO_TRADES =
  /dividend|interest|deposit|withdraw|transfer|^fee|wire|^ach(?!at)|journal|tax|rebate|adjust|^div$|^int$|^cdiv$|reinvest/;
const CANCELLED = /cancel|reject|expired|inactive|pending|working|replaced|failed|^open$|^new$/i;

/** The direction of a side or action cell (`Buy to Open`, `STC`, `Sell Short`), or null when it is not known. */
export function directionOf(text: string): Direction | null {
  const word = plain(text);
  return Object.hasOwn(DIRECTIONS, word) ? (DIRECTIONS[word] ?? null) : null;
}

/** Whether the action moves money and no position. */
export function isNoTrade(text: string): boolean {
  return NO_TRADES.test(plain(text));
}

/** Whether the status says that nothing was filled. */
export function isUnfilled(status: string): boolean {
  return CANCELLED.test(status) && !/partial|fill/i.test(status);
}

const CLASSES: readonly (readonly [RegExp, AssetClass])[] = [
  [/option|^opt$|^fop$|^call$|^put$/, 'option'],
  [/future|^fut/, 'future'],
  [/crypto|coin/, 'crypto'],
  [/forex|^fx|^cash$|currenc/, 'forex'],
  [/stock|equit|share|^stk|etf|fund|adr/, 'stock'],
];

/** The asset class that a cell names, or null when it is not known. */
export function assetClassOf(text: string): AssetClass | null {
  const word = plain(text);
  return CLASSES.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}

export function rightOf(text: string): 'call' | 'put' | null {
  const word = plain(text);
  return word === 'c' || word === 'call' ? 'call' : word === 'p' || word === 'put' ? 'put' : null;
}

/** `open`, `close` or `auto` of a position effect cell. */
export function effectOf(text: string): 'open' | 'close' | 'auto' {
  const word = plain(text);
  if (word === 'o' || word.includes('open')) return 'open';
  return word === 'c' || word.includes('clos') ? 'close' : 'auto';
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}
