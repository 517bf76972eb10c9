/** Local times to instants, with daylight saving time right. */
import { UnreadableFile } from '../unreadable-file.ts';

const DAY = 86_400_000;
/** Every change of offset since 1970 falls on a multiple of this, so one look-up serves the whole quarter of an hour. */
const BLOCK = 15 * 60_000;

/** Parts of a wall clock's time; `month` is 1 to 12. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/**
 * Turns wall clock times of one zone into instants. An hour that occurs twice in autumn is the first of the two; one
 * that is left out in spring is read with the offset before the change, so that 02:30 becomes 03:30: as Temporal's
 * `compatible` does.
 */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  /** Throws `UnreadableFile` for a zone this runtime does not know. */
  constructor(timeZone: string) {
    try {
      this.#format = new Intl.DateTimeFormat('en-US', {
        timeZone,
        hourCycle: 'h23',
        ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
      });
    } catch (cause) {
      const refusal = new UnreadableFile(
        'unknown_time_zone',
        `"${timeZone}" is no time zone; write it like Europe/Berlin.`,
      );
      refusal.cause = cause;
      throw refusal;
    }
  }

  /** Milliseconds since 1970, or null where there is no such day or hour. */
  toInstant(local: LocalTime): number | null {
    const asUtc = utcOf(local);
    if (asUtc === null) return null;
    const before = this.#offsetAt(asUtc - DAY);
    const after = this.#offsetAt(asUtc + DAY);
    for (const offset of [Math.max(before, after), Math.min(before, after)]) {
      if (this.#offsetAt(asUtc - offset) === offset) return asUtc - offset;
    }
    return asUtc - before;
  }

  #offsetAt(instant: number): number {
    const block = Math.floor(instant / BLOCK);
    const known = this.#offsets.get(block);
    if (known !== undefined) return known;
    const offset = this.#lookUp(block * BLOCK);
    this.#offsets.set(block, offset);
    return offset;
  }

  #lookUp(instant: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(instant)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
  }
}

/** The time read as if it were UTC, or null where there is no such day or hour. */
export function utcOf(local: LocalTime): number | null {
  const { year, month, day, hour, minute, second, millisecond } = local;
  if (year < 1970 || year > 2200 || hour > 23 || minute > 59 || second > 59) return null;
  const instant = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const date = new Date(instant);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? instant : null;
}
