/** The allowance for asking a second model because the first is late. */

/** Whether one more call may be spent on being early; a cap over all turns. */
export interface Hedging {
  /** A question is asked of a model. */
  onRequest(): void;
  /** Takes one call of the allowance; false: it is used up. */
  take(): boolean;
}

/** `percent`: of the requests, at most so many are asked twice. */
export function createHedging(percent: number): Hedging {
  let allowance = 0;
  return {
    onRequest() {
      // Saved up for at most ten calls, so that a quiet hour does not pay for a storm.
      allowance = Math.min(10, allowance + percent / 100);
    },
    take() {
      if (allowance < 1) return false;
      allowance -= 1;
      return true;
    },
  };
}
