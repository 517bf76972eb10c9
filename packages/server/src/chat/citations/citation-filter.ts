/** Citations in a model's text: a mark is held back until it is whole and resolves; one to nothing is never shown. */
import { createCodeScanner } from './code-scanner.ts';

export interface CitationFilter {
  /** What of the text can be shown now. */
  push(text: string): string;
  /** What was held back, when nothing comes any more. `cut`: whoever goes on with the answer says it again. */
  end(cut: boolean): string;
}

/** What a filter needs of its answer. */
export interface CitationFacts {
  /** All that went out so far: it begins with what stood there before this filter, and goes on with what `push` gave. */
  readonly shown: () => string;
  readonly resolves: (n: number) => boolean;
}

const NUMBERS = String.raw`\d{1,3}(?:[ \t]*[,;–-][ \t]*\d{1,3})*`;
/** `[2]`, `[1, 3]`, `[1-3]`, and as some models were taught: `【2】`, `【2†L1-L4】`. */
const MARK = new RegExp(String.raw`^(?:\[(${NUMBERS})\]|【(\d{1,3})(?:†[^】\n]{0,40})?】)`);
/** What may still become one. */
const BEGUN = /^(?:\[(?:\d[\d,;–\- \t]{0,43})?|【(?:\d[^】\n]{0,44})?)$/;
const MOST_IN_RANGE = 10;
/** As long as one may be while it is held back. */
const LONGEST = 46;

/** Blanks, and what may be a mark after them. */
const PLACE = /[ \t]{0,64}(?:[[【]|$)/;
/** What no blank stands before. */
const CLOSES = /^[.,;:!?…)\n]/;

/** Text without `[` or a blank at its end costs three looks and nothing else: it is on the path of every token. */
export function createCitationFilter({ shown, resolves }: CitationFacts): CitationFilter {
  const code = createCodeScanner();
  /** Blanks, then what may become a mark: where that goes, they may go as well. */
  let held = '';
  /** A mark went after these blanks: of them and those that come, one side is left. */
  let gone: string | null = null;

  /** What is left of the blanks before a mark that went, once it is known what comes after it. */
  const close = (text: string): string => {
    const rest = text.replace(/^[ \t]+/, '');
    if (gone === null) return text;
    if (rest === '') return '';
    const blanks = CLOSES.test(rest) ? '' : gone;
    gone = null;
    return blanks + rest;
  };

  const read = (text: string): string => {
    const base = shown();
    let out = '';
    for (let rest = text; ; ) {
      rest = close(rest);
      const at = rest.search(PLACE);
      const [blanks = ''] = /^[ \t]*/.exec(rest.slice(at)) ?? [];
      out += rest.slice(0, at);
      rest = rest.slice(at + blanks.length);
      if (rest === '' || BEGUN.test(rest)) {
        held = blanks + rest;
        return out;
      }
      const [mark, listed, taught] = MARK.exec(rest) ?? [];
      const numbers = listed ?? taught;
      const isMark = mark !== undefined && numbers !== undefined && mark.length <= LONGEST;
      const isCitation = isMark && !code.endsInCode(base + out + blanks);
      const marks = isCitation ? cite(numbers) : rest.slice(0, isMark ? mark.length : 1);
      const before = base + out;
      if (marks !== '') out += blanks + marks;
      else if (blanks !== '' || before === '' || /\s$/.test(before)) gone = blanks;
      rest = rest.slice(isMark ? mark.length : 1);
    }
  };

  /** The marks that resolve, each on its own. */
  const cite = (numbers: string) =>
    numbersOf(numbers)
      .filter(resolves)
      .map((n) => `[${n}]`)
      .join('');

  return {
    push(text) {
      const isPlain = !text.includes('[') && !text.includes('【') && !/[ \t]$/.test(text);
      if (held === '' && gone === null && isPlain) return text;
      const whole = held + text;
      held = '';
      return read(whole);
    },
    end(cut) {
      const left = cut ? (/^[ \t]*/.exec(held)?.[0] ?? '') : held;
      held = '';
      gone = null;
      return left;
    },
  };
}

/** `1, 3-5` as 1 3 4 5. */
function numbersOf(text: string): number[] {
  return text.split(/[,;]/).flatMap((part) => {
    const [from = 0, to = from] = part.split(/[–-]/).map(Number);
    const length = Math.min(MOST_IN_RANGE, to - from + 1);
    return length < 1 ? [from] : Array.from({ length }, (_, index) => from + index);
  });
}
