/** Decides from looks at the load whether anything new is taken on: late enough not to flap, early enough to finish what runs. */

import type { LimitName } from '../limit-name.ts';

/** One look: each figure as a part of its limit, 1 being all of it. */
export interface Load {
  /** How late the event loop is. */
  readonly delay: number;
  /** The heap or all memory of the process, whichever is nearer to its limit. */
  readonly memory: number;
}

/** What there is too much of, by the name of the limit. Where it is both, memory: a full heap makes the loop late as well. */
export type OverloadCause = Extract<LimitName, 'load' | 'memory'>;

export interface LoadShedder {
  /** Why nothing new is taken on; `null`: it is. */
  readonly shedding: OverloadCause | null;
  look(load: Load): void;
}

/** So many looks in a row must say the same: one long collection of garbage is no overload, one quiet moment no recovery. */
const LOOKS_TO_BEGIN = 2;
const LOOKS_TO_END = 4;
/** Where each has to be before new work comes back: well below where it stopped. */
const RECOVERED: Load = { delay: 0.5, memory: 0.95 };

export function createLoadShedder(onChange: (shedding: OverloadCause | null) => void): LoadShedder {
  let shedding: OverloadCause | null = null;
  let looks = 0;
  return {
    get shedding() {
      return shedding;
    },
    look({ delay, memory }) {
      const over = memory >= 1 ? 'memory' : delay >= 1 ? 'load' : null;
      const recovered = delay < RECOVERED.delay && memory < RECOVERED.memory;
      if (shedding) shedding = over ?? shedding;
      looks = (shedding ? recovered : over) ? looks + 1 : 0;
      if (looks < (shedding ? LOOKS_TO_END : LOOKS_TO_BEGIN)) return;
      shedding = shedding ? null : over;
      looks = 0;
      onChange(shedding);
    },
  };
}
