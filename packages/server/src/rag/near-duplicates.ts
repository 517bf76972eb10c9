/** The same thing said twice takes a place only once. */

/** Of their words, so many in common. */
const SAME = 0.85;

/** The first `limit` of those that differ, in order. */
export function dropNearDuplicates<T extends { readonly text: string }>(passages: readonly T[], limit: number): T[] {
  const kept: { passage: T; words: ReadonlySet<string> }[] = [];
  for (const passage of passages) {
    if (kept.length === limit) break;
    const words = wordsOf(passage.text);
    if (!kept.some((other) => inCommon(words, other.words) > SAME)) kept.push({ passage, words });
  }
  return kept.map(({ passage }) => passage);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** Jaccard's measure. */
function inCommon(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = a.intersection(b).size;
  const all = a.size + b.size - both;
  return all === 0 ? 1 : both / all;
}
