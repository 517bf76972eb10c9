/** Decides from looks at the load whether anything new is taken on: late enough not to flap, early enough to finish what runs. */

/** One look: each figure as a part of its limit, 1 being all of it. */
export interface Load {
  /** How late the event loop is. */
  readonly delay: number;
  /** The heap or all memory of the process, whichever is nearer to its limit. */
  readonly memory: number;
}

export interface LoadShedder {
  readonly shedding: boolean;
  look(load: Load): void;
}

/** So many looks in a row must say the same: one long collection of garbage is no overload, one quiet moment no recovery. */
const LOOKS_TO_BEGIN = 2;
const LOOKS_TO_END = 4;
/** Where each has to be before new work comes back: well below where it stopped. */
const RECOVERED: Load = { delay: 0.5, memory: 0.95 };

export function createLoadShedder(onChange: (shedding: boolean) => void): LoadShedder {
  let shedding = false;
  let looks = 0;
  return {
    get shedding() {
      return shedding;
    },
    look({ delay, memory }) {
      const over = delay >= 1 || memory >= 1;
      const recovered = delay < RECOVERED.delay && memory < RECOVERED.memory;
      looks = (shedding ? recovered : over) ? looks + 1 : 0;
      if (looks < (shedding ? LOOKS_TO_END : LOOKS_TO_BEGIN)) return;
      shedding = !shedding;
      looks = 0;
      onChange(shedding);
    },
  };
}
