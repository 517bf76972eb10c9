/** `LimitStats`, and who adds to it. */
import type { LimitStats } from '../chat/limit-ports.ts';
import { LIMIT_NAMES, type LimitName } from '../limit-name.ts';

export interface LimitCounts extends LimitStats {
  refuse(limit: LimitName): void;
  countAlone(): void;
}

/** `isShedding` is asked anew each time. */
export function createLimitCounts(isShedding: () => boolean): LimitCounts {
  // Every name of the list, each once: that is what the type says.
  const refused = Object.fromEntries(LIMIT_NAMES.map((name) => [name, 0])) as Record<LimitName, number>;
  let uncoordinated = 0;
  return {
    refused,
    get shedding() {
      return isShedding();
    },
    get uncoordinated() {
      return uncoordinated;
    },
    refuse(limit) {
      refused[limit] += 1;
    },
    countAlone() {
      uncoordinated += 1;
    },
  };
}
