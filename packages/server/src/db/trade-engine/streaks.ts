/** Streaks over a row of outcomes. */

interface Streaks {
  readonly wins: number;
  readonly losses: number;
  /** Wins in a row up to now, or losses as a negative number; 0 after a break-even. */
  readonly current: number;
}

/** Longest runs and the last one; `outcomes` is one of `w`, `l`, `b` a unit, oldest first. A break-even ends a streak. */
export function findStreaks(outcomes: string): Streaks {
  let wins = 0;
  let losses = 0;
  let current = 0;
  for (const outcome of outcomes) {
    if (outcome === 'w') current = Math.max(current, 0) + 1;
    else if (outcome === 'l') current = Math.min(current, 0) - 1;
    else current = 0;
    wins = Math.max(wins, current);
    losses = Math.max(losses, -current);
  }
  return { wins, losses, current };
}
