/** Filters on the trade itself: side, asset class, outcome, size of the result; fee basis and unit. */
import type { FeeBasis, Outcome, Side, TradeFilters, TradeUnit } from '@tradistry/protocol';
import { ASSET_WORDS } from './lexicon.ts';
import type { QuestionText } from './question-text.ts';

const GROSS =
  /\b(?:before|without|excluding|ex|ignoring|not counting|exclusive of|w\/o) (?:any |the |all |my )?(?:trading )?(?:fees?|commissions?|costs)(?: (?:and|or|&) (?:fees?|commissions?|costs))?\b|\bgross\b(?! (?:and|vs\.?|versus|or) net)(?<!net (?:and|vs|versus|or) gross)|\bfee[- ]free\b/;
const NET =
  /\b(?:after|including|net of|incl\.?|inclusive of|with|less|minus) (?:any |the |all |my )?(?:trading )?(?:fees?|commissions?|costs)(?: (?:and|or|&) (?:fees?|commissions?|costs))?\b|\bnet\b(?! (?:and|vs\.?|versus|or|\/) gross)(?! p&l| pnl| p\/l| profit| result| gain)/;

/** Takes "before fees", "after commissions", "gross", "net". */
export function takeFeeBasis(text: QuestionText): FeeBasis | null {
  if (text.take(GROSS)) return 'gross';
  return text.take(NET) ? 'net' : null;
}

const UNITS: readonly (readonly [RegExp, TradeUnit])[] = [
  [
    /\b(?:by|per|in|as|for each|each) (?:matched )?(?:pairs?|lots?)\b|\b(?:by|per) matched (?:lot|pair)s?\b|\bpair(?:ed|wise)\b|\bmatched (?:lots|pairs)\b/,
    'pair',
  ],
  [/\b(?:by|as|in) (?:option )?(?:spreads?|multi-?leg strateg(?:y|ies)|strategy unit)\b|\bunit strategy\b/, 'strategy'],
  [/\b(?:by|as|in) (?:round[- ]trips?|(?:whole |full )?trades?)\b|\bflat[- ]to[- ]flat\b|\bround trips?\b/, 'trade'],
];

/** Takes "by pair", "per matched lot", "by trade", "flat to flat". */
export function takeUnit(text: QuestionText): TradeUnit | null {
  for (const [pattern, unit] of UNITS) if (text.take(pattern)) return unit;
  return null;
}

const SIDES: readonly (readonly [RegExp, Side])[] = [
  [
    /\b(?:(?:on|for|with|of|in|from|my|the|only|just|all|when|i'm|i|am|go|going|being|take|taking|buying) )*(?<!\bhow )(?<!\bas )(?<!\bso )(?<!\btoo )(?:longs\b|long\b(?! do| did| have| are| is| term|-term))(?: (?:trades?|positions?|side|only))?/,
    'long',
  ],
  [
    /\b(?:(?:on|for|with|of|in|from|my|the|only|just|all|when|i'm|i|am|go|going|being|take|taking) )*short(?:s|ing|ed)?\b(?: (?:trades?|positions?|side|only|selling|sales?))?(?! term|-term)/,
    'short',
  ],
];
const OUTCOMES: readonly (readonly [RegExp, Outcome])[] = [
  [
    /\b(?:(?:on|for|with|of|in|from|among|my|the|only|just|all) )*(?:winners|winning trades?|wins|profitable trades|green trades)(?: only)?\b|\b(?:with|at) an? (?:profit|gain|win)\b(?! factor| of| over| above| rate)/,
    'win',
  ],
  [
    /\b(?:(?:on|for|with|of|in|from|among|my|the|only|just|all) )*(?:losers|losing trades?|losses|red trades)(?: only)?\b|\b(?:with|at) (?:an? )?loss\b(?! of| over| above)/,
    'loss',
  ],
  [
    /\b(?:(?:on|for|with|of|in|from|among|my|the|only|just|all) )*(?:break-?evens?|scratch(?:es|ed)?)(?: trades?)?(?: only)?\b/,
    'break_even',
  ],
];

/** Takes sides, asset classes, outcomes and amounts. */
export function takeThings(text: QuestionText): TradeFilters {
  const amounts = takeAmounts(text);
  const sides = takeValues(text, SIDES);
  const assets = takeValues(text, ASSET_WORDS);
  const outcomes = takeValues(text, OUTCOMES);
  return {
    ...amounts,
    // Both of them limit nothing.
    ...(sides.length === 1 && { sides }),
    ...(assets.length > 0 && { asset_classes: assets }),
    ...(outcomes.length > 0 && { outcomes }),
  };
}

function takeValues<T>(text: QuestionText, table: readonly (readonly [RegExp, T])[]): T[] {
  return table.flatMap(([pattern, value]) => (text.take(pattern) ? [value] : []));
}

// Minutes, shares and percents are no money.
const AMOUNT = String.raw`\$? ?(\d[\d,]*(?:\.\d{1,2})?)(k)?(?![\w.%])(?! ?(?:min|hour|hr|sec|day|week|month|share|contract|lot|percent|point|tick|time|trade|r\b))`;
const ABOVE = '(?:over|above|more than|bigger than|larger than|greater than|at least|exceeding|better than)';
const LOST_MORE = new RegExp(
  String.raw`\b(?:(?:trades? )?(?:that |which |where i |i )?(?:lost|losing|losses|losers|loss)(?: trades?)?(?: of)?) ${ABOVE} ${AMOUNT}\b`,
);
const WON_MORE = new RegExp(
  String.raw`\b(?:trades?|wins?|winners?|made|gains?|won|profits?)(?: (?:that|which|with|made|of|a|profit|gain))* ${ABOVE} ${AMOUNT}\b`,
);

function takeAmounts(text: QuestionText): TradeFilters {
  const lost = text.take(LOST_MORE);
  if (lost) return { max_pnl: `-${toAmount(lost.groups)}` };
  const won = text.take(WON_MORE);
  return won ? { min_pnl: toAmount(won.groups) } : {};
}

function toAmount(groups: readonly (string | undefined)[]): string {
  const digits = (groups[1] ?? '0').replaceAll(',', '').slice(0, 15);
  return groups[2] ? String(Number(digits) * 1000) : digits;
}
