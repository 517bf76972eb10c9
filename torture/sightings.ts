/** All that the viewers of one turn have seen, held against what the wire promises: the violations of a turn. */

/** What was not as promised. The table counts them under `lost`, `doubled` and `other`. */
export type Fault =
  | 'lost'
  | 'doubled'
  | 'rewound'
  | 'id'
  | 'ending'
  | 'stored'
  | 'calls'
  | 'rows'
  | 'running'
  | 'error';

export interface Violation {
  readonly turn: string;
  readonly fault: Fault;
  readonly detail: string;
}

export interface Sightings {
  /** A chunk with this id ended at `end` (UTF-16 code units of the answer), as some viewer saw it. */
  sees(id: number, end: number, viewer: string): void;
  /** The highest id that any viewer saw. */
  readonly lastId: number;
  report(fault: Fault, detail: string): void;
}

/** Collects for one turn into `violations`. */
export function createSightings(turn: string, violations: Violation[]): Sightings {
  const ends = new Map<number, { end: number; viewer: string }>();
  let lastId = 0;
  const report = (fault: Fault, detail: string) => void violations.push({ turn, fault, detail });
  return {
    report,
    get lastId() {
      return lastId;
    },
    sees(id, end, viewer) {
      lastId = Math.max(lastId, id);
      const before = ends.get(id);
      if (!before) ends.set(id, { end, viewer });
      else if (before.end !== end) {
        report('id', `id ${id} ended at ${before.end} for ${before.viewer} and at ${end} for ${viewer}`);
      }
    },
  };
}
