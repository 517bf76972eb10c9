/** Which answers are judged, and where the judgement is kept. */

/** What is to be judged. Figures as lines, the engine's own. */
export interface JudgedAnswer {
  readonly question: string;
  readonly answer: string;
  readonly figures: readonly string[];
}

/** An answer that this instance alone is to judge now. */
export interface ClaimedAnswer extends JudgedAnswer {
  readonly userId: string;
  readonly streamId: string;
}

export interface JudgeStore {
  /**
   * One of the answers of the last day that are due for a judge, `percent` of all of them; `null`: there is none. Each is
   * given out at most twice.
   */
  claimUnjudged(percent: number): Promise<ClaimedAnswer | null>;
  /** Counted at the next look, apart from what rules say. */
  saveJudgement(of: { userId: string; streamId: string }, confidence: number): Promise<void>;
}
