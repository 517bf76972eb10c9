/** What a turn leaves behind when it ends, is stopped, or is billed later. */
import type {
  ErrorCode,
  FinishReason,
  Layer,
  Source,
  StreamStep,
  TurnOutcome,
  Usage,
  WarningChunk,
} from '@tradistry/protocol';
import type { AnswerFigure } from './analyst-ports.ts';
import type { AttemptRecord, ErrorClass, SentRequest } from './model-ports.ts';
import type { AnswerPrompt, PromptUse } from './prompt-ports.ts';
import type { TokenPace } from './token-pace.ts';
import type { LogSnapshot } from './turn-log.ts';

/** Everything a turn leaves behind, written in one statement before `done` is shown. */
export interface TurnEnd {
  readonly userId: string;
  /** As logs and operators see the user: the id itself, or its hash. */
  readonly userKey: string;
  readonly streamId: string;
  readonly sessionId: string;
  readonly streaming: boolean;
  readonly answerId: string;
  readonly epoch: number;
  readonly instance: string;
  readonly outcome: TurnOutcome;
  readonly log: LogSnapshot;
  readonly modelUsed: string | null;
  readonly layer: Layer | null;
  readonly finishReason: FinishReason | null;
  readonly fallbackUsed: boolean;
  readonly usage: Usage | null;
  readonly sources: readonly Source[];
  readonly figures: readonly AnswerFigure[];
  readonly warnings: readonly WarningChunk[];
  readonly processingTimeMs: number;
  readonly timeToFirstTokenMs: number | null;
  readonly chunkCount: number;
  readonly attempts: readonly AttemptRecord[];
  /** What models were to be asked with; none where no model is configured. */
  readonly prompts: ReadonlyMap<AnswerPrompt, PromptUse>;
  /** From 0 to 1, by rules; `null`: no model completed an answer. */
  readonly confidence: number | null;
  readonly requests: readonly SentRequest[];
  /** Those of former owners included. */
  readonly attemptsBegun: number;
  /** Why it failed, or why no model answered; null: neither. */
  readonly errorCode: ErrorCode | null;
  readonly errorClass: ErrorClass | null;
  /** The prompt that its model was given, and its version; null: none was. */
  readonly promptVersion: string | null;
  readonly pace: TokenPace;
  /** What was ours of the time to its first token; null: not known. */
  readonly overheadMs: number | null;
  readonly steps: readonly StreamStep[];
  /** What stopping it did, for whoever asked for it at another instance; null: nobody stopped it. */
  readonly stopReport: StopReport | null;
}

/** What stopping a turn did. */
export interface StopReport {
  readonly upstreamCancelled: boolean;
  /** Null: the provider does not say. */
  readonly billingStopped: boolean | null;
  readonly tokensGenerated: number;
  readonly tokensDelivered: number;
}

/** What a call that was cut is billed, as the provider tells later. */
export interface LateBill {
  readonly userId: string;
  readonly sessionId: string;
  readonly streamId: string;
  readonly attempt: AttemptRecord;
  readonly usage: Usage;
}
