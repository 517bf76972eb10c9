/** Which way round a file runs. */

/** The rows oldest first: as they stand, or turned round where the file is newest first. Rows of one instant keep the file's order of time. */
export function oldestFirst<T>(
  rows: readonly T[],
  timeOf: (row: T) => number,
  whenUnsure: 'oldest_first' | 'newest_first' = 'oldest_first',
): T[] {
  let rising = 0;
  for (let at = 1; at < rows.length; at += 1) {
    const [before, after] = [rows[at - 1], rows[at]];
    if (before !== undefined && after !== undefined) rising += Math.sign(timeOf(after) - timeOf(before));
  }
  const turned = rising < 0 || (rising === 0 && whenUnsure === 'newest_first');
  const inOrder = turned ? rows.toReversed() : [...rows];
  return inOrder.sort((a, b) => timeOf(a) - timeOf(b));
}
