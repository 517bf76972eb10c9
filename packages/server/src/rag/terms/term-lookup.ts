/** Finds forms of terms among a text's words: one look into a map for each word, however many terms there are. */
import type { Span } from '@tradistry/protocol';
import type { Word } from './read-words.ts';
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

type TermLookup = (words: readonly Word[]) => FoundTerm[];

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
  return (words) => {
    const found: FoundTerm[] = [];
    for (const [at, word] of words.entries())
      for (const { id, rest } of byFirst.get(word[by]) ?? []) {
        const last = words[findEnd({ words, by, rest }, at, 0)];
        if (last) found.push({ id, start: word.start, length: last.start + last.length - word.start });
      }
    return found;
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
  readonly rest: readonly Slot[];
}

/** Where the last word of a form stands of which all before the slot `nth` ends at `at`; -1: it is not there. */
function findEnd(read: Read, at: number, nth: number): number {
  const slot = read.rest[nth];
  if (slot === undefined) return at;
  if (slot === null) return findAfterGap(read, at, nth + 1);
  for (let next = at + 1; ; next++) {
    const word = read.words[next];
    if (word && slot.has(word[read.by])) return findEnd(read, next, nth + 1);
    if (!word?.little) return -1;
  }
}

function findAfterGap(read: Read, at: number, nth: number): number {
  for (let skipped = 0; skipped <= MOST_BETWEEN; skipped++) {
    const end = findEnd(read, at + skipped, nth);
    if (end >= 0) return end;
  }
  return -1;
}
