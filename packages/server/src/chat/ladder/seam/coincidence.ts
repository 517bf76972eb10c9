/** How much must be said again to be a repetition, and not what happens to come next. */
import type { JoinMode } from '../continuation.ts';
import { startsWord, type Tail } from './tail.ts';
import { isLetter, type Shown } from './text.ts';

/** So many letters and digits are no coincidence, wherever they begin. */
const ANYWHERE = 16;
/** The same behind a sign that they are quoted. */
const QUOTED = 8;
/** The same where they begin with a word, at a place where one might be said twice. */
const FROM_A_WORD = { prefill: 10, instruction: 8 } as const;
/** The same where they are stuck to the word before, so that saying them twice makes no sense. */
const STUCK = { prefill: 4, instruction: 2 } as const;
/** The same where a space keeps them from the word before. */
const BEHIND_SPACE = { prefill: 4, instruction: 3 } as const;
const NEVER = Number.POSITIVE_INFINITY;
/** The same where all that is shown is said again: amid a sentence, behind one, where rows and items may be equal. */
const FROM_THE_BEGINNING = { amid: 2, sentence: 4, item: 8 } as const;
/** A row of a table or a file has fewer. */
const ROW = 40;
/** Words that are said twice on purpose. */
const SAID_TWICE = /^(?:that|had|very|so|no|long|bye)$/;

/** A word, and what may stand before one. */
const OPENED = /^[`*_\\<[("'«$€£@#~]*[\p{L}\d]/u;
/** No word begins with two of these. */
const NEVER_TWICE = /^[b-df-hjkmnp-tv-z]$/;

/** How the arriving text is read. */
export interface Hearing {
  readonly mode: JoinMode;
  /** What stands before it: a remark, or a sign that its first words are quoted. */
  readonly mark: 'none' | 'remark' | 'quotation';
  /** That is no part of the answer, whatever follows. */
  readonly sure: boolean;
  /** The white space it begins with. */
  readonly space: string;
}

/** Whether the shown text from `at` on, said again, is a repetition. */
export function isNoCoincidence(shown: Shown, tail: Tail, hearing: Hearing & { at: number }): boolean {
  const { at, mode, mark, sure } = hearing;
  const { unit, words = 0 } = tail.solidAt(at) ?? {};
  // Where nobody had to be told to go on, a row that comes twice is two equal rows.
  const isRow = at > 0 && at === tail.lastLine && words < ROW && startsLine(shown, hearing);
  if (isRow && mode === 'prefill' && mark === 'none') return false;
  // As it is with the end of the row above.
  if (unit === '|' && at < tail.lastLine && words === tail.solidAt(tail.lastLine)?.words) return false;
  if (words >= (mark === 'quotation' ? QUOTED : ANYWHERE)) return true;
  return (mark !== 'quotation' || sure) && startsWord(tail, at) && words >= leastFromWord(shown, tail, hearing);
}

/** How many letters and digits it takes from the beginning of a word. */
function leastFromWord(shown: Shown, tail: Tail, hearing: Hearing & { at: number }): number {
  const { at, space, mark } = hearing;
  const { space: before = '', letters = 0 } = tail.solidAt(at) ?? {};
  const stuck = shown.space === '';
  const fromLine = before.includes('\n');
  // Who makes remarks writes a new message, however it was asked.
  const mode = mark === 'remark' ? 'instruction' : hearing.mode;
  if (shown.midLine && !shown.inCode && isOpenCitation(tail.text.slice(at), mode)) return 0;
  if (fromLine && isNumbered(shown, tail, hearing)) return 0;
  if (fromLine && shown.midLine && /^[ \t]{2,}$/.test(space) && before.endsWith(space)) return 1;
  if (fromLine && space !== ' ' && isMarker(shown, tail, hearing))
    return letters === 0 && mode === 'prefill' ? NEVER : 0;
  if (at === 0 && space !== ' ') return letters < 2 ? NEVER : leastOfAll(shown, tail, hearing);
  // A model that begins with a space says a new word; a new line may be nothing but a bad habit.
  if (stuck && space !== '' && mode === 'prefill') return NEVER;
  if (stuck && space === ' ') return /[.!?]/.test(shown.last) ? FROM_A_WORD.instruction : NEVER;
  if (startsLine(shown, hearing) && fromLine) return mode === 'prefill' ? NEVER : FROM_A_WORD.instruction;
  // Cells and items of a list may well be equal.
  if (at <= tail.lastBar || /[,;|]/.test(shown.last)) return NEVER;
  return stuck ? leastWhereStuck(shown, tail, { at, mode }) : leastBehindSpace(shown, tail, { at, mode });
}

/** Nobody who was to go on says everything again by chance. */
function leastOfAll(shown: Shown, { lastLine }: Tail, hearing: Hearing): number {
  if (lastLine > 0) return FROM_THE_BEGINNING.amid;
  if (startsLine(shown, hearing) || /[,;|]/.test(shown.last)) return FROM_THE_BEGINNING.item;
  return /[.!?]/.test(shown.last) ? FROM_THE_BEGINNING.sentence : FROM_THE_BEGINNING.amid;
}

interface Start {
  readonly at: number;
  readonly mode: JoinMode;
}

function leastWhereStuck({ closed, last }: Shown, { text, solidAt }: Tail, { at, mode }: Start): number {
  const said = text.slice(at);
  if (/^https?:/.test(said)) return STUCK[mode];
  // A sum within a sum: "$1,2" and "$1,284.50".
  if (/^[$€£]\d[\d.,]*$/.test(said)) return 1;
  if (!closed) return FROM_A_WORD[mode];
  if ((solidAt(at)?.letters ?? 0) >= 2) return OPENED.test(said) ? STUCK[mode] : FROM_A_WORD[mode];
  if (mode === 'instruction' && said === last && NEVER_TWICE.test(said)) return 1;
  // "1,28" and "1,284.50", but not "1000" and "1000".
  const isFigure = /^[-+$€£]?\d/.test(said) && said.length >= 4 && new Set(said).size >= 3;
  return isFigure && (mode === 'instruction' || /[.,:-]/.test(said)) ? 3 : NEVER;
}

function leastBehindSpace({ midLine, last }: Shown, { text, lastWord }: Tail, { at, mode }: Start): number {
  const oneWord = at >= lastWord;
  if (!midLine || !(isLetter(last) || last === ':') || (mode === 'prefill' && !oneWord)) return FROM_A_WORD[mode];
  return oneWord && SAID_TWICE.test(text.slice(at)) ? NEVER : BEHIND_SPACE[mode];
}

/** Whether the arriving text begins a line. */
function startsLine({ midLine }: Shown, { space }: Hearing): boolean {
  return !midLine || space.includes('\n');
}

/** "[1" and "[1]": what was opened is not opened again. */
function isOpenCitation(said: string, mode: JoinMode): boolean {
  return /^\[\d[\d,]*$/.test(said) || (said === '[' && mode === 'instruction');
}

/** Whether an item of a numbered list begins at `at`, and is said again from its number on. */
function isNumbered(shown: Shown, { text, solidAt }: Tail, hearing: Hearing & { at: number }): boolean {
  const { at } = hearing;
  const number = /^\d{1,3}[.)]/.exec(text.slice(at, at + 4))?.[0];
  if (number === undefined || shown.inCode || !shown.midLine) return false;
  const next = solidAt(at + number.length);
  // Of items that begin with a line, two may be equal.
  return next ? next.space === ' ' && !startsLine(shown, hearing) : true;
}

/** Whether the line that begins at `at` begins in a way in which nothing goes on within a line. */
function isMarker(shown: Shown, { solidAt }: Tail, hearing: Hearing & { at: number }): boolean {
  const { unit = '', letters = 0 } = solidAt(hearing.at) ?? {};
  const next = solidAt(hearing.at + 1);
  const spaced = next ? next.space === ' ' || next.unit === unit : shown.space === ' ';
  if (shown.inCode || !spaced) return false;
  if (startsLine(shown, hearing)) return unit === '#' && letters >= 4;
  // Behind a cell the bar of the next one is due.
  if (unit === '|') return letters > 0 && (shown.last === '|' || shown.space === '');
  return /[-*+>#]/.test(unit);
}
