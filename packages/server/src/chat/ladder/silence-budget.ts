/** How long a turn may still go without any content: `LADDER_BUDGET_MS` since it began, or since its last sign of life. */

/** A turn that only thinks and looks things up has so many budgets in all before its first text. */
const BUDGETS_WITHOUT_TEXT = 4;
/** No model answers in less, in milliseconds; of a very small budget a tenth. */
const LEAST_MS = 1_000;

export interface SilenceBudget {
  /** Milliseconds until layer 4 answers. */
  left(): number;
  /** Milliseconds in which a text must come, thoughts or not. */
  leftWithoutText(): number;
  /** Whether another attempt, or one after so many milliseconds, has a chance. */
  isEnough(afterMs?: number): boolean;
  /** Whether a model that was silent for so long had its chance; otherwise others have used up the time. */
  isFair(grantedMs: number): boolean;
  /** Content came at that time: the silence begins anew. Thoughts and calls of tools count, but not for ever. */
  renew(at: number, withText: boolean): void;
}

/** `startedAt` and `now` are monotonic milliseconds. */
export function createSilenceBudget(totalMs: number, startedAt: number, now: () => number): SilenceBudget {
  const leastMs = Math.min(LEAST_MS, totalMs / 10);
  let aliveAt = startedAt;
  let textAt = startedAt;
  const leftWithoutText = () => BUDGETS_WITHOUT_TEXT * totalMs - (now() - textAt);
  const left = () => Math.min(totalMs - (now() - aliveAt), leftWithoutText());
  return {
    left,
    leftWithoutText,
    isEnough: (afterMs = 0) => left() - afterMs >= leastMs,
    isFair: (grantedMs) => grantedMs >= totalMs / 2,
    renew(at, withText) {
      aliveAt = Math.max(aliveAt, at);
      if (withText) textAt = Math.max(textAt, at);
    },
  };
}
