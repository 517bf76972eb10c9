/** How long a turn may still go without any content: `LADDER_BUDGET_MS` since it began, or since text last broke off. */

export interface SilenceBudget {
  /** Milliseconds; 0 or less: no further attempt begins. */
  left(): number;
  /** Content came: the time begins anew. */
  renew(): void;
}

/** `startedAt` and `now` are monotonic milliseconds. */
export function createSilenceBudget(totalMs: number, startedAt: number, now: () => number): SilenceBudget {
  let since = startedAt;
  return {
    left: () => totalMs - (now() - since),
    renew() {
      since = now();
    },
  };
}
