/** Bounds retries over all models: a tenth of the calls, and a few a minute where calls are few. */

const PER_CALL = 0.1;
const PER_SECOND = 0.5;
const CAPACITY = 30;

/** A bucket of tokens that is told the time, in milliseconds of one clock. */
export class RetryBudget {
  #tokens = CAPACITY;
  #filledAt = 0;

  onCall(): void {
    this.#tokens = Math.min(CAPACITY, this.#tokens + PER_CALL);
  }

  /** Takes one, if there is one. */
  take(now: number): boolean {
    const since = Math.max(0, now - this.#filledAt) / 1_000;
    this.#filledAt = Math.max(this.#filledAt, now);
    this.#tokens = Math.min(CAPACITY, this.#tokens + since * PER_SECOND);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
