/** Text that grows by a word at a time, thousands of times, and is read near its end while it does. */

/** UTF-16 code units that fill a block. What does not yet is made anew with each word, and of a slow answer that moves into the old heap. */
const BLOCK = 128;

/**
 * Kept in blocks. In a single string that grows by `+=` each look at its end makes V8 copy all that stands before it, and
 * each word keeps two objects until then. `join` makes one flat string, whose pieces are garbage at once; a block is never
 * cut, for a part of a string keeps all of it.
 */
export class GrowingText {
  readonly #blocks: string[] = [];
  /** Where each block begins. */
  readonly #begins: number[] = [];
  #filled = 0;
  /** What does not fill a block yet. */
  #rest = '';

  constructor(text = '') {
    this.append(text);
  }

  /** In UTF-16 code units. */
  get length(): number {
    return this.#filled + this.#rest.length;
  }

  append(text: string): void {
    this.#rest = [this.#rest, text].join('');
    if (this.#rest.length < BLOCK) return;
    this.#blocks.push(this.#rest);
    this.#begins.push(this.#filled);
    this.#filled += this.#rest.length;
    this.#rest = '';
  }

  /** As `String.prototype.slice` does with positions that are not negative. */
  slice(from: number, to = this.length): string {
    const first = this.#blockAt(from);
    const start = this.#begins[first] ?? this.#filled;
    const last = to > this.#filled ? this.#blocks.length : this.#blockAt(to) + 1;
    const rest = to > this.#filled ? this.#rest : '';
    return (this.#blocks.slice(first, last).join('') + rest).slice(Math.max(from - start, 0), Math.max(to - start, 0));
  }

  toString(): string {
    return this.#blocks.join('') + this.#rest;
  }

  /** Found from the end, where it is looked for; past the last block where `unit` is not in one. */
  #blockAt(unit: number): number {
    if (unit >= this.#filled) return this.#blocks.length;
    let index = this.#blocks.length - 1;
    while (index > 0 && (this.#begins[index] ?? 0) > unit) index -= 1;
    return index;
  }
}
