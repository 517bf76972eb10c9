/** The arriving text read from one place on as a repetition of what is shown: of its end, of all of it, or of its last line. */
import type { Hearing } from './coincidence.ts';
import { createOverlap, type Overlap } from './overlap.ts';
import { createRestart, type Restart } from './restart.ts';
import { TAIL_REACH, type Tail } from './tail.ts';
import { endsAtPause, endsLikeARow, fold, isSpace, type Shown } from './text.ts';

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
  /** From the first unit on that is no white space. */
  let begun: Begun | null = null;
  let space = '';

  return {
    next(unit) {
      if (isSpace(unit)) {
        space += unit;
        return;
      }
      begun ??= begin(shown, tail, { ...hearing, space });
      const [folded, spaced] = [fold(unit), space !== ''];
      begun.overlap.next(folded, spaced);
      for (const each of begun.restarts) each.next(folded, spaced);
      space = '';
    },
    get waits() {
      return !begun || begun.overlap.alive || begun.restarts.some(({ state }) => state === 'alive');
    },
    find(final) {
      if (!final && this.waits) return { kind: 'wait', units: 0 };
      if (!begun) return { kind: 'new', units: 0 };
      const { overlap, restarts } = begun;
      if (final) for (const each of [overlap, ...restarts]) each.end();
      if (overlap.units > 0) return { kind: 'repeats', units: overlap.units };
      const [restart] = restarts;
      // Said again to the end, which the overlap does not reach; or not so far, and then there is nothing new.
      const whole = restart.state === 'complete' && shown.text.length > TAIL_REACH;
      if (whole || restart.sure) return { kind: 'repeats', units: restart.units };
      const contradicts = restarts.some(({ state }) => state === 'contradicts');
      return { kind: contradicts ? 'contradicts' : 'new', units: 0 };
    },
  };
}

interface Begun {
  readonly overlap: Overlap;
  /** Of all that is shown, and of its last line. */
  readonly restarts: readonly [Restart, ...Restart[]];
}

function begin(shown: Shown, tail: Tail, hearing: Hearing): Begun {
  // The next row or item may well begin like others.
  const isNext = hearing.space.includes('\n') && endsLikeARow(shown);
  const atPause = isNext || endsAtPause(shown);
  const whole = createRestart(shown, { start: 0, atPause });
  const ofLine = shown.midLine && shown.lineAt > 0 && !isNext;
  return {
    overlap: createOverlap(shown, tail, hearing),
    restarts: ofLine ? [whole, createRestart(shown, { start: shown.lineAt, atPause })] : [whole],
  };
}
