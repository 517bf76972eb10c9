/** What the chat needs of the world: stores, prompts, an analyst. Adapters implement these; `app.ts` chooses them. */
import type {
  ChatRequest,
  ErrorCode,
  FigureChunk,
  FinishReason,
  Layer,
  PassageKind,
  Position,
  Settings,
  Source,
  StreamStep,
  Trade,
  TradeQuery,
  TradeResult,
  TurnOutcome,
  Usage,
  WarningChunk,
} from '@tradistry/protocol';
import type { AttemptRecord, ErrorClass, SentRequest } from './model-ports.ts';
import type { PinRequest, PromptChoice } from './prompt-ports.ts';
import type { TokenPace } from './token-pace.ts';
import type { LogSnapshot, Mark } from './turn-log.ts';

/** Who asks, and when: what turns "last month" into dates. */
export interface Asker {
  readonly userId: string;
  readonly now: Date;
  readonly settings: Settings;
}

/** Figures the engine computed for an answer: shown beside it, stored with it, and given to the model as its facts. */
export interface AnswerFigure {
  /** For people, for example "Net P&L by weekday". */
  readonly title: string;
  readonly query: TradeQuery;
  readonly result: TradeResult;
}

/** An answer without a language model. */
export interface AnalystAnswer {
  /** False: the question was not understood, and `text` says what can be asked. */
  readonly understood: boolean;
  /** Markdown, with every figure from the engine. */
  readonly text: string;
  readonly figures: readonly AnswerFigure[];
  readonly sources: readonly Source[];
  /** Where in `text` each figure stands and what it was computed from. */
  readonly spans: readonly Omit<FigureChunk, 'type'>[];
}

/** Answers from the engine and the notes alone. Also used to find the figures that a question calls for. */
export interface Analyst {
  /** `previous`: the asker's earlier questions of the session, oldest first, for "and on Mondays?". */
  answer(asker: Asker, question: string, previous: readonly string[]): Promise<AnalystAnswer>;
}

/** A passage of the journal or of an earlier chat, with the number it is cited by. */
export interface PromptNote {
  readonly n: number;
  readonly kind: PassageKind;
  /** The note, trade, playbook or message it is of. */
  readonly id: string;
  /** A playbook's name, a session's title; empty elsewhere. */
  readonly title: string;
  /** The local day it is about. */
  readonly date: string;
  readonly symbols: readonly string[];
  readonly text: string;
}

/** What was said in a chat before the messages that a prompt holds. */
export interface ChatSummary {
  /** A model's words, or sentences as they were said. */
  readonly by: 'model' | 'excerpt';
  /** A line each. */
  readonly text: string;
  readonly asOf: Date;
  /** How many messages of the branch it stands for, and when the last of them was written. */
  readonly covers: number;
  readonly upTo: Date;
}

/** What a model is told about the trader, as of `now`. */
export interface ChatPromptInput {
  readonly now: Date;
  readonly settings: Settings;
  readonly allTime: TradeResult;
  readonly recent: TradeResult;
  readonly positions: readonly Position[];
  readonly lastTrades: readonly Trade[];
  readonly notes: readonly PromptNote[];
  /** What the question calls for. */
  readonly figures: readonly AnswerFigure[];
  /** What stands for the messages that are too long ago; `null`: nothing does. */
  readonly summary: ChatSummary | null;
  /** What had no room, for example "3 notes": the model must not take it for not there. */
  readonly leftOut?: string;
}

/** What the legacy prompt says of the trader: next to nothing. */
export interface LegacyPromptInput {
  readonly now: Date;
  readonly settings: Settings;
  /** What the analyst found for the question, with every figure from the engine; `null`: nothing. */
  readonly facts: string | null;
}

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
  /** Their other turns that run, on any instance. */
  readonly running: number;
}

/** What a new turn has to pass. */
export interface TurnGate {
  /** `running` is wanted, and right: new turns of a user begin one after the other, over all instances. */
  readonly asksStreams: boolean;
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
  /** What models were to be asked with; `null`: none was. */
  readonly prompt: PromptChoice | null;
  /** From 0 to 1, by rules; `null`: no model completed an answer. */
  readonly confidence: number | null;
  readonly requests: readonly SentRequest[];
  /** Those of former owners included. */
  readonly attemptsBegun: number;
  /** Why it failed, or why no model answered; null: neither. */
  readonly errorCode: ErrorCode | null;
  readonly errorClass: ErrorClass | null;
  /** The version of the prompt that its model was given; null: none has a name. */
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
  /** Their owner was not heard of for so long. */
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
  readonly createdAt: Date;
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

/** The turns' own store. */
/** What a call that was cut is billed, as the provider tells later. */
export interface LateBill {
  readonly userId: string;
  readonly sessionId: string;
  readonly streamId: string;
  readonly attempt: AttemptRecord;
  readonly usage: Usage;
}

export interface TurnStore {
  /** One statement. Throws `Refusal`: `idempotency_mismatch`, `turn_in_progress`, `not_found` (the parent message). */
  startTurn(turn: NewTurn): Promise<StartedTurn>;
  /** Whether a turn was begun under this key in the last 24 hours. */
  knowsKey(userId: string, idempotency: Idempotency): Promise<boolean>;
  /** False: the turn is not ours any more (taken over, or deleted with its session). */
  finishTurn(end: TurnEnd): Promise<boolean>;
  /** What an attempt of an ended turn came to, where it was not known; once. False: there is no such attempt, or not yet. */
  addBill(bill: LateBill): Promise<boolean>;
  /** One statement over all turns; returns the ids that are still ours. */
  saveCheckpoints(checkpoints: readonly Checkpoint[], instance: string): Promise<ReadonlySet<string>>;
  /**
   * A new turn for an answer that is partial, stopped or cut by length, in one statement. Throws `Refusal`:
   * `idempotency_mismatch`, `turn_in_progress`, `not_found`, `conflict` (nothing to go on with).
   */
  continueTurn(turn: ContinuedTurn): Promise<StartedContinuation>;
  /** The last checkpoint of turns that nobody runs from now on: anyone may take them at once. */
  releaseTurns(checkpoints: readonly Checkpoint[], instance: string): Promise<void>;
  /** Makes silent turns ours, one epoch up, those first that were silent longest. */
  takeOrphans(search: OrphanSearch): Promise<StoredTurn[]>;
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
