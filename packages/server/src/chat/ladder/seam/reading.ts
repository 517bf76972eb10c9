/** The arriving text read from one place on as a repetition of what is shown: of its end, of all of it, or of its last line. */
import type { Hearing } from './coincidence.ts';
import { createOverlap, type Overlap } from './overlap.ts';
import { createRestart } from './restart.ts';
import { TAIL_REACH, type Tail } from './tail.ts';
import { fold, isSpace, type Shown } from './text.ts';

/** `repeats`: the first `units` that are no white space were shown before; `new`: it is no repetition. */
export interface Finding {
  readonly kind: 'repeats' | 'wait' | 'contradicts' | 'new';
  readonly units: number;
}

/** One reading; takes every unit in turn. */
export interface Reading {
  next(unit: string): void;
  /** It is not known yet whether it repeats. */
  readonly waits: boolean;
  /** `final`: no more will come. */
  find(final: boolean): Finding;
}

/** `hearing` but for the white space, which is found here. */
export function createReading(shown: Shown, tail: Tail, hearing: Omit<Hearing, 'space'>): Reading {
  const restart = createRestart(shown, 0);
  const restarts = [restart];
  let overlap: Overlap | null = null;
  let space = '';

  return {
    next(unit) {
      if (isSpace(unit)) {
        space += unit;
        return;
      }
      if (!overlap) {
        overlap = createOverlap(shown, tail, { ...hearing, space });
        // On a line of its own it is the next row or item, which may well begin like the last one.
        if (shown.midLine && shown.lineAt > 0 && !space.includes('\n'))
          restarts.push(createRestart(shown, shown.lineAt));
      }
      const [folded, spaced] = [fold(unit), space !== ''];
      overlap.next(folded, spaced);
      for (const each of restarts) each.next(folded, spaced);
      space = '';
    },
    get waits() {
      return !overlap || overlap.alive || restarts.some(({ state }) => state === 'alive');
    },
    find(final) {
      if (final) for (const each of [overlap, ...restarts]) each?.end();
      else if (this.waits) return { kind: 'wait', units: 0 };
      if (overlap && overlap.units > 0) return { kind: 'repeats', units: overlap.units };
      // Said again to the end, which the overlap does not reach; or not so far, and then there is nothing new.
      const whole = restart.state === 'complete' && shown.text.length > TAIL_REACH;
      if (whole || restart.sure) return { kind: 'repeats', units: restart.units };
      const contradicts = restarts.some(({ state }) => state === 'contradicts');
      return { kind: contradicts ? 'contradicts' : 'new', units: 0 };
    },
  };
}
