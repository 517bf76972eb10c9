/** Slips of the finger in traders' words are put right before a question is read: an embedder makes nothing of "avreaging". */
import { countSlips } from '../correct-spelling.ts';
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
/** Two words that are one slip apart are the same with some letter left out, if of each another one. */
const BY_SHORTENED = Map.groupBy(
  [...WORDS].flatMap((word) => shortened(word).map((short) => ({ short, word }))),
  ({ short }) => short,
);

export function correctTerms(text: string): string {
  return text.replace(WORD, (word) => {
    const lower = word.toLowerCase();
    return RIGHT.has(stemWord(lower)) ? word : (nearest(lower) ?? word);
  });
}

function nearest(word: string): string | undefined {
  const near = shortened(word).flatMap((short) => BY_SHORTENED.get(short) ?? []);
  return near.find((candidate) => candidate.word[0] === word[0] && countSlips(word, candidate.word) === 1)?.word;
}

/** The word itself, and what is left of it without each of its letters. */
function shortened(word: string): string[] {
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))];
}
