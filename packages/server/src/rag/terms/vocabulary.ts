/** The traders' terms of all themes, read from their tables. */
import { CRYPTO } from './themes/crypto.ts';
import { CURRENCIES } from './themes/currencies.ts';
import { ENTRIES_AND_EXITS } from './themes/entries-and-exits.ts';
import { FUTURES_AND_COMMODITIES } from './themes/futures-and-commodities.ts';
import { MARKET_CONDITIONS } from './themes/market-conditions.ts';
import { OPTIONS } from './themes/options.ts';
import { ORDERS_AND_EXECUTION } from './themes/orders-and-execution.ts';
import { PROCESS_AND_LIFE } from './themes/process-and-life.ts';
import { PROP_FIRMS } from './themes/prop-firms.ts';
import { PSYCHOLOGY } from './themes/psychology.ts';
import { SETUPS_AND_CHARTS } from './themes/setups-and-charts.ts';
import { SIZING_AND_RISK } from './themes/sizing-and-risk.ts';

interface Term {
  readonly id: string;
  /** Said beside a text for those who know plain English only, the embedder first. */
  readonly plain: string;
  /** See `createTermLookup`. */
  readonly forms: readonly string[];
}

/**
 * A change of the tables makes other vectors of the same texts, so this is part of the model's name; and other marks, so passages
 * say by which version they were cut, and older ones are cut again.
 */
export const TERMS_VERSION = 3;

/** A line "id = plain words" and, set in, its forms between commas. */
const THEMES = [
  ENTRIES_AND_EXITS,
  SIZING_AND_RISK,
  PSYCHOLOGY,
  ORDERS_AND_EXECUTION,
  SETUPS_AND_CHARTS,
  MARKET_CONDITIONS,
  OPTIONS,
  FUTURES_AND_COMMODITIES,
  CURRENCIES,
  CRYPTO,
  PROP_FIRMS,
  PROCESS_AND_LIFE,
];

export const TERMS: readonly Term[] = THEMES.flatMap((theme) => theme.trim().split(/\n(?=\S)/u)).map(readTerm);

function readTerm(lines: string): Term {
  const [head = '', ...forms] = lines.split('\n');
  const [id = '', plain = ''] = head.split(' = ');
  return {
    id,
    plain,
    forms: forms
      .join(' ')
      .split(',')
      .map((form) => form.trim()),
  };
}
