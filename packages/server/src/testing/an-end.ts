/** The end of a turn for tests below the server: a plain success that nothing happened to. */

import { noProgress } from '../chat/turn.ts';
import type { TurnEnd } from '../chat/turn-end-ports.ts';

/** `with_` replaces parts of it. */
export function anEnd(with_: Partial<TurnEnd> = {}): TurnEnd {
  return {
    ...{ ...noProgress(), userId: 'u', userKey: 'u', streamId: 's', sessionId: 'x', answerId: 'a', epoch: 0 },
    ...{ instance: 'i', streaming: true, outcome: 'completed', log: { answer: 'A', marks: [] }, stopReport: null },
    ...{ processingTimeMs: 5, timeToFirstTokenMs: 1, overheadMs: null, steps: [] },
    ...with_,
  };
}
