/** Takes the end of a wrapping off: the fence or the quotation mark that closes what a model put around its text. */
import type { Shown } from './text.ts';

/** Goes over the text after the seam; what could be the closing mark is held back until more comes. */
export interface Filter {
  push(text: string): string;
  end(): string;
}

/** A fence begins so early in its line. */
const FENCE_WITHIN = 40;

export type Wrapper = 'fence' | 'quote';

export function unwrap(shown: Shown, wrapper: Wrapper): Filter {
  return wrapper === 'fence' ? unfence(shown.inCode) : unquote();
}

/** A fence at the very end that closes nothing else. `inCode`: the text begins within a code block. */
function unfence(inCode: boolean): Filter {
  let within = inCode;
  let line = '';
  let held = '';
  const follow = (text: string) => {
    const lines = (line + text).split('\n');
    line = (lines.pop() ?? '').slice(0, FENCE_WITHIN);
    for (const each of lines) if (isFence(each)) within = !within;
    return text;
  };
  return {
    push(text) {
      const whole = held + text;
      const from = closingAt(whole, /[`~]/);
      held = whole.slice(from);
      return follow(whole.slice(0, from));
    },
    end() {
      const closes = isFence(held) && !within;
      return closes ? '' : held;
    },
  };
}

function unquote(): Filter {
  let held = '';
  return {
    push(text) {
      const whole = held + text;
      const from = closingAt(whole, /["”»]/);
      held = whole.slice(from);
      return whole.slice(0, from);
    },
    end: () => held.replace(/["”»]\s*$/, ''),
  };
}

function isFence(line: string): boolean {
  return /^\s*(?:`{3}|~{3})/.test(line.slice(0, FENCE_WITHIN));
}

/** Where the marks begin that `text` ends in, white space after them left aside; its length where it ends otherwise. */
function closingAt(text: string, mark: RegExp): number {
  let from = text.trimEnd().length;
  const solid = from;
  while (from > 0 && mark.test(text.charAt(from - 1))) from -= 1;
  return from === solid ? text.length : from;
}
