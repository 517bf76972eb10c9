/** Why a passage was found, for people: the words it shares with the query, and the sentence that has most of them. */
import type { Span } from '@tradistry/protocol';
import { stemWord } from './terms/stem-word.ts';
import { placesOf, termsIn } from './terms/trading-terms.ts';

const MOST_HIGHLIGHTS = 40;
const WORD = /[\p{L}\p{N}$&]+(?:['’.-][\p{L}\p{N}]+)*/gu;
/** Shared by everything. */
const LITTLE_WORDS = new Set(
  'a about all am an and any are as at be been but by can did do does for from had has have how i if in into is it its me my no not of on or our so that the their them then there they this to too up was we were what when where which who why will with would you your'.split(
    ' ',
  ),
);

export interface Match {
  readonly sentence: Span;
  /** In order, none over another. */
  readonly highlights: Span[];
}

/** Offsets are UTF-16 code units into `passage`. */
export function showMatch(passage: string, query: string): Match {
  const highlights = merge([...sharedWords(passage, query), ...placesOf(passage, termsIn(query))]).slice(
    0,
    MOST_HIGHLIGHTS,
  );
  const sentences = sentencesOf(passage);
  const counts = sentences.map((sentence) => highlights.filter((span) => isIn(span, sentence)).length);
  const best = counts.indexOf(Math.max(...counts));
  return { sentence: sentences[best] ?? { start: 0, length: passage.length }, highlights };
}

function sharedWords(passage: string, query: string): Span[] {
  const asked = new Set(wordsOf(query).map(({ stem }) => stem));
  return wordsOf(passage).flatMap(({ stem, span }) => (asked.has(stem) ? [span] : []));
}

function wordsOf(text: string): { stem: string; span: Span }[] {
  return [...text.matchAll(WORD)].flatMap((match) => {
    const word = match[0].toLowerCase();
    if (LITTLE_WORDS.has(word)) return [];
    return [{ stem: stemWord(word.replace(/['’]s$/u, '')), span: { start: match.index, length: match[0].length } }];
  });
}

function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.length - a.length)) {
    const last = merged.at(-1);
    if (last && span.start < last.start + last.length) {
      last.length = Math.max(last.length, span.start + span.length - last.start);
    } else merged.push({ ...span });
  }
  return merged;
}

function sentencesOf(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(/(?<=[.!?…]["')\]]*)\s+|\n+/gu)) {
    if (match.index > start) spans.push({ start, length: match.index - start });
    start = match.index + match[0].length;
  }
  return start < text.length ? [...spans, { start, length: text.length - start }] : spans;
}

function isIn(span: Span, sentence: Span): boolean {
  return span.start >= sentence.start && span.start < sentence.start + sentence.length;
}
