/** The text of a question while it is read: readers take what they understand out of it, so that no word is read twice. */

import { CORRECTABLE, FILLER, PLAIN_WORDS } from './lexicon.ts';
import { WEAK_PNL } from './metric-phrases.ts';

/** What was taken: the whole match and its groups, in lower case, and the match as it was written. */
export interface Taken {
  readonly groups: readonly (string | undefined)[];
  readonly written: string;
  readonly index: number;
}

/** A question being read. */
export interface QuestionText {
  /** What nobody has taken yet, in lower case; what was taken is blank. */
  rest(): string;
  /** The same, as it was written. */
  written(): string;
  /** Takes the first match out of the text. */
  take(pattern: RegExp): Taken | null;
  /** Takes every match. */
  takeAll(pattern: RegExp): Taken[];
  has(pattern: RegExp): boolean;
}

/** Makes a question readable: straight quotes, one blank between words, no closing punctuation, obvious typos corrected. */
export function openQuestion(question: string): QuestionText {
  let written = ` ${correctTypos(tidy(question))} `;
  let lower = lowerSameLength(written);

  function take(pattern: RegExp): Taken | null {
    const match = pattern.exec(lower);
    if (!match || match[0].trim() === '') return null;
    const end = match.index + match[0].length;
    const taken = { groups: [...match], written: written.slice(match.index, end), index: match.index };
    const blank = ' '.repeat(match[0].length);
    lower = lower.slice(0, match.index) + blank + lower.slice(end);
    written = written.slice(0, match.index) + blank + written.slice(end);
    return taken;
  }

  return {
    rest: () => lower,
    written: () => written,
    take,
    takeAll(pattern) {
      const all: Taken[] = [];
      for (let taken = take(pattern); taken; taken = take(pattern)) all.push(taken);
      return all;
    },
    has: (pattern) => pattern.test(lower),
  };
}

const MOST_CHARACTERS = 500;

function tidy(question: string): string {
  return question
    .slice(0, MOST_CHARACTERS)
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2012-\u2015\u2212]/g, '-')
    .replace(/[?!;]+|\.+(?=\s|$)/g, ' ')
    .replace(/,(?=\s|$)/g, ' , ')
    .replace(/\s+/g, ' ')
    .trim();
}

// Positions in both texts must agree; a few letters (such as a dotted capital I) grow when lowered.
function lowerSameLength(text: string): string {
  return Array.from(text, (letter) =>
    letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter,
  ).join('');
}

function correctTypos(text: string): string {
  return text.replace(/\b[a-z]{5,}\b/gi, (word) => {
    const plain = word.toLowerCase();
    if (
      word === word.toUpperCase() ||
      CORRECTABLE.has(plain) ||
      FILLER.has(plain) ||
      PLAIN_WORDS.has(plain) ||
      WEAK_PNL.test(plain)
    )
      return word;
    return closest(plain) ?? word;
  });
}

// One slip of the finger in a word that is otherwise not to be mistaken.
function closest(word: string): string | undefined {
  for (const candidate of CORRECTABLE) if (candidate.length >= 6 && isOneSlip(word, candidate)) return candidate;
  return undefined;
}

/** True where one letter is wrong, missing, too much, or two neighbours are swapped; the first letter must be right. */
export function isOneSlip(word: string, right: string): boolean {
  if (word === right || word[0] !== right[0] || Math.abs(word.length - right.length) > 1) return false;
  // A plural or its singular is a word of its own, not a slip.
  if (`${word}s` === right || `${right}s` === word) return false;
  let start = 0;
  while (start < word.length && word[start] === right[start]) start++;
  const [a, b] = [word.slice(start), right.slice(start)];
  const isSwap = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
  return isSwap || a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1);
}
