/** Text that grows by a word at a time, thousands of times, and is read near its end while it does. */

/** UTF-16 code units of one block. */
const BLOCK = 512;

/**
 * Kept in blocks of one length. In a single string that grows by `+=` each look at its end makes V8 copy all that stands
 * before it, and each word keeps two objects until then. `join` makes one flat string, whose pieces are garbage at once.
 */
export class GrowingText {
  #blocks: string[] = [];
  /** What does not fill a block yet. */
  #rest = '';

  constructor(text = '') {
    this.append(text);
  }

  /** In UTF-16 code units. */
  get length(): number {
    return this.#blocks.length * BLOCK + this.#rest.length;
  }

  append(text: string): void {
    this.#rest = [this.#rest, text].join('');
    if (this.#rest.length < BLOCK) return;
    const whole = this.#rest.length - (this.#rest.length % BLOCK);
    for (let at = 0; at < whole; at += BLOCK) this.#blocks.push(this.#rest.slice(at, at + BLOCK));
    this.#rest = this.#rest.slice(whole);
  }

  /** As `String.prototype.slice` does with positions that are not negative. */
  slice(from: number, to = this.length): string {
    const first = Math.min(Math.floor(from / BLOCK), this.#blocks.length);
    const blocks = this.#blocks.slice(first, Math.ceil(to / BLOCK));
    const start = first * BLOCK;
    return (blocks.join('') + this.#rest).slice(from - start, Math.max(to - start, 0));
  }

  toString(): string {
    return this.#blocks.join('') + this.#rest;
  }
}
