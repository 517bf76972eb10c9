/** What is left of a question when every reader has taken its words: nothing of weight, plain words, or what looks like a condition. */
import * as intents from './intent-phrases.ts';
import { CONDITION_WORDS, FILLER, HARMLESS, MONTHS, NUMBERS, WEEKDAYS } from './lexicon.ts';
import { WEAK_PNL } from './metric-phrases.ts';

/** What no reader took and what may matter. */
export interface Leftover {
  /** In the order of the question, in lower case but for names. */
  readonly words: readonly string[];
  /** Leaving them out would answer another question than the one that was asked. */
  readonly isCondition: boolean;
}

/** Whole phrases that limit nothing, though their words might. */
const HARMLESS_PHRASES: readonly RegExp[] = [
  // "Why am I not making money" is no condition.
  /\bwhy (?:[a-z]+n't|[a-z]+ (?:i|we|it) not)\b/,
  intents.OVERVIEW,
  intents.WHY,
  intents.WEAK_SPOTS,
  intents.POSITIONS,
  intents.DEFINE,
  WEAK_PNL,
  /\bwhen (?:do|am) i\b/,
  /\bi (?:do not|don't|cannot|can't) (?:know|understand|get|see|remember)\b/,
  /\bif (?:you|possible|any|i may|i (?:(?:had|have) )?(?:only|just) (?:traded?|took|taken|kept|did))\b/,
  /\bif i (?:had )?traded only\b/,
  /\b(?:more|less) or (?:less|more)\b/,
  /\bper (?:trade|pair|round trip)\b/,
  /\bnot sure\b/,
  /\b(?:best|worst|highest|lowest|biggest|largest|smallest|newest|latest) first\b/,
  /\bhow many (?:did|do|have|had) i (?:have|had|get|take|took|taken|make|made|do|done)(?: at most)?\b/,
  /\bhow many(?= (?:closed |my )?trades\b)/,
  /^ *how many *$/,
  /\bat all\b/,
  /\bone of\b/,
];

/** A condition in words that mean a figure elsewhere. */
const OPENS_CONDITION_ALONE =
  /\bwhen(?:ever)? (?:i|i'm|i am|i've|my) (?:have |had |am |was )?(?:w[io]n|los[a-z]*|up|down)\b/i;
/** A word at the head of an answer to the answer before. */
const OPENING = /^ (?:(?:yes|but)\b|no(?= ?,| (?:on|in|for|only|just|the)\b))/i;
/** "When", "while" and the like begin a condition where anything is left that was not read. */
const OPENS_CONDITION = /\b(?:when(?:ever)?|while|where|during|unless|once|as long as|in case|provided)\b/;
const CONDITION = new RegExp(`^(?:${CONDITION_WORDS})$`);
const WORD =
  /\b(?:(?:more|less|fewer|longer|shorter|better|worse|higher|lower|bigger|smaller) than|at least|at most|day trades?|(?:green|red|winning|losing|profitable|good|bad|best|worst) days?|all but|same day|(?:short|long|medium)[- ]term|how many)\b|[\p{L}\p{N}$%][\p{L}\p{N}$%'./:-]*/giu;

/** Looks at what is left; `written` is the same text as it was written, since names are known by their capitals. */
export function readLeftover(written: string): Leftover {
  const plain = withoutPhrases(written);
  const words = plain.match(WORD) ?? [];
  const isShouting = words.every((word) => word === word.toUpperCase());
  const first = written.match(WORD)?.[0];
  const isCondition = (word: string) =>
    isConditionWord(word.toLowerCase()) || (!isShouting && word !== first && isName(word));
  const unread = words.filter((word) => isCondition(word) || !isHarmless(word.toLowerCase()));
  const alone = OPENS_CONDITION_ALONE.exec(written.replace(/\s+/g, ' '))?.[0];
  const opens = unread.length > 0 && OPENS_CONDITION.test(plain.toLowerCase());
  return {
    words: unread.length > 0 || !alone ? unread : [alone],
    isCondition: opens || alone !== undefined || unread.some((word) => isCondition(word) || isScope(plain, word)),
  };
}

// "Win rate on semis", "P&L of revenge trades": which trades are meant, though not which those are.
function isScope(plain: string, word: string): boolean {
  const escaped = word.replace(/[.$*+?^()[\]{}|\\/]/g, '\\$&');
  return new RegExp(`\\b(?:on|in|for|of) (?:(?:my|the|an?|any|some|these|those) )?${escaped}(?![\\w'])`, 'i').test(
    plain,
  );
}

function withoutPhrases(written: string): string {
  return HARMLESS_PHRASES.reduce(
    (text, phrase) => text.replace(new RegExp(phrase.source, 'gi'), ' '),
    written.replace(OPENING, ' ').replace(/\s+/g, ' '),
  );
}

function isConditionWord(word: string): boolean {
  const plain = word.replace(/'s$/, '');
  return (
    /\d|%/.test(plain) ||
    / |n't$|^non-|^w\/o$/.test(plain) ||
    CONDITION.test(plain) ||
    (Object.hasOwn(NUMBERS, plain) && plain !== 'a' && plain !== 'one') ||
    (Object.hasOwn(MONTHS, plain) && plain !== 'may') ||
    Object.hasOwn(WEEKDAYS, plain.replace(/s$/, ''))
  );
}

function isName(word: string): boolean {
  return /^\p{Lu}/u.test(word) && !isHarmless(word.toLowerCase());
}

function isHarmless(word: string): boolean {
  const plain = word.replace(/^[.:/-]+|[.:/-]+$/g, '');
  return (
    plain === '' ||
    plain.length === 1 ||
    FILLER.has(plain) ||
    HARMLESS.has(plain) ||
    HARMLESS.has(plain.replace(/'s$/, ''))
  );
}
