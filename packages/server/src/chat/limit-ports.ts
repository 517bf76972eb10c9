/** What limits need of the world: counters of a minute, the load of this process; and what others may read of them. */
import type { LimitName } from '../limit-name.ts';
import type { PlanLimits } from '../plan-limits.ts';

/** What became of one more of something. */
export type Taken =
  | {
      readonly ok: true;
      /** It came to nothing and does not count. */
      giveBack(): void;
    }
  | { readonly ok: false; readonly retryAfterMs: number };

/** Counts by key within a minute that begins with the first. */
export interface RateLimiter {
  /** One more of `key`, of which `max` are admitted. Never rejects. */
  take(key: string, max: number): Promise<Taken>;
}

/** Whether this process takes on anything new. */
export interface Overload {
  readonly shedding: boolean;
  /** Throws `overloaded` while it does not. What runs goes on. */
  check(): void;
}

/** What bounds the chat: each user by their plan, this instance by its own. */
export interface ChatLimits {
  /** `plan`: as the token names it; null: it names none. */
  ofPlan(plan: string | null): PlanLimits;
  /** Questions a user asks. */
  readonly questions: RateLimiter;
  readonly overload: Overload;
  /** Answers this instance writes at once; `null`: any number. */
  readonly streams: number | null;
  /** Questions that wait at once to be stored; `null`: any number. */
  readonly starting: number | null;
}

/** What limits have done since the start of this process. */
export interface LimitStats {
  /** Refusals by the limit that refused. */
  readonly refused: Readonly<Record<LimitName, number>>;
  /** Nothing new is taken on. */
  readonly shedding: boolean;
  /** Counted by this instance alone because Valkey did not answer. */
  readonly uncoordinated: number;
}
