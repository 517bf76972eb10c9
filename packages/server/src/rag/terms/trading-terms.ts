/** Traders' terms and the things they trade, found whichever way they were written. Passages and questions are read by the same tables. */
import type { Span } from '@tradistry/protocol';
import { firstSymbolOf, INSTRUMENT_NAMES, isSymbol } from './instruments.ts';
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
  return [...new Set(find(text).map(({ id }) => id))];
}

/** The first symbols of the things that a text names, or calls by a symbol in capitals. */
export function instrumentsIn(text: string): string[] {
  const written = [...text.matchAll(CAPITALS)].map(([symbol]) => symbol).filter(isSymbol);
  return [...new Set([...findNames(text).map(({ id }) => id), ...written.map(firstSymbolOf)])];
}

/** Where a text speaks of one of these. */
export function placesOf(text: string, ids: readonly string[]): Span[] {
  return find(text).flatMap(({ id, start, length }) => (ids.includes(id) ? [{ start, length }] : []));
}

/** The text with its terms in plain words behind it, for the embedder: it has read little of traders' talk. */
export function inPlainWords(text: string): string {
  const plain = termsIn(text).flatMap((id) => PLAIN.get(id) ?? []);
  return plain.length === 0 ? text : `${text} (${plain.slice(0, MOST_PLAIN).join('; ')})`;
}
