/** How many of something each owner has, and all of them together. */

export interface Tally {
  readonly total: number;
  of(owner: string): number;
  /** One more. Returns how to leave; calling it again does nothing. */
  enter(owner: string): () => void;
}

/** Knows only owners that have something. */
export function createTally(): Tally {
  const counts = new Map<string, number>();
  const of = (owner: string) => counts.get(owner) ?? 0;
  let total = 0;
  return {
    of,
    get total() {
      return total;
    },
    enter(owner) {
      counts.set(owner, of(owner) + 1);
      total += 1;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        total -= 1;
        if (of(owner) > 1) counts.set(owner, of(owner) - 1);
        else counts.delete(owner);
      };
    },
  };
}
