/** Some servers leave a model's thoughts in its text, as `<think>...</think>` before the answer: they are reasoning. */

const OPENING = ['<think>', '<thinking>', '<reasoning>'];
const CLOSING = /<\/(?:think|thinking|reasoning)>/;
const LONGEST_TAG = '</reasoning>'.length;

/** Where the pieces go. */
interface Targets {
  onText(content: string): void;
  onReasoning(content: string): void;
}

/** Only the very beginning of a text is looked at; from then on it costs nothing: `settled` is true. */
export class ThinkFilter {
  readonly #targets: Targets;
  #state: 'start' | 'thinking' | 'after' | 'answer' = 'start';
  #held = '';

  constructor(targets: Targets) {
    this.#targets = targets;
  }

  get settled(): boolean {
    return this.#state === 'answer';
  }

  feed(content: string): void {
    this.#held += content;
    if (this.#state === 'start') this.#begin();
    if (this.#state === 'thinking') this.#think();
    if (this.#state === 'after') this.#resume();
  }

  /** What was held back at the end. */
  flush(): void {
    if (this.#held === '') return;
    if (this.#state === 'thinking') this.#targets.onReasoning(this.#held);
    else if (this.#state === 'start') this.#targets.onText(this.#held);
    this.#held = '';
  }

  #begin(): void {
    const text = this.#held.trimStart();
    const tag = OPENING.find((each) => text.startsWith(each));
    if (tag) {
      this.#state = 'thinking';
      this.#held = text.slice(tag.length);
    } else if (!OPENING.some((each) => each.startsWith(text))) {
      this.#answer(this.#held);
    }
  }

  #think(): void {
    const end = CLOSING.exec(this.#held);
    const until = end ? end.index : Math.max(0, this.#held.length - LONGEST_TAG);
    if (until > 0) this.#targets.onReasoning(this.#held.slice(0, until));
    this.#held = this.#held.slice(end ? until + end[0].length : until);
    if (end) this.#state = 'after';
  }

  #resume(): void {
    const text = this.#held.trimStart();
    this.#held = text;
    if (text !== '') this.#answer(text);
  }

  #answer(text: string): void {
    this.#state = 'answer';
    this.#held = '';
    this.#targets.onText(text);
  }
}
