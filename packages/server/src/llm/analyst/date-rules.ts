/** Ways of writing a date or a span, one after the other: the first that fits reads it. */

/** A pattern of the whole text, and what its groups come to on the asker's local day; a group that is not there is empty. */
export type DateRule<T> = readonly [pattern: RegExp, read: (groups: readonly string[], today: string) => T | null];

/** `null`: none fits, or the calendar has no such day. */
export function readByRules<T>(rules: readonly DateRule<T>[], text: string, today: string): T | null {
  for (const [pattern, read] of rules) {
    const match = pattern.exec(text);
    if (match)
      return read(
        match.slice(1).map((group) => group ?? ''),
        today,
      );
  }
  return null;
}
