/** Several comparisons, one chance of being wrong: the more one looks for, the stronger each finding must be. */

/** Holm's correction: p-values that may each be held against the one alpha. In the order given. */
export function correctP(values: readonly number[]): number[] {
  const order = values.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const corrected = values.map(() => 1);
  let least = 0;
  for (const [rank, { p, index }] of order.entries()) {
    least = Math.max(least, Math.min(1, p * (values.length - rank)));
    corrected[index] = least;
  }
  return corrected;
}

/** The alpha of each interval so that all of them hold at once (Bonferroni). */
export function alphaOfEach(alpha: number, comparisons: number): number {
  return alpha / Math.max(1, comparisons);
}
