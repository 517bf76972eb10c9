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

/** Numbers for its units are kept in typed arrays: when a provider dies, all that it was answering listen at once. */
export interface Tail {
  readonly text: string;
  /** The unit at a place in `text`. */
  solidAt(at: number): Solid | undefined;
  /** For each unit: the length of the shortest text that, repeated, makes up the text from there on. */
  readonly periods: Uint16Array;
  /** Where the last line begins, and the last word; the last bar between cells. */
  readonly lastLine: number;
  readonly lastWord: number;
  readonly lastBar: number;
}

export function readTail({ text: shown }: Shown): Tail {
  const places = readPlaces(shown);
  const text = Array.from(places, (place) => fold(shown.charAt(place))).join('');
  const words = countFromEnd(text, isWord);
  const letters = countFromEnd(text, isLetter);
  const spaceBefore = (at: number) => {
    const place = places[at] ?? 0;
    const from = at === 0 ? shown.slice(0, place).trimEnd().length : (places[at - 1] ?? 0) + 1;
    return from === 0 ? '\n' : shown.slice(from, place);
  };
  return {
    text,
    solidAt(at) {
      if (!(at >= 0 && at < text.length)) return undefined;
      return { unit: text.charAt(at), space: spaceBefore(at), words: words[at] ?? 0, letters: letters[at] ?? 0 };
    },
    periods: toPeriods(text),
    lastLine: lastAt(text, (at) => spaceBefore(at).includes('\n')),
    lastWord: lastAt(text, (at) => spaceBefore(at) !== ''),
    lastBar: text.lastIndexOf('|'),
  };
}

/** Where in what is shown the units are that are no white space. */
function readPlaces(shown: string): Uint32Array {
  const places = new Uint32Array(Math.min(shown.length, TAIL_REACH));
  let count = 0;
  for (let at = shown.length - places.length; at < shown.length; at += 1) {
    if (isSpace(shown.charAt(at))) continue;
    places[count] = at;
    count += 1;
  }
  return places.slice(0, count);
}

/** For each unit: how many from there on are of the kind. */
function countFromEnd(text: string, isOfKind: (unit: string) => boolean): Uint16Array {
  const counts = new Uint16Array(text.length);
  for (let at = text.length - 1, count = 0; at >= 0; at -= 1) {
    if (isOfKind(text.charAt(at))) count += 1;
    counts[at] = count;
  }
  return counts;
}

/** -1: there is none. */
function lastAt(text: string, isIt: (at: number) => boolean): number {
  let at = text.length - 1;
  while (at >= 0 && !isIt(at)) at -= 1;
  return at;
}

/** Whether a word or a figure begins at `at`, or a mark before it. */
export function startsWord({ text, solidAt }: Tail, at: number): boolean {
  const { unit = '', space = '' } = solidAt(at) ?? {};
  if (space !== '') return true;
  if (at === 0) return false;
  const [beforeThat, before] = [text.charAt(at - 2), text.charAt(at - 1)];
  if (isDigit(unit) && /[.,]/.test(before) && isDigit(beforeThat)) return false;
  return !(isWord(before) && isWord(unit));
}

/** Knuth, Morris and Pratt's failure function, from the end: a border of a text is one of its mirror image as well. */
function toPeriods(text: string): Uint16Array {
  const borders = new Uint16Array(text.length);
  const mirrored = (at: number) => text.charAt(text.length - 1 - at);
  for (let at = 1, border = 0; at < text.length; at += 1) {
    while (border > 0 && mirrored(at) !== mirrored(border)) border = borders[border - 1] ?? 0;
    if (mirrored(at) === mirrored(border)) border += 1;
    borders[at] = border;
  }
  return borders.map((border, at) => at + 1 - border).reverse();
}
