/** Which statements a connection is to keep parsed and planned: those that are sent again and again. */

/** From the third time on: a file that is imported once leaves nothing behind. */
const OFTEN = 3;
/** Each takes the database some 100 KB. */
const MOST_NAMES = 100;
const MOST_COUNTED = 500;

/** Gives a statement's text its name, if it has one by now. The first to come often keep theirs; a turn's are among them. */
export function createStatementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();

  function count(text: string): number {
    const times = (counts.get(text) ?? 0) + 1;
    if (counts.size >= MOST_COUNTED) counts.clear();
    counts.set(text, times);
    return times;
  }

  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= MOST_NAMES || count(text) < OFTEN) return known;
    const name = `often_${names.size}`;
    names.set(text, name);
    counts.delete(text);
    return name;
  };
}
