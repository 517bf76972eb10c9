/** The answer of the fault server, cut at each of its places and gone on with in each way: it is whole again, to the character. */
import { describe, expect, test } from 'vitest';
import { added } from '../../../testing/add-by-seam.ts';
import { ANSWER, OTHER_ANSWER, offsetOf, type Position } from '../../../testing/fault-server/document.ts';
import { ModelFailure } from '../../model-ports.ts';

const BOTH = ['prefill', 'instruction'] as const;

describe('the answer of the fault server', () => {
  const before = (text: string, mark: string) => text.lastIndexOf(mark, text.length - 2) + 1;
  const places: Position[] = ['prose', 'word', 'number', 'list', 'emoji', 'table', 'code'];
  const kinds: Record<string, (kept: number) => string> = {
    exact: (kept) => ANSWER.slice(kept),
    repeats: (kept) => ANSWER.slice(Math.max(0, kept - 60)),
    'repeats the line': (kept) => ANSWER.slice(before(ANSWER.slice(0, kept), '\n')),
    'repeats the word': (kept) => ANSWER.slice(before(ANSWER.slice(0, kept), ' ')),
    restarts: () => ANSWER,
    'restarts with a remark': () => `Here is the complete answer:\n\n${ANSWER}`,
    'begins with a remark': (kept) => `Sure, continuing from where I left off:\n\n${ANSWER.slice(kept)}`,
    'begins with a space': (kept) => ` ${ANSWER.slice(kept).trimStart()}`,
    'without the space that is due': (kept) => ANSWER.slice(kept).trimStart(),
    'within a fence': (kept) => `\`\`\`markdown\n${ANSWER.slice(kept)}\`\`\``,
    'with the last words quoted': (kept) => `…${ANSWER.slice(Math.max(0, kept - 20))}`,
  };
  // A shown text does not end in half a pair.
  const keptAt = (place: Position) => offsetOf(place) - (place === 'emoji' ? 1 : 0);
  const cases = Object.entries(kinds).flatMap(([kind, toText]) =>
    places
      // "over trading" could be right as well.
      .filter((place) => kind !== 'begins with a space' || place !== 'word')
      .map((place) => ({ kind, place, kept: keptAt(place), arrives: toText(keptAt(place)) })),
  );
  for (const mode of BOTH) {
    test.each(cases)(`${mode}: $kind, amid the $place`, ({ kept, arrives }) => {
      for (const size of [1, 6, arrives.length])
        expect(added(ANSWER.slice(0, kept), arrives, { mode, size })).toBe(ANSWER.slice(kept));
    });
  }
  test.each(places)('another answer is not joined to it, amid the %s', (place) => {
    for (const mode of BOTH)
      expect(() => added(ANSWER.slice(0, keptAt(place)), OTHER_ANSWER, { mode })).toThrow(ModelFailure);
  });
});
