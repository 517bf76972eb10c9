/** How a turn begins: what is to be committed, what it has to pass, and what it was committed as. */
import type { ChatRequest, Source } from '@tradistry/protocol';
import type { PinRequest, PromptChoice } from './prompt-ports.ts';

/** A question, about to become a turn. */
export interface NewTurn {
  readonly userId: string;
  readonly sessionId: string;
  readonly title: string;
  readonly request: ChatRequest;
  readonly streamId: string;
  readonly questionId: string;
  readonly answerId: string;
  readonly instance: string;
  /** False for `POST /api/ai/chat`, which waits for the whole answer. */
  readonly streaming: boolean;
  readonly idempotency: Idempotency | null;
  /** `null`: nothing is limited. */
  readonly gate: TurnGate | null;
  /** Answered by `StartedTurn.prompt`, in the same statement. */
  readonly pin?: PinRequest | null;
}

/** What a user has used up today, in UTC: tokens, estimated where no provider told them, and the cost that providers told. */
export interface Spending {
  readonly tokens: number;
  readonly usd: number;
}

/** How a user stands in the moment a turn is about to be committed. */
export interface Standing {
  readonly spent: Spending;
  /** Their other turns that run, on any instance; right, as new turns of a user begin one after the other there. */
  readonly running: number;
}

/** What a new turn has to pass. */
export interface TurnGate {
  readonly asksSpending: boolean;
  /** Called before a turn is committed, not for a joined one; what it throws undoes the turn. */
  check(standing: Standing): void;
}

export interface Idempotency {
  /** `stream`, `chat` and `continue` keep their keys apart. */
  readonly endpoint: string;
  readonly key: string;
  readonly bodyHash: string;
}

/** An answer that is to be gone on with. */
export interface ContinuedTurn {
  readonly userId: string;
  readonly answerId: string;
  readonly streamId: string;
  readonly instance: string;
  readonly idempotency: Idempotency | null;
  /** `null`: nothing is limited. */
  readonly gate: TurnGate | null;
}

/** A turn as it was committed; `joined`: the idempotency key's first turn, which this request now watches. */
export interface StartedTurn {
  readonly joined: boolean;
  readonly streamId: string;
  readonly sessionId: string;
  readonly questionId: string;
  readonly answerId: string;
  readonly title: string;
  /** What the user or the conversation has by an experiment. */
  readonly prompt?: PromptChoice | null;
}

/** A turn that goes on with a kept answer. */
export interface StartedContinuation extends StartedTurn {
  /** What is there of the answer: the beginning of the new stream. */
  readonly kept: string;
  /** What that cites. */
  readonly sources: readonly Source[];
  readonly request: ChatRequest;
}
