/** Slips of the finger in traders' words are put right before a question is read: an embedder makes nothing of "avreaging". */
import { EVERYDAY_WORDS } from './everyday-words.ts';
import { INSTRUMENT_NAMES } from './instruments.ts';
import { stemWord } from './stem-word.ts';
import { TERMS } from './vocabulary.ts';

/** Shorter ones are too easily another word. */
const LEAST_LETTERS = 5;
const WORD = /(?<![\p{L}\p{N}])[a-z]{5,}(?![\p{L}\p{N}])/giu;

const WORDS = new Set(
  [...TERMS.flatMap(({ forms }) => forms), ...INSTRUMENT_NAMES.map(([, name]) => name)]
    .flatMap((form) => form.split(/[^a-z]+/u))
    .filter((word) => word.length >= LEAST_LETTERS),
);
const RIGHT = new Set([...WORDS, ...EVERYDAY_WORDS].map(stemWord));
/** The longer first: what is left out most often is a letter. */
const BY_LETTER = Map.groupBy(
  [...WORDS].sort((one, other) => other.length - one.length),
  ([first]) => first,
);

export function correctTerms(text: string): string {
  return text.replace(WORD, (word) => {
    const lower = word.toLowerCase();
    return RIGHT.has(stemWord(lower)) ? word : (nearest(lower) ?? word);
  });
}

/** Hardly anybody mistakes a word's first letter. */
function nearest(word: string): string | undefined {
  const [first] = word;
  return BY_LETTER.get(first)?.find((candidate) => isOneSlip(word, candidate));
}

/** `countSlips` of the two is 1: of what is left between their common beginning and end, told without counting. */
function isOneSlip(a: string, b: string): boolean {
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let behind = 0;
  while (behind < Math.min(a.length, b.length) - from && a.at(-1 - behind) === b.at(-1 - behind)) behind++;
  const [left, right] = [a.slice(from, a.length - behind), b.slice(from, b.length - behind)];
  if (left.length === 2 && right.length === 2) return left[0] === right[1] && left[1] === right[0];
  return left.length <= 1 && right.length <= 1 && left !== right;
}
