/** What a word that nobody wrote may have meant: one of the user's own that is a slip or two away. */
import type { NearWord } from './passage-ports.ts';

/** So long a word may have two slips. */
const LONG = 8;

/** The nearest of each, at most one slip away, two in a long word. */
export function correctSpelling(near: readonly NearWord[]): string[] {
  const best = new Map<string, { word: string; slips: number }>();
  for (const { asked, word } of near) {
    const most = asked.length >= LONG ? 2 : 1;
    if (Math.abs(asked.length - word.length) > most) continue;
    const slips = countSlips(asked, word);
    if (slips <= most && slips < (best.get(asked)?.slips ?? Number.POSITIVE_INFINITY)) best.set(asked, { word, slips });
  }
  return [...best.values()].map(({ word }) => word);
}

/** Letters added, left out or exchanged; two neighbours that changed places are one slip (Damerau's distance). */
export function countSlips(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, n) => n)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && i > 1 && j > 1;
      row.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + (same ? 0 : 1),
          swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(a.length, b.length);
}
