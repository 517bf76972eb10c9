/**
 * Intervals that may be looked at as often as one likes: with probability 1 - alpha the truth is inside at every look at once.
 *
 * Robbins' normal mixture in its asymptotic form (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central
 * limit theory and asymptotic confidence sequences", Annals of Statistics 2024, theorem 2.2). An ordinary interval is only
 * good for one look: watched until it excludes nothing, it is wrong in the end.
 */

export interface SequenceRules {
  /** The chance of ever being wrong. */
  readonly alpha: number;
  /** The interval is narrowest around so many users; it is good at any number. */
  readonly narrowestAt: number;
}

/** What is known: a figure, its variance, and from how many users. */
interface Known {
  readonly users: number;
  readonly variance: number;
}

/** How far the truth may be from the figure, to either side. */
export function halfWidth({ users, variance }: Known, rules: SequenceRules): number {
  const scaled = users * rhoSquared(rules);
  const width = ((2 * (scaled + 1)) / scaled) * Math.log(Math.sqrt(scaled + 1) / rules.alpha);
  return Math.sqrt(variance * width);
}

/** The smallest alpha whose interval excludes 0 `away` from it: a p-value that may be looked at as often as one likes. */
export function alwaysValidP(away: number, { users, variance }: Known, rules: SequenceRules): number {
  if (away === 0) return 1;
  if (variance === 0) return 0;
  const scaled = users * rhoSquared(rules);
  const logBayes = ((away ** 2 / variance) * scaled) / (2 * (scaled + 1)) - Math.log(Math.sqrt(scaled + 1));
  return Math.min(1, Math.exp(-logBayes));
}

/** The mixture's variance that makes the interval narrowest at the wished number (the same paper, appendix B.2). */
function rhoSquared({ alpha, narrowestAt }: SequenceRules): number {
  const twice = -2 * Math.log(alpha);
  return (twice + Math.log(twice + 1)) / narrowestAt;
}
