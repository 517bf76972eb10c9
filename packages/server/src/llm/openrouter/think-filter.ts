/** Some servers leave a model's thoughts in its text, between marks of many kinds: they are reasoning, and no answer. */
import { readFirstWords } from './first-words.ts';
import { CLOSING, LONGEST_MARK, type MarkKind, nextMark, readMark } from './think-marks.ts';
import type { Expectation } from './unopened-thoughts.ts';

/** Where the pieces go. */
export interface TextTargets {
  onText(content: string): void;
  onReasoning(content: string): void;
  /** The answer began amid a thought, or it did not. Not called where that cannot be told. */
  onBeginning(inThought: boolean): void;
}

const LONGEST_HEADER = 200;
const MOST_BLANKS = 1_000;
const HEADER_END = '<|message|>';

/**
 * Holds back what may be the beginning of a mark, and nothing else: text without the first character of one passes at
 * once. Where the answer is expected to begin amid a thought, it is one until a mark or the end says what it was; where nobody
 * knows, it is if its first words are those of one.
 */
export class ThinkFilter {
  readonly #targets: TextTargets;
  #expects: Expectation;
  /** What was taken for the thought that was expected; it is the answer if no mark ends it. */
  #expected = '';
  /** `start`: only white space so far. `after`: white space that follows a thought is none of the answer. */
  #state: 'start' | 'answer' | 'thinking' | 'header' | 'after' = 'start';
  #held = '';
  #hasText = false;
  /** How it began was told, or cannot be told. */
  #told = false;
  /** The end of a thought came of which no beginning was seen. */
  #unopened = false;
  /** It begins a line, or ends one. */
  #atBreak = false;
  /** Openings within a line whose ends have not come so far. */
  #quoted = 0;
  /** Whether what was handed on ends where a line begins. */
  #atLineStart = true;

  constructor(targets: TextTargets, expects: Expectation) {
    this.#targets = targets;
    this.#expects = expects;
  }

  /** Thoughts come in a field of their own: none is expected in the text. */
  expectNone(): void {
    this.#expects = 'answer';
    this.#told = true;
  }

  /** Called for every delta. */
  feed(content: string): void {
    if (this.#state === 'answer' && this.#held === '' && nextMark(content, 0) < 0) {
      this.#emit(content);
      return;
    }
    // White space without end is no answer, and must not be looked through again and again.
    if (this.#state === 'start' && this.#held.length > MOST_BLANKS && content.trim() === '') return;
    this.#held += content;
    while (this.#step());
  }

  /** What was held back at the end. `whole`: the model said all that it had to say. */
  flush(whole: boolean): void {
    const rest = this.#held;
    this.#held = '';
    if (this.#state === 'answer') this.#tell(false);
    if (this.#state === 'thinking' && this.#expects === 'thought' && whole) this.#emitExpected(rest);
    else if (rest === '' || this.#state === 'header') return;
    else if (this.#state === 'thinking') this.#targets.onReasoning(rest);
    else this.#emit(rest);
  }

  /** It was no thought. */
  #emitExpected(rest: string): void {
    this.#tell(false);
    this.#emit(this.#expected + rest);
  }

  /** True: there is more to be looked at. */
  #step(): boolean {
    if (this.#state === 'thinking') return this.#think();
    if (this.#state === 'header') return this.#readHeader();
    if (this.#state === 'after') this.#skipBlanks();
    return this.#held !== '' && this.#readText();
  }

  #skipBlanks(): void {
    const text = this.#held.trimStart();
    this.#atBreak ||= /[\r\n]/.test(this.#held.slice(0, this.#held.length - text.length));
    this.#held = text;
  }

  #think(): boolean {
    const end = CLOSING.exec(this.#held);
    const until = end ? end.index : Math.max(0, this.#held.length - LONGEST_MARK);
    if (until > 0) this.#onThought(this.#held.slice(0, until));
    this.#held = this.#held.slice(until);
    if (!end) return false;
    if (this.#expects === 'thought') this.#tell(true);
    this.#expects = 'answer';
    // The next message of the same answer says itself what it is.
    if (!/^<\|(start|channel)/i.test(end[0])) this.#held = this.#held.slice(end[0].length);
    this.#state = 'after';
    return true;
  }

  #tell(inThought: boolean): void {
    if (!this.#told) this.#targets.onBeginning(inThought);
    this.#told = true;
  }

  #onThought(thought: string): void {
    if (this.#expects === 'thought') this.#expected += thought;
    this.#targets.onReasoning(thought);
  }

  /** `<|channel|>analysis<|message|>`: what follows is what its channel says. */
  #readHeader(): boolean {
    const end = this.#held.indexOf(HEADER_END);
    if (end < 0 && this.#held.length < LONGEST_HEADER) return false;
    this.#state = /analysis|commentary/.test(this.#held.slice(0, Math.max(0, end))) ? 'thinking' : 'after';
    if (end >= 0) this.#held = this.#held.slice(end + HEADER_END.length);
    return true;
  }

  /** Text, up to the first mark in it. */
  #readText(): boolean {
    const held = this.#held;
    for (let at = nextMark(held, 0); at >= 0; at = nextMark(held, at + 1)) {
      const mark = readMark(held, at);
      if (mark === 'unclear') return this.#handOn(at);
      if (mark === 'none' || this.#isQuoted(mark.kind, held.slice(0, at))) continue;
      this.#held = held.slice(at + mark.length);
      this.#pass(mark.kind, held.slice(0, at));
      return true;
    }
    return this.#handOn(held.length);
  }

  /** A thought begins a line; one within a line is spoken of, up to its end. */
  #isQuoted(kind: MarkKind, before: string): boolean {
    if (kind === 'open' && !endsAtLineStart(before, this.#atLineStart)) {
      this.#quoted += 1;
      return true;
    }
    if (kind !== 'close' || this.#quoted === 0) return false;
    this.#quoted -= 1;
    return true;
  }

  #pass(kind: MarkKind, before: string): void {
    this.#expects = 'answer';
    // The beginning of such a thought stood in the prompt; what was shown of it before stays.
    if (kind === 'close') {
      this.#unopened = true;
      this.#atBreak = endsAtLineStart(before, this.#atLineStart);
    }
    if (kind === 'close' && !this.#hasText) this.#targets.onReasoning(before);
    else if (before.trim() !== '' || this.#state === 'answer') this.#emit(before);
    if (kind === 'open') this.#state = 'thinking';
    else if (kind === 'header') this.#state = 'header';
    else if (kind === 'close') this.#state = 'after';
  }

  /** All but what may become a mark; at the very beginning white space waits for what comes after it. */
  #handOn(length: number): boolean {
    const text = this.#held.slice(0, length);
    if (this.#state === 'start' && text.trim() === '') return false;
    if (this.#state === 'start' && this.#expects !== 'answer') return this.#begin(text);
    this.#held = this.#held.slice(length);
    if (text !== '') this.#emit(text);
    return false;
  }

  /** True: it is known now how it begins. */
  #begin(text: string): boolean {
    const words = this.#expects === 'thought' ? 'thought' : readFirstWords(text);
    if (words === 'unclear') return false;
    this.#expects = words;
    if (words === 'thought') this.#state = 'thinking';
    return true;
  }

  #emit(text: string): void {
    // A mark amid a line, or with nothing after it, is spoken of.
    if (this.#unopened && this.#atBreak && text !== '') this.#tell(true);
    this.#state = 'answer';
    if (text === '') return;
    this.#hasText = true;
    this.#atLineStart = endsAtLineStart(text, this.#atLineStart);
    this.#targets.onText(text);
  }
}

/** Whether only blanks stand between the last line break and the end. */
function endsAtLineStart(text: string, before: boolean): boolean {
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x0a || unit === 0x0d) return true;
    if (unit !== 0x20 && unit !== 0x09) return false;
  }
  return before;
}
