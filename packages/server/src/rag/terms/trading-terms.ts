/** Traders' terms and the things they trade, found whichever way they were written. Passages and questions are read by the same tables. */
import type { Span } from '@tradistry/protocol';
import { firstSymbolOf, INSTRUMENT_NAMES, isSymbol } from './instruments.ts';
import { readWords, type Word } from './read-words.ts';
import { createTermLookup } from './term-lookup.ts';
import { TERMS } from './vocabulary.ts';

/** More would hide what the text itself says. */
const MOST_PLAIN = 4;
const PLAIN = new Map(TERMS.map(({ id, plain }) => [id, plain]));

const find = createTermLookup(TERMS.flatMap(({ id, forms }) => forms.map((form): [string, string] => [id, form])));
const findNames = createTermLookup(INSTRUMENT_NAMES, 'plain');
const CAPITALS = /(?<![\p{L}\p{N}])[A-Z][A-Z0-9]+(?![\p{L}\p{N}])/gu;

/** What of the tables a text speaks of. */
export function termsIn(text: string): string[] {
  return termsAmong(readWords(text));
}

/** The first symbols of the things that a text names, or calls by a symbol in capitals. */
export function instrumentsIn(text: string): string[] {
  return instrumentsAmong(readWords(text), text);
}

/** Both, for texts that may be long. */
export function subjectsOf(text: string): { terms: string[]; instruments: string[] } {
  const words = readWords(text);
  return { terms: termsAmong(words), instruments: instrumentsAmong(words, text) };
}

/** Where a text speaks of one of these. */
export function placesOf(text: string, ids: readonly string[]): Span[] {
  return find(readWords(text)).flatMap(({ id, start, length }) => (ids.includes(id) ? [{ start, length }] : []));
}

/** The text with its terms in plain words behind it, for the embedder: it has read little of traders' talk. */
export function inPlainWords(text: string): string {
  const plain = termsIn(text).flatMap((id) => PLAIN.get(id) ?? []);
  return plain.length === 0 ? text : `${text} (${plain.slice(0, MOST_PLAIN).join('; ')})`;
}

function termsAmong(words: readonly Word[]): string[] {
  return [...new Set(find(words).map(({ id }) => id))];
}

function instrumentsAmong(words: readonly Word[], text: string): string[] {
  const written = (text.match(CAPITALS) ?? []).filter(isSymbol);
  return [...new Set([...findNames(words).map(({ id }) => id), ...written.map(firstSymbolOf)])];
}
