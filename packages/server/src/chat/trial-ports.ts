/** What is kept of a trial: its place among its user's streams while it runs, and what it used up. */
import type { AttemptRecord } from './model-ports.ts';
import type { LateBill } from './turn-end-ports.ts';
import type { TurnGate } from './turn-start-ports.ts';

export interface NewTrial {
  readonly userId: string;
  readonly streamId: string;
  readonly instance: string;
  /** `null`: nothing is limited. */
  readonly gate: TurnGate | null;
}

export interface EndedTrial {
  readonly userId: string;
  readonly streamId: string;
  readonly attempts: readonly AttemptRecord[];
}

export interface TrialStore {
  /** Takes a place, as a turn does. Throws what the gate throws. */
  startTrial(trial: NewTrial): Promise<void>;
  /** Keeps the instance's places; the stream ids of those that are still there. */
  renewTrials(instance: string): Promise<ReadonlySet<string>>;
  /**
   * Gives the place back and counts what was used up, on the day (UTC) that is answered; `null`: nothing was counted, as
   * there was nothing, or the place was gone.
   */
  endTrial(trial: EndedTrial): Promise<string | null>;
  /** What an attempt came to that was counted on that day, where it was not known. False: the day is gone, with its user. */
  addBill(bill: LateBill, day: string): Promise<boolean>;
  /** Removes places that nobody gave back. */
  prune(): Promise<void>;
}
