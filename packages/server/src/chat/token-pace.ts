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
  readonly long: StreamGap[] = [];
  #last = -1;

  /** `ms`: when a token came, since the turn began. */
  onToken(ms: number): void {
    if (this.#last >= 0) this.#count(ms - this.#last);
    this.#last = ms;
  }

  #count(gap: number): void {
    const bucket = bucketOf(gap);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sumMs += gap;
    if (this.longestMs === null || gap > this.longestMs) this.longestMs = gap;
    if (gap >= LONG_MS && this.long.length < MOST_KEPT)
      this.long.push({ started_ms: Math.round(this.#last), duration_ms: Math.round(gap) });
  }
}

/** The first bucket whose edge is not below `ms`. */
function bucketOf(ms: number): number {
  if (ms <= FIRST_EDGE_MS) return 0;
  return Math.min(EDGES, 32 - Math.clz32(Math.ceil(ms / FIRST_EDGE_MS) - 1));
}
