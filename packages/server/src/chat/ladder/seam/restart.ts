/** Whether the arriving text says again what is shown from some place on, unit by unit; and whether it then says something else. */
import { fold, isDigit, isSpace, isWord, type Shown } from './text.ts';

/** So many letters and digits alike, and it is the same text said again. */
const ALIKE = 14;
/** The same where a new sentence, item or row may well begin like another one. */
const ALIKE_AT_PAUSE = 40;
/** The same where the heading was among them. */
const ALIKE_WITH_HEADING = 4;
/** The same where the shown text was said again to its end, but for figures. */
const ALIKE_TO_THE_END = 8;

/** One reading of the arriving text as a repetition. */
export interface Restart {
  /** `complete`: all that is shown was said again; `other`: it is no repetition; `contradicts`: it is one that says something else. */
  readonly state: 'alive' | 'complete' | 'contradicts' | 'other';
  /** Alive, and long enough to be no coincidence. */
  readonly sure: boolean;
  /** How many units were said again. */
  readonly units: number;
  /** Takes a folded unit that is no white space; `spaced`: it comes after some. */
  next(unit: string, spaced: boolean): void;
  /** No more will come. */
  end(): void;
}

/** Reads the arriving text as `shown.text` from `start` on, whatever the white space. `atPause`: it comes where a new sentence, item or row may begin. */
export function createRestart(shown: Shown, { start, atPause }: { start: number; atPause: boolean }): Restart {
  const { text } = shown;
  const end = text.length - shown.space.length;
  const headingEnd = text.startsWith('#') && start === 0 ? text.indexOf('\n') : -1;
  let state: Restart['state'] = 'alive';
  let at = start;
  let units = 0;
  let alike = 0;
  let previous = '';
  /** A figure was another one. */
  let differs = false;
  /** Within such a figure. */
  let inFigure = false;
  /** All that was alike is one word with figures: of order numbers and symbols of options many begin alike. */
  let isName = false;
  let isOneWord = true;

  const isSure = () => {
    if (isName && isOneWord) return false;
    if (headingEnd >= 0 && at > headingEnd) return alike >= ALIKE_WITH_HEADING;
    return alike >= (atPause ? ALIKE_AT_PAUSE : ALIKE);
  };
  const afterAll = () => {
    if (!differs) return 'complete';
    return isSure() || (alike >= ALIKE_TO_THE_END && !atPause) ? 'contradicts' : 'other';
  };
  const advance = (unit: string) => {
    at += 1;
    units += 1;
    if (isWord(unit)) alike += 1;
    if (isDigit(unit)) isName = true;
    previous = unit;
    while (at < end && isSpace(text.charAt(at))) {
      isOneWord = false;
      at += 1;
    }
    if (differs && isSure()) state = 'contradicts';
  };
  /** Where both have figures, and other ones. */
  const isOtherFigure = (unit: string, spaced: boolean) => {
    const due = text.charAt(at);
    if (alike === 0 || unit === fold(due)) return false;
    const goesOn = isDigit(unit) && !spaced && isDigit(previous);
    const wentOn = isDigit(due) && isDigit(text.charAt(at - 1));
    return goesOn || wentOn || (isDigit(unit) && isDigit(due));
  };
  const skipFigure = () => {
    differs = true;
    inFigure = true;
    while (at < end && isFigure(text.charAt(at))) at += 1;
    while (at < end && isSpace(text.charAt(at))) at += 1;
  };

  return {
    get state() {
      return state;
    },
    get sure() {
      return state === 'alive' && isSure();
    },
    get units() {
      return units;
    },
    next(unit, spaced) {
      if (state !== 'alive') return;
      if (spaced) inFigure = false;
      if (at < end && !inFigure && isOtherFigure(unit, spaced)) skipFigure();
      if (inFigure && isFigure(unit)) return;
      inFigure = false;
      if (at >= end) state = afterAll();
      else if (unit === fold(text.charAt(at))) advance(unit);
      else state = isSure() ? 'contradicts' : 'other';
    },
    end() {
      if (state === 'alive' && at >= end) state = afterAll();
    },
  };
}

function isFigure(unit: string): boolean {
  return /^[\d.,]/.test(unit);
}
