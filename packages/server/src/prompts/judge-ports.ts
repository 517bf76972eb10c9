/** Which answers are judged, and where the judgement is kept. */
import type { Usage } from '@tradistry/protocol';
import type { AnswerRef } from '../chat/ask-ports.ts';

/** An answer that this instance alone is to judge now. */
export interface ClaimedAnswer extends AnswerRef {
  readonly sessionId: string;
  readonly question: string;
  readonly answer: string;
  /** Lines, the engine's own. */
  readonly figures: readonly string[];
}

export interface Judgement {
  /** From 0 to 1; `null`: what was said is no judgement, and cost all the same. */
  readonly confidence: number | null;
  readonly model: string;
  readonly usage: Usage | null;
}

/** How many are judged. */
export interface JudgeShare {
  readonly percent: number;
  /** Of the answers of 24 hours at most so many, whatever the percentage comes to. */
  readonly perDay: number;
}

export interface JudgeStore {
  /** Whether there is one to claim. */
  isDue(share: JudgeShare): Promise<boolean>;
  /** One of the answers of the last day that are due for a judge; `null`: there is none. Each is given out at most twice. */
  claimUnjudged(share: JudgeShare): Promise<ClaimedAnswer | null>;
  /** Counted at the next look, apart from what rules say. */
  saveJudgement(of: Pick<ClaimedAnswer, 'userId' | 'streamId'>, judgement: Judgement): Promise<void>;
}
