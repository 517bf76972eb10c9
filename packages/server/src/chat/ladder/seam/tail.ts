/** The end of the shown text as it is compared: folded, without its white space. */
import { fold, isDigit, isLetter, isSpace, isWord, type Shown } from './text.ts';

/** So far back, in UTF-16 units, a repetition may begin; one of the whole text is a restart, whatever its length. */
export const TAIL_REACH = 8_000;

/** A unit that is no white space. */
interface Solid {
  readonly unit: string;
  /** The white space before it; a line end where the text begins. */
  readonly space: string;
  /** Letters and digits from here on, and the letters among them. */
  readonly words: number;
  readonly letters: number;
}

export interface Tail {
  readonly text: string;
  /** For each unit of `text`. */
  readonly solid: readonly Solid[];
  /** For each unit: the length of the shortest text that, repeated, makes up the text from there on. */
  readonly periods: readonly number[];
  /** Where the last line begins, and the last word; the last bar between cells. */
  readonly lastLine: number;
  readonly lastWord: number;
  readonly lastBar: number;
}

export function readTail({ text }: Shown): Tail {
  const from = Math.max(0, text.length - TAIL_REACH);
  const solid: Solid[] = [];
  let [words, letters] = [0, 0];
  for (let at = text.length - 1; at >= from; at -= 1) {
    const unit = fold(text.charAt(at));
    if (isSpace(unit)) continue;
    const spaceFrom = spaceBefore(text, at);
    const space = spaceFrom === 0 ? '\n' : text.slice(spaceFrom, at);
    if (isWord(unit)) words += 1;
    if (isLetter(unit)) letters += 1;
    solid.push({ unit, space, words, letters });
  }
  solid.reverse();
  const units = solid.map(({ unit }) => unit);
  return {
    text: units.join(''),
    solid,
    periods: toPeriods(units),
    lastLine: solid.findLastIndex(({ space }) => space.includes('\n')),
    lastWord: solid.findLastIndex(({ space }) => space !== ''),
    lastBar: solid.findLastIndex(({ unit }) => unit === '|'),
  };
}

/** Whether a word or a figure begins at `at`, or a mark before it. */
export function startsWord({ solid }: Tail, at: number): boolean {
  const { unit = '', space = '' } = solid[at] ?? {};
  if (space !== '') return true;
  if (at === 0) return false;
  const [beforeThat = '', before = ''] = [solid[at - 2]?.unit, solid[at - 1]?.unit];
  if (isDigit(unit) && /[.,]/.test(before) && isDigit(beforeThat)) return false;
  return !(isWord(before) && isWord(unit));
}

/** Knuth, Morris and Pratt's failure function, from the end: a border of a text is one of its mirror image as well. */
function toPeriods(units: readonly string[]): number[] {
  const mirrored = units.toReversed();
  const borders = [0];
  for (let at = 1, border = 0; at < mirrored.length; at += 1) {
    while (border > 0 && mirrored[at] !== mirrored[border]) border = borders[border - 1] ?? 0;
    if (mirrored[at] === mirrored[border]) border += 1;
    borders.push(border);
  }
  return borders.map((border, at) => at + 1 - border).reverse();
}

function spaceBefore(text: string, at: number): number {
  let from = at;
  while (from > 0 && isSpace(text.charAt(from - 1))) from -= 1;
  return from;
}
