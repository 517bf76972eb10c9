/** When a turn is not taken up once more: it brings its owners down, or cannot be run at all. */
import type { StoredTurn } from './turn-store-ports.ts';

/** Owners that came to nothing. One that wrote on was ended by something else: a restart, a database that was away. */
const MAX_IN_VAIN = 5;
/** Each takeover asks a model again. */
const MAX_TAKEOVERS = 20;

/** `turn` as it is when the next owner, that of `epoch`, has taken it. */
export function isHopeless({ request, epoch, log }: Pick<StoredTurn, 'request' | 'epoch' | 'log'>): boolean {
  // Each owner after the first begins with an empty token, at the end of what it found; it is kept with what it writes.
  const begins = [0, ...log.marks.flatMap(({ at, chunk }) => (chunk.type === 'token' ? [at] : []))];
  const wroteOn = begins.filter((at, index) => at < (begins[index + 1] ?? log.answer.length)).length;
  return request === null || epoch > MAX_TAKEOVERS || epoch - wroteOn > MAX_IN_VAIN;
}
