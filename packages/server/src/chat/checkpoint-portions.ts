/** How many turns a checkpoint saves, and when the next one is due. */

/** From one statement to the next, at the least. */
export const CHECKPOINT_MS = 250;
/** The longest in which all turns are to be saved; a quiet one's lease is renewed twice in that time. */
export const ROUND_MS = 2000;
/** Saving may take one part in so many of the time: where the database is slow or busy, each turn is saved less often. */
const SHARE = 40;
/** In one statement: thousands in one would take as long as a lease where the database is busy. */
const MOST = 1000;
/** Fewer take hardly less time. */
const FEWEST = 100;

interface Statement<Of> {
  readonly ms: number;
  readonly some: readonly Of[];
  /** How many there were to choose from. */
  readonly of: number;
  /** `failed`: for what is in it, perhaps; `away`: nothing can be saved now. */
  readonly outcome: 'saved' | 'failed' | 'away';
}

export interface Portions<Of> {
  /** Those of `due`, which are not none, that go into one statement: from the first one on. */
  of(due: readonly Of[]): Of[];
  /** A statement has ended. Returns the milliseconds from its beginning to that of the next. */
  took(statement: Statement<Of>): number;
}

/**
 * Thousands are spread over their round. All at once they would keep the event loop and the database from answers for a moment,
 * and what a statement is made of would outlive the young heap. `isUnsure`: the last statement with this one failed.
 */
export function createPortions<Of>(isUnsure: (one: Of) => boolean): Portions<Of> {
  let last = { ms: 0, each: 0 };
  let unsure = false;
  let mostUnsure = MOST;
  return {
    of(due) {
      // Those whose statement failed are tried apart, fewer and fewer: if it is for one of them, all others are saved.
      unsure = due.slice(0, 1).some(isUnsure);
      const statements = roundMs(due.length, last.each) / Math.max(CHECKPOINT_MS, last.ms);
      const most = Math.min(Math.max(FEWEST, Math.ceil(due.length / statements)), unsure ? mostUnsure : MOST);
      return due.filter((one) => isUnsure(one) === unsure).slice(0, most);
    },
    took({ ms, some, of, outcome }) {
      last = { ms, each: ms / some.length };
      if (outcome === 'failed') mostUnsure = Math.max(FEWEST, some.length / 2);
      else if (outcome === 'saved' && unsure) mostUnsure = Math.min(mostUnsure * 2, MOST);
      return Math.max(CHECKPOINT_MS, (roundMs(of, last.each) * some.length) / of);
    },
  };
}

/** In which `count` are saved, of which each takes `eachMs`. */
function roundMs(count: number, eachMs: number): number {
  return Math.min(Math.max(CHECKPOINT_MS, count * eachMs * SHARE), ROUND_MS);
}
