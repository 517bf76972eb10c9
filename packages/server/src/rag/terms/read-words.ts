/** A text's words in order, as terms are looked up among them. */
import type { Span } from '@tradistry/protocol';
import { NOT, stemWord } from './stem-word.ts';

export interface Word extends Span {
  /** In lower case, without "'s". */
  readonly plain: string;
  readonly stem: string;
  /** May stand between the words of a term: "moved [my] stop", "held [it] too long". */
  readonly little: boolean;
}

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;
const CONTRACTED_NOT =
  /^(?:do|does|did|is|was|were|are|ca|can|could|would|should|wo|has|have|had|must|need|ai)n['’]?t$/u;
/** "I'll", "Apple's", "traders'". */
const TAIL = /['’](?:m|ve|d|ll|re|s)?$/u;
const LITTLE = new Set(
  (
    'a an the my mine your his her its our their this that these those i me we us you he him she it they them of ' +
    'am is are was were be been being have has had do does did will would can could may might must shall should ' +
    'just so very really even also then now quite still'
  ).split(' '),
);

/** To be read once for all that is looked up in a text. */
export function readWords(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: written, index } of text.matchAll(WORD)) {
    const lower = written.toLowerCase();
    const plain = hasApostrophe(lower) ? lower.replace(TAIL, '').replace(/['’]/gu, '') : lower;
    // "Didn't" is "not" for who looks for what was not done.
    const stem = lower.endsWith('t') && CONTRACTED_NOT.test(lower) ? NOT : stemWord(plain);
    words.push({ plain, stem, little: LITTLE.has(plain), start: index, length: written.length });
  }
  return words;
}

function hasApostrophe(word: string): boolean {
  return word.includes("'") || word.includes('’');
}
