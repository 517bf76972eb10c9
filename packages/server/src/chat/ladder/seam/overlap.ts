/** Finds the last words of the shown text at the beginning of the arriving one: as many as are there, where they are no coincidence. */
import { type Hearing, isNoCoincidence } from './coincidence.ts';
import type { Tail } from './tail.ts';
import { isWord, type Shown } from './text.ts';

/** A repetition by chance is not preceded by more of the same. */
const MORE_OF_THE_SAME = 8;

/** One reading of the arriving text as a repetition of the end. */
export interface Overlap {
  /** False: it is decided. */
  readonly alive: boolean;
  /** How many units are repeated; 0: none. */
  readonly units: number;
  /** Takes a folded unit that is no white space; `spaced`: it comes after some. */
  next(unit: string, spaced: boolean): void;
  /** No more will come. */
  end(): void;
}

/** Longer repetitions are preferred, so it is alive while one may still be going on. */
export function createOverlap(shown: Shown, tail: Tail, hearing: Hearing): Overlap {
  const starts: number[] = [];
  for (let at = 0; at < tail.text.length; at += 1)
    if (isNoCoincidence(shown, tail, { ...hearing, at })) starts.push(at);
  let heard = '';
  const stuck = new Set<number>();
  let candidate = 0;
  let alive = starts.length > 0;
  let units = 0;

  const isRepetition = (at: number) => {
    const length = tail.text.length - at;
    if (!heard.startsWith(tail.text.slice(at)) || repeatsItself(shown, tail, at)) return false;
    // A word that goes on where the shown one has ended is another word.
    return shown.space === '' || !stuck.has(length) || !isWord(heard.charAt(length));
  };
  const decide = () => {
    alive = false;
    const found = starts.find(isRepetition);
    units = found === undefined ? 0 : tail.text.length - found;
  };

  return {
    get alive() {
      return alive;
    },
    get units() {
      return units;
    },
    next(unit, spaced) {
      if (!alive) return;
      if (!spaced) stuck.add(heard.length);
      heard += unit;
      const at = starts[candidate] ?? 0;
      if (tail.text[at + heard.length - 1] === unit) return;
      do candidate += 1;
      while (candidate < starts.length && !tail.text.startsWith(heard, starts[candidate]));
      if (candidate === starts.length) decide();
    },
    end() {
      if (alive) decide();
    },
  };
}

/** Rows, cells and words that are there several times may come once more. */
function repeatsItself({ midLine }: Shown, { text, lastLine, periods }: Tail, at: number): boolean {
  const repeated = text.slice(at);
  const before = text.slice(0, at);
  const period = periods[at] ?? repeated.length;
  if (period * 2 <= repeated.length || before.endsWith(repeated.slice(0, period))) return true;
  if (repeated.length > MORE_OF_THE_SAME && before.endsWith(repeated.slice(-MORE_OF_THE_SAME))) return true;
  return midLine && at < lastLine && before.endsWith(text.slice(lastLine));
}
