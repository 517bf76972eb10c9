/** Traders' terms, found whichever way they were written. Passages and questions are read by the same table. */
import type { Span } from '@tradistry/protocol';
import { TERMS } from './trading-vocabulary.ts';

const PATTERNS = TERMS.map(({ id, plain, forms }) => ({
  id,
  plain,
  pattern: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${forms.map(toPattern).join('|')})(?![\p{L}\p{N}])`, 'iu'),
}));

function toPattern(form: string): string {
  const escaped = form.replace(/[.+?^${}()|[\]\\/]/g, String.raw`\$&`);
  return escaped.replaceAll('*', String.raw`[\p{L}]*`).replaceAll(' ', String.raw`[\s-]+`).replaceAll("'", "['’]?");
}

/** What of the table a text speaks of. */
export function termsIn(text: string): string[] {
  return PATTERNS.filter(({ pattern }) => pattern.test(text)).map(({ id }) => id);
}

/** Where a text speaks of one of these. */
export function placesOf(text: string, ids: readonly string[]): Span[] {
  return PATTERNS.filter(({ id }) => ids.includes(id)).flatMap(({ pattern }) =>
    [...text.matchAll(new RegExp(pattern, 'giu'))].map((match) => ({ start: match.index, length: match[0].length })),
  );
}

/** The text with its terms in plain words behind it, for the embedder: it has read little of traders' talk. */
export function inPlainWords(text: string): string {
  const plain = PATTERNS.filter(({ pattern }) => pattern.test(text)).map((found) => found.plain);
  return plain.length === 0 ? text : `${text} (${plain.slice(0, 4).join('; ')})`;
}
