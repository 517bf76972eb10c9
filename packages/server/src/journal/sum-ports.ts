/** Sums of large journals, kept beside the trades they are of. */

export interface JournalSums {
  /** Users whose journal changed since it was last looked at. */
  listChanged(): Promise<readonly string[]>;
  /** Sums some of what changed in one transaction, beginning with the oldest; false: nothing is left. */
  sumSome(userId: string): Promise<boolean>;
}
