/** The last times of something, a bounded number of them, and their 95th percentile. */

const KEPT = 100;
const ENOUGH = 20;

export class RecentTimes {
  readonly #times: number[] = [];
  #next = 0;

  add(ms: number): void {
    this.#times[this.#next] = ms;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** `null` until there are enough to speak of. */
  get p95(): number | null {
    if (this.#times.length < ENOUGH) return null;
    const sorted = this.#times.toSorted((a, b) => a - b);
    return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null;
  }
}
