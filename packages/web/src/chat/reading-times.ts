/** How long answers have been in view while the page was visible: added up outside of React, told when the reader turns away. */

/** Less is a glance in passing. */
const LEAST_MS = 1000;
/** As much as the server takes. */
const MOST_MS = 3_600_000;

export interface ReadingTimes {
  /** The answer of a stream came into view, or left it. */
  see(streamId: string, inView: boolean): void;
  /** Which message the stream's answer is stored as: before that there is nothing to tell. */
  name(streamId: string, answerId: string): void;
  /** The page was hidden, or shown again. */
  show(visible: boolean): void;
}

interface Deps {
  /** In milliseconds. */
  readonly now: () => number;
  readonly visible: boolean;
  /** Told again and again, the longest counts. */
  readonly tell: (answerId: string, readingMs: number) => void;
}

interface Reading {
  ms: number;
  /** When the time that runs began; `null`: it stands. */
  since: number | null;
  inView: boolean;
  answerId: string | null;
  told: number;
}

export function createReadingTimes(deps: Deps): ReadingTimes {
  const readings = new Map<string, Reading>();
  let { visible } = deps;

  const of = (streamId: string): Reading => {
    const known = readings.get(streamId);
    if (known) return known;
    const reading: Reading = { ms: 0, since: null, inView: false, answerId: null, told: 0 };
    readings.set(streamId, reading);
    return reading;
  };
  const tell = (reading: Reading) => {
    const ms = Math.min(Math.round(reading.ms), MOST_MS);
    if (reading.answerId === null || ms < LEAST_MS || ms <= reading.told) return;
    reading.told = ms;
    deps.tell(reading.answerId, ms);
  };
  /** Runs while the answer is in view on a visible page. */
  const settle = (reading: Reading) => {
    const now = deps.now();
    const runs = reading.inView && visible;
    if (reading.since !== null) reading.ms += now - reading.since;
    reading.since = runs ? now : null;
    if (!runs) tell(reading);
  };
  return {
    see(streamId, inView) {
      const reading = of(streamId);
      if (reading.inView === inView) return;
      reading.inView = inView;
      settle(reading);
    },
    name(streamId, answerId) {
      of(streamId).answerId = answerId;
    },
    show(now) {
      visible = now;
      for (const reading of readings.values()) settle(reading);
    },
  };
}
