/** How evenly a turn's tokens come: counted for each of them, so it is a subtraction, a comparison and a count. */
import type { StreamGap } from '@tradistry/protocol';
import { EDGES, FIRST_EDGE_MS } from './time-bucket-ports.ts';

/** From here on a pause is kept by itself: an edge, and long enough for a reader to notice. */
const LONG_MS = 640;
const MOST_KEPT = 20;

/** The pauses between the tokens of one turn. */
export class TokenPace {
  /** How many pauses were in each bucket; the last is what is above all edges. */
  readonly counts: number[] = Array.from({ length: EDGES + 1 }, () => 0);
  /** Of all pauses. */
  sumMs = 0;
  longestMs: number | null = null;
  /** Of each long pause when it began and how long it was: numbers, for an object each would be a KB. */
  readonly #long: number[] = [];
  #last = -1;

  /** The long pauses, the first of them. */
  get long(): StreamGap[] {
    const { length } = this.#long;
    return Array.from({ length: length / 2 }, (_, index) => {
      const [started = 0, duration = 0] = this.#long.slice(2 * index);
      return { started_ms: started, duration_ms: duration };
    });
  }

  /** `ms`: when so many tokens came together, since the turn began. */
  onTokens(ms: number, count: number): void {
    if (this.#last >= 0) this.#count(ms - this.#last);
    this.#last = ms;
    if (count === 1) return;
    this.counts[0] = (this.counts[0] ?? 0) + count - 1;
    this.longestMs ??= 0;
  }

  #count(gap: number): void {
    const bucket = bucketOf(gap);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sumMs += gap;
    if (this.longestMs === null || gap > this.longestMs) this.longestMs = gap;
    if (gap >= LONG_MS && this.#long.length < 2 * MOST_KEPT) this.#long.push(Math.round(this.#last), Math.round(gap));
  }
}

/** The first bucket whose edge is not below `ms`. */
function bucketOf(ms: number): number {
  if (ms <= FIRST_EDGE_MS) return 0;
  return Math.min(EDGES, 32 - Math.clz32(Math.ceil(ms / FIRST_EDGE_MS) - 1));
}
