/** Names from the user's own journal: symbols, accounts, tags, setups; and ticker-like words it does not know. */
import type { TradeFilters } from '@tradistry/protocol';
import type { JournalNames } from '../../journal/trade-ports.ts';
import { FILLER, MONTHS, NOT_SYMBOLS, PLAIN_WORDS, SPOKEN_SYMBOLS, WEEKDAYS } from './lexicon.ts';
import { METRIC_PHRASES } from './metric-phrases.ts';
import type { QuestionText } from './question-text.ts';

/** Takes names that are marked as what they are: `tag:fomo`, `#fomo`, `$NVDA`, "the gap setup". Do this before anything else is read. */
export function takeMarkedNames(text: QuestionText, names: JournalNames): TradeFilters {
  const tags = [
    ...text.takeAll(/(?<=\s)#([a-z][\w-]*)/).map(({ written }) => written.slice(1)),
    ...text.takeAll(/\btag(?:ged)?:? ?(?:as |with |is )?"([^"]{1,64})"/).map(lastQuoted),
    ...text.takeAll(/\btags?:([\w-]+)/).map(({ written }) => written.slice(written.indexOf(':') + 1)),
  ];
  const setups = text.takeAll(/\bset-?up:([\w-]+)/).map(({ written }) => written.slice(written.indexOf(':') + 1));
  const symbols = text
    .takeAll(/(?<=\s)(?:on |in |for )?[$/]([a-z][a-z0-9.]{0,9})\b/)
    .map(({ groups }) => (groups[1] ?? '').toUpperCase());
  return {
    ...(tags.length > 0 && { tags: tags.map((tag) => asWritten(tag, names.tags)) }),
    ...(setups.length > 0 && { setups: setups.map((setup) => asWritten(setup, names.setups)) }),
    ...(symbols.length > 0 && { symbols }),
  };
}

/** Takes accounts, tags and setups by the names they have in the journal, and "tagged x", "in my x account" for ones it does not have. */
export function takeLabels(text: QuestionText, names: JournalNames): TradeFilters {
  const accounts = takeAccounts(text, names.accounts);
  const tags = [...takeKnown(text, names.tags, TAG_WORDS), ...takeTagged(text)];
  const setups = takeKnown(text, names.setups, SETUP_WORDS);
  return {
    ...(accounts.length > 0 && { accounts }),
    ...(tags.length > 0 && { tags }),
    ...(setups.length > 0 && { setups }),
  };
}

interface Around {
  readonly before: string;
  /** What must stand before or after a name that is also a plain word. */
  readonly mark: RegExp;
  readonly after: string;
}

const TAG_WORDS: Around = {
  before: String.raw`(?:(?:my|the|with|on|for|tagged|tagged as|tagged with|tag|labelled|labeled) )*`,
  mark: /tag|label/,
  after: String.raw`(?:[- ]tag(?:ged)?s?)?(?: trades?)?`,
};
const SETUP_WORDS: Around = {
  before: String.raw`(?:(?:my|the|with|on|for|using|set-?up|strategy|pattern) )*`,
  mark: /set-?up|strategy|pattern/,
  after: String.raw`(?: (?:set-?ups?|strategy|pattern))?(?: trades?)?`,
};
const ACCOUNT_WORDS: Around = {
  before: String.raw`(?:(?:in|on|from|with|for|of|my|the|account) )*`,
  mark: /account/,
  after: String.raw`(?: accounts?)?`,
};

// Longest first, so that "revenge trading" is not read as "revenge".
function takeKnown(text: QuestionText, known: readonly string[], around: Around): string[] {
  const found: string[] = [];
  const said = new Set(text.rest().split(/[^\p{L}\p{N}]+/u));
  for (const name of [...known].sort((a, b) => b.length - a.length)) {
    const words = name.trim().toLowerCase();
    // Most names are not in the question: a look at the first word is cheaper than a pattern.
    const first = words.split(/[^\p{L}\p{N}]+/u).find(Boolean) ?? '';
    if (words.length < 2 || !said.has(first)) continue;
    const pattern = new RegExp(`(?<=\\s|"|')${around.before}${escaped(words)}${around.after}(?=\\s|"|')`);
    const match = pattern.exec(text.rest());
    if (!match || (isPlain(words) && !around.mark.test(match[0]))) continue;
    text.take(pattern);
    found.push(name);
  }
  return found;
}

function isPlain(words: string): boolean {
  return (
    PLAIN_WORDS.has(words) ||
    FILLER.has(words) ||
    words in WEEKDAYS ||
    words in MONTHS ||
    /^\d+$/.test(words) ||
    METRIC_PHRASES.some(([pattern]) => pattern.test(words))
  );
}

// "risk-off", "risk_off" and "risk off" are one name.
function escaped(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/[-_\s]+/g, '[-_ ]?');
}

function takeTagged(text: QuestionText): string[] {
  return text
    .takeAll(/\b(?:tagged|labell?ed)(?: as| with)?:? "?([\w-]+)"?|\b(?:the |with tag |with the tag )([\w-]+) tag\b/)
    .map(({ groups }) => groups[1] ?? groups[2] ?? '');
}

function takeAccounts(text: QuestionText, known: readonly string[]): string[] {
  const found = takeKnown(text, known, ACCOUNT_WORDS);
  if (found.length > 0) return found;
  const said = text.take(/\b(?:in|on|from|for|with|of) (?:my|the) ([\w&-]+) account\b/)?.groups[1];
  if (!said) return [];
  const alike = known.filter((name) => name.toLowerCase().includes(said));
  return alike.length > 0 ? alike : [said];
}

const TOKEN = /(?<![\w$/.&'-])[A-Za-z][A-Za-z0-9.]{0,9}(?![\w&'])/g;

/** Takes symbols: known ones in any case, unknown ones where they are written like one. Read other words first. */
export function takeSymbols(text: QuestionText, known: readonly string[]): string[] {
  const byUpper = new Map(known.map((symbol) => [symbol.toUpperCase().replace(/^\//, ''), symbol]));
  const isShouting = isAllCaps(text.written());
  const tokens = [...text.written().matchAll(TOKEN)].map(([token]) => token);
  const found = tokens.flatMap((token) => {
    const symbol = asSymbol(token, byUpper, isShouting);
    if (symbol !== undefined)
      text.take(
        new RegExp(`(?<![\\w$])(?:(?:on|in|with|for|of|trading) )?${escaped(token.toLowerCase())}(?:'s)?(?![\\w])`),
      );
    return symbol === undefined ? [] : [symbol];
  });
  return [...new Set(found)];
}

function asSymbol(token: string, known: ReadonlyMap<string, string>, isShouting: boolean): string | undefined {
  const upper = token.toUpperCase();
  const plain = token.toLowerCase();
  const isWrittenAsOne = token === upper && !isShouting;
  const spoken = SPOKEN_SYMBOLS[plain]?.find((symbol) => known.has(symbol));
  if (spoken) return spoken;
  if (known.has(upper)) {
    if (isWrittenAsOne) return upper === 'I' || upper === 'A' ? undefined : upper;
    return token.length > 1 && !isPlain(plain) ? upper : undefined;
  }
  const looksLikeOne = /^(?:[A-Z]{2,5}|[A-Z]{1,3}[FGHJKMNQUVXZ]\d{1,2})$/.test(token);
  return isWrittenAsOne && looksLikeOne && !NOT_SYMBOLS.has(token) && !(plain in MONTHS) && !(plain in WEEKDAYS)
    ? upper
    : undefined;
}

function isAllCaps(text: string): boolean {
  const words = text.match(/[A-Za-z]{3,}/g) ?? [];
  return words.length >= 3 && words.filter((word) => word === word.toUpperCase()).length > words.length * 0.6;
}

function lastQuoted({ written }: { written: string }): string {
  return written.slice(written.indexOf('"') + 1, -1);
}

function asWritten(name: string, known: readonly string[]): string {
  return known.find((other) => other.toLowerCase() === name.toLowerCase()) ?? name;
}
