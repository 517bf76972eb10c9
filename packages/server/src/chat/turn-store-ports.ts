/** The turns' own store: begun, checkpointed, taken over, ended, found again. */
import type { ChatRequest, Source, TurnOutcome } from '@tradistry/protocol';
import type { ChatSummary } from './prompt-input-ports.ts';
import type { LateBill, StopReport, TurnEnd } from './turn-end-ports.ts';
import type { LogSnapshot, Mark } from './turn-log.ts';
import type { ContinuedTurn, Idempotency, NewTurn, StartedContinuation, StartedTurn } from './turn-start-ports.ts';

/** How a turn stands, without its log. */
export interface TurnState {
  readonly status: 'running' | 'ended';
  readonly outcome: TurnOutcome | null;
  readonly chunkCount: number;
  readonly stopReport: StopReport | null;
}

/** Which running turns may be taken over. */
export interface OrphanSearch {
  readonly instance: string;
  /** Their owner was not heard of for so long, or from so far in the future: the database's clock was set back. */
  readonly silentMs: number;
  /** Those that this process runs, begins or still has to save; any other under our own name is an orphan at once. */
  readonly except: readonly string[];
  readonly limit: number;
}

/** What a running turn has more since its last checkpoint; only what is new travels. */
export interface Checkpoint {
  readonly streamId: string;
  readonly epoch: number;
  /** How much of the answer is saved already, in UTF-16 code units, and the id at which it ends; 0 and 0: `text` is the whole of it. */
  readonly from: number;
  readonly fromId: number;
  readonly text: string;
  readonly marks: readonly Mark[];
  /** The id at which all this ends. */
  readonly lastId: number;
  readonly attemptsBegun: number;
  readonly chunkCount: number;
  /** What the answer may cite, for the next owner; `null`: as in the last checkpoint. */
  readonly sources: readonly Source[] | null;
  /** Milliseconds from the turn's beginning; null: no token so far. */
  readonly firstTokenMs: number | null;
}

/** A turn as the database knows it. */
export interface StoredTurn {
  readonly streamId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly questionId: string;
  readonly answerId: string;
  readonly status: 'running' | 'ended';
  readonly epoch: number;
  readonly endedAt: Date | null;
  readonly log: LogSnapshot;
  /** Null where it is not kept: the turn ended long ago. */
  readonly request: ChatRequest | null;
  readonly streaming: boolean;
  readonly attemptsBegun: number;
  readonly chunkCount: number;
  /** What the answer may cite under which number; empty of a turn that ended. */
  readonly sources: readonly Source[];
  readonly firstTokenMs: number | null;
  readonly stopRequested: boolean;
}

/** A turn that was taken over. */
export interface OrphanedTurn extends StoredTurn {
  /** Milliseconds since it began, by the database's clock: less than 0 where that was set back. */
  readonly ageMs: number;
}

/** A message as history needs it, oldest first. */
export interface HistoryMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** What was said before a question. */
export interface ChatHistory {
  /** The newest, oldest first. */
  readonly messages: readonly HistoryMessage[];
  /** Of what was before them. */
  readonly summary: ChatSummary | null;
  /** How many messages neither of the two has; counted up to a few more than make a summary due. */
  readonly uncovered: number;
}

export interface TurnStore {
  /** One statement. Throws `Refusal`: `idempotency_mismatch`, `turn_in_progress`, `not_found` (the parent message). */
  startTurn(turn: NewTurn): Promise<StartedTurn>;
  /** The stream that runs in the session of an answer. */
  findRunning(userId: string, answerId: string): Promise<string | undefined>;
  /** Whether a turn was begun under this key in the last 24 hours. */
  knowsKey(userId: string, idempotency: Idempotency): Promise<boolean>;
  /** False: the turn is not ours any more (taken over, or deleted with its session). */
  finishTurn(end: TurnEnd): Promise<boolean>;
  /** What an attempt of an ended turn came to, where it was not known; once. False: there is no such attempt, or not yet. */
  addBill(bill: LateBill): Promise<boolean>;
  /** One statement over all turns; returns the ids of those that could not be written: they are not ours any more, or the one before is missing. */
  saveCheckpoints(checkpoints: readonly Checkpoint[], instance: string): Promise<ReadonlySet<string>>;
  /**
   * A new turn for an answer that is partial, stopped or cut by length, in one statement. Throws `Refusal`:
   * `idempotency_mismatch`, `turn_in_progress`, `not_found`, `conflict` (nothing to go on with).
   */
  continueTurn(turn: ContinuedTurn): Promise<StartedContinuation>;
  /** The last checkpoint of turns that nobody runs from now on: anyone may take them at once. */
  releaseTurns(checkpoints: readonly Checkpoint[], instance: string): Promise<void>;
  /** Makes silent turns ours, one epoch up, those first that were silent longest. */
  takeOrphans(search: OrphanSearch): Promise<OrphanedTurn[]>;
  /** Notes that the user wants the turn stopped, where it still runs; how it stands, or nothing where there is no such turn. */
  requestStop(userId: string, streamId: string): Promise<TurnState | undefined>;
  /** Which of the instance's running turns are to be stopped. */
  findStopRequests(instance: string): Promise<string[]>;
  findState(userId: string, streamId: string): Promise<TurnState | undefined>;
  findTurn(userId: string, streamId: string): Promise<StoredTurn | undefined>;
  /** What was said on the way to (and not including) `questionId`: at most `limit` messages, and what stands for those before. */
  loadHistory(userId: string, questionId: string, limit: number): Promise<ChatHistory>;
  /** Forgets the logs of turns that ended more than `hours` ago, idempotency keys of that age, and requests older than `requestDays`. */
  prune(ages: { hours: number; requestDays: number }): Promise<void>;
}
