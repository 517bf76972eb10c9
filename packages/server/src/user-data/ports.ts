/** What taking one's data along, and leaving for good, need of the world. */

/** A row as it goes into the archive: instants as `Date`, decimals as strings. */
export type ExportRow = Readonly<Record<string, unknown>>;

/** One file of the archive. */
export interface ExportFile {
  /** Its path in the archive; `.csv`, else JSON lines. */
  readonly name: string;
  /** For the people who open it. */
  readonly about: string;
  /** Each page is read when it is asked for, in a transaction of its own; between two of them nothing is held. */
  pages(): AsyncIterable<readonly ExportRow[]>;
}

/** Reads everything that a user has. */
export interface ExportStore {
  listFiles(userId: string): Promise<readonly ExportFile[]>;
}

/** Erases everything that a user has. */
export interface EraseStore {
  /** Which turns there are traces of outside of the database, those that run, and those of the last hour. */
  listTurns(userId: string): Promise<{ running: readonly string[]; recent: readonly string[] }>;
  /** In short transactions; one that is cut off leaves what the next one erases. Answers how many rows there were. */
  eraseRows(userId: string): Promise<number>;
}
