/** Citations in a model's text: a mark is held back until it is whole and resolves; one to nothing is never shown. */
import { CodeScanner } from './code-scanner.ts';

/** What a filter needs of its answer. */
export interface CitationFacts {
  /** All that went out so far: it begins with what stood there before this filter, and goes on with what `push` gave. */
  shownText(): string;
  resolves(n: number): boolean;
}

const NUMBERS = String.raw`\d{1,3}(?:[ \t]*[,;–-][ \t]*\d{1,3})*`;
/** `[2]`, `[1, 3]`, `[1-3]`, and as some models were taught: `【2】`, `【2†L1-L4】`. */
const MARK = new RegExp(String.raw`^(?:\[(${NUMBERS})\]|【(\d{1,3})(?:†[^】\n]{0,40})?】)`);
/** What may still become one. */
const BEGUN = /^(?:\[(?:\d[\d,;–\- \t]{0,43})?|【(?:\d[^】\n]{0,44})?)$/;
const MOST_IN_RANGE = 10;
/** As long as one may be while it is held back. */
const LONGEST = 46;

/** Text without `[` costs two searches and nothing else: it is on the path of every token. */
export class CitationFilter {
  readonly #facts: CitationFacts;
  readonly #code = new CodeScanner();
  #held = '';
  /** A mark after a blank went: the blanks after it go too. */
  #swallow = false;

  constructor(facts: CitationFacts) {
    this.#facts = facts;
  }

  /** What of the text can be shown now. */
  push(text: string): string {
    if (this.#held === '' && !this.#swallow && !text.includes('[') && !text.includes('【')) return text;
    const whole = this.#held + text;
    this.#held = '';
    return this.#read(whole);
  }

  /** What was held back, when nothing comes any more. `cut`: whoever goes on with the answer says it again. */
  end(cut: boolean): string {
    const left = cut ? '' : this.#held;
    this.#held = '';
    return left;
  }

  #read(text: string): string {
    const base = this.#facts.shownText();
    let out = '';
    let rest = text;
    for (;;) {
      if (this.#swallow) rest = rest.replace(/^[ \t]+/, '');
      this.#swallow &&= rest === '';
      const at = rest.search(/[[【]/);
      if (at < 0) return out + rest;
      out += rest.slice(0, at);
      rest = rest.slice(at);
      if (BEGUN.test(rest)) {
        this.#held = rest;
        return out;
      }
      const [mark, listed, taught] = MARK.exec(rest) ?? [];
      const numbers = listed ?? taught;
      const isMark = mark !== undefined && numbers !== undefined && mark.length <= LONGEST;
      const isCitation = isMark && !this.#code.endsInCode(base + out);
      const length = isMark ? mark.length : 1;
      out += isCitation ? this.#cite(base + out, numbers) : rest.slice(0, length);
      rest = rest.slice(length);
    }
  }

  /** The marks that resolve, each on its own. */
  #cite(before: string, numbers: string): string {
    const found = numbersOf(numbers).filter((n) => this.#facts.resolves(n));
    if (found.length === 0) this.#swallow = before === '' || /\s$/.test(before);
    return found.map((n) => `[${n}]`).join('');
  }
}

/** `1, 3-5` as 1 3 4 5. */
function numbersOf(text: string): number[] {
  return text.split(/[,;]/).flatMap((part) => {
    const [from = 0, to = from] = part.split(/[–-]/).map(Number);
    const length = Math.min(MOST_IN_RANGE, to - from + 1);
    return length < 1 ? [from] : Array.from({ length }, (_, index) => from + index);
  });
}
