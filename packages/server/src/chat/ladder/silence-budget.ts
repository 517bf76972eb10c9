/** How long a turn may still go without any content: `LADDER_BUDGET_MS` since it began, or since its last sign of life. */

/** A turn that only thinks and looks things up has so many budgets in all before its first text. */
const BUDGETS_WITHOUT_TEXT = 4;
/** No model answers in less, in milliseconds; of a very small budget a tenth. */
const LEAST_MS = 1_000;

/** `startedAt` and `now` are monotonic milliseconds. */
export class SilenceBudget {
  readonly #totalMs: number;
  readonly #now: () => number;
  #aliveAt: number;
  #textAt: number;

  constructor(totalMs: number, startedAt: number, now: () => number) {
    this.#totalMs = totalMs;
    this.#now = now;
    this.#aliveAt = startedAt;
    this.#textAt = startedAt;
  }

  /** Milliseconds until layer 4 answers. */
  left(): number {
    return Math.min(this.#totalMs - (this.#now() - this.#aliveAt), this.leftWithoutText());
  }

  /** Milliseconds in which a text must come, thoughts or not. */
  leftWithoutText(): number {
    return BUDGETS_WITHOUT_TEXT * this.#totalMs - (this.#now() - this.#textAt);
  }

  /** Whether another attempt, or one after so many milliseconds, has a chance. */
  isEnough(afterMs = 0): boolean {
    return this.left() - afterMs >= Math.min(LEAST_MS, this.#totalMs / 10);
  }

  /** Whether a model that was silent for so long had its chance; otherwise others have used up the time. */
  isFair(grantedMs: number): boolean {
    return grantedMs >= this.#totalMs / 2;
  }

  /** Content came at that time: the silence begins anew. Thoughts and calls of tools count, but not for ever. */
  renew(at: number, withText: boolean): void {
    this.#aliveAt = Math.max(this.#aliveAt, at);
    if (withText) this.#textAt = Math.max(this.#textAt, at);
  }
}
