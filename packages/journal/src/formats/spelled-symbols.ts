/** Options and futures by the many ways that programs spell them in a symbol column. */
import { type OptionTerms, readOcc, rootOf } from '../instruments.ts';
import { readNumber } from '../text/number-text.ts';
import { readDay } from '../text/time-text.ts';

const MONTH = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC';
const ROOT = String.raw`(?:O:|[.-])?(?<root>[A-Z][A-Z./]{0,5}\d?)`;
const RIGHT_STRIKE = String.raw`(?:\$?(?<strike>\d{1,6}(?:\.\d{1,4})?) ?(?<right>CALL|PUT|C|P)|(?<right2>CALL|PUT|C|P) ?\$?(?<strike2>\d{1,6}(?:\.\d{1,4})?))`;
const SPELLINGS: readonly RegExp[] = [
  // AAPL240119C150, .AAPL240119C150, AAPL 240119 C 150
  new RegExp(String.raw`^${ROOT} ?(?<yymmdd>\d{6}) ?${RIGHT_STRIKE}$`),
  // AAPL_011924C150
  new RegExp(String.raw`^${ROOT}_(?<mmddyy>\d{6})${RIGHT_STRIKE}$`),
  // AAPL 01/19/2024 150.00 C, AAPL 2024-01-19 150 C, AAPL 1/19/24 Call $150
  new RegExp(String.raw`^${ROOT} (?<date>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}) ${RIGHT_STRIKE}$`),
  // AAPL 19JAN24 150 C
  new RegExp(String.raw`^${ROOT} (?<day>\d{1,2})[ -]?(?<name>${MONTH})[ -]?'?(?<year>\d{4}|\d{2}) ${RIGHT_STRIKE}$`),
  // AAPL JAN 19, 2024 150 CALL, AAPL JAN 19 '24 $150 CALL
  new RegExp(String.raw`^${ROOT} (?<name>${MONTH}) (?<day>\d{1,2}),? '?(?<year>\d{4}|\d{2}) ${RIGHT_STRIKE}$`),
];

const VENUE =
  'CME|CME_MINI|XCME|CBOT|CBOT_MINI|XCBT|NYMEX|NYMEX_MINI|XNYM|COMEX|COMEX_MINI|XCEC|CFE|EUREX|XEUR|ICEUS|ICEEUR|GLOBEX|FUT';
const FUTURES: readonly RegExp[] = [
  // ES 03-25, ES 202503, MES MAR25, MES JUN 25
  new RegExp(String.raw`^([A-Z0-9]{1,4}) (?:\d{2}-\d{2}|20\d{4}|(?:${MONTH})[ -]?'?(?:20)?\d{2})$`),
  // ES=F, ES1!, @ES
  /^([A-Z0-9]{1,4})=F$/,
  /^([A-Z0-9]{1,4}?)[12]!$/,
  /^@([A-Z0-9]{1,4}?)(?:#[A-Z]?|[FGHJKMNQUVXZ]\d{1,2})?$/,
  /^F\.US\.([A-Z0-9]{1,4}?)[FGHJKMNQUVXZ]\d{1,2}$/,
];

/** The terms of an option that a symbol or description spells out, or null. */
export function readOptionSymbol(text: string): OptionTerms | null {
  if (!/\d/.test(text)) return null;
  const symbol = text.trim().toUpperCase().replace(/\s+/g, ' ');
  const occ = readOcc(symbol.replace(/^(?:O:|[.-])/, ''));
  if (occ) return occ;
  for (const spelling of SPELLINGS) {
    const groups = spelling.exec(symbol)?.groups;
    const terms = groups && termsOf(groups);
    if (terms) return terms;
  }
  return null;
}

function termsOf(groups: Record<string, string | undefined>): OptionTerms | null {
  const expiry = expiryOf(groups);
  const strike = readNumber(groups['strike'] ?? groups['strike2'] ?? '');
  const right = groups['right'] ?? groups['right2'] ?? '';
  if (expiry === null || strike === null) return null;
  return { root: groups['root'] ?? '', expiry, strike, right: right.startsWith('C') ? 'call' : 'put' };
}

function expiryOf({ yymmdd, mmddyy, date, day, name, year }: Record<string, string | undefined>): string | null {
  if (yymmdd) return readDay(`20${yymmdd}`, 'mdy');
  if (mmddyy) return readDay(`20${mmddyy.slice(4)}${mmddyy.slice(0, 4)}`, 'mdy');
  if (date) return readDay(date, 'mdy') ?? readDay(date, 'dmy');
  return readDay(`${day} ${name} ${year}`, 'mdy');
}

/** Whether a symbol is an option's, though perhaps not all of its terms can be read. */
export function looksLikeOption(symbol: string): boolean {
  return /\d/.test(symbol) && /\b(?:calls?|puts?)\b|\d{6} ?[cp] ?\d| \$?\d+(?:\.\d+)? ?[cp]\b/i.test(symbol);
}

/** Whether a description is of an option; funds have calls in their names too ("NASDAQ 100 COVERED CALL ETF"). */
export function describesOption(text: string): boolean {
  return /\b(?:calls?|puts?)\b/i.test(text) && /\d\/\d|\$\d|\d ?(?:call|put)\b/i.test(text);
}

/** The root of a future, however the contract is spelled, or null when the symbol is none. */
export function futureRootOf(symbol: string): string | null {
  const plain = symbol.replace(new RegExp(`^(?:${VENUE}):`), '').replace(new RegExp(`[:.-](?:${VENUE})$`), '');
  const contract = rootOf(plain);
  if (contract !== null) return contract;
  if (/^\/[A-Z0-9]{1,4}$/.test(plain)) return plain.slice(1);
  for (const pattern of FUTURES) {
    const root = pattern.exec(plain)?.[1];
    if (root !== undefined) return root;
  }
  return null;
}
