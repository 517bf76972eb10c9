/** Finds forms of terms among a text's words: one look into a map for each word, however many terms there are. */
import type { Span } from '@tradistry/protocol';
import { readWords, type Word } from './read-words.ts';
import { stemWord } from './stem-word.ts';

/** So many words may stand where a form has "..". */
const MOST_BETWEEN = 3;
/** Of a form these say nothing: a text may have them anywhere. */
const UNSAID = new Set(['a', 'an', 'the', 'my', 'of']);

interface FoundTerm extends Span {
  readonly id: string;
}

/** `null`: a few words, whichever. */
type Slot = ReadonlySet<string> | null;

interface Form {
  readonly id: string;
  /** What comes after the word by which it is looked up. */
  readonly rest: readonly Slot[];
}

/** How words are compared. */
type By = 'stem' | 'plain';

type TermLookup = (text: string) => FoundTerm[];

/**
 * Pairs of an id and a form: "move|widen stop" for either word, "add .. loser" for some words between. Words are compared by
 * their stems; names are as they are written, but for capitals.
 */
export function createTermLookup(forms: Iterable<readonly [id: string, form: string]>, by: By = 'stem'): TermLookup {
  const byFirst = new Map<string, Form[]>();
  for (const [id, form] of forms) {
    const [first, ...rest] = slotsOf(form, by);
    for (const stem of first ?? []) byFirst.set(stem, [...(byFirst.get(stem) ?? []), { id, rest }]);
  }
  return (text) => {
    const words = readWords(text);
    return words.flatMap((word, at) =>
      (byFirst.get(word[by]) ?? []).flatMap(({ id, rest }) => {
        const last = words[findEnd({ words, by }, at, rest)];
        return last ? [{ id, start: word.start, length: last.start + last.length - word.start }] : [];
      }),
    );
  };
}

function slotsOf(form: string, by: By): Slot[] {
  return form
    .split(/[\s-]+/u)
    .filter((word) => word !== '' && !UNSAID.has(word))
    .map((word) =>
      word === '..' ? null : new Set(word.split('|').map((either) => (by === 'stem' ? stemWord(either) : either))),
    );
}

interface Read {
  readonly words: readonly Word[];
  readonly by: By;
}

/** Where the last word of a form stands whose first stands at `at`; -1: it is not there. */
function findEnd(read: Read, at: number, rest: readonly Slot[]): number {
  const [slot, ...more] = rest;
  if (slot === undefined) return at;
  if (slot === null) return findAfterGap(read, at, more);
  for (let next = at + 1; ; next++) {
    const word = read.words[next];
    if (word && slot.has(word[read.by])) return findEnd(read, next, more);
    if (!word?.little) return -1;
  }
}

function findAfterGap(read: Read, at: number, rest: readonly Slot[]): number {
  for (let skipped = 0; skipped <= MOST_BETWEEN; skipped++) {
    const end = findEnd(read, at + skipped, rest);
    if (end >= 0) return end;
  }
  return -1;
}
