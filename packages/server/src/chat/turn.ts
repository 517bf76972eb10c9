/** A turn that is running in this process: its log, its abort switch, and what it has come to so far. */
import type {
  ChatRequest,
  ErrorCode,
  FinishReason,
  Layer,
  Source,
  TurnOutcome,
  Usage,
  WarningChunk,
} from '@tradistry/protocol';
import type { AnswerFigure } from './analyst-ports.ts';
import type { AttemptRecord, ErrorClass, ModelFailure, SentRequest } from './model-ports.ts';
import type { AnswerPrompt, PromptChoice, PromptUse } from './prompt-ports.ts';
import type { TurnTrace } from './telemetry-ports.ts';
import { TokenPace } from './token-pace.ts';
import { ToolLedger } from './tools/tool-ledger.ts';
import type { StopReport, TurnEnd } from './turn-end-ports.ts';
import type { TurnLog } from './turn-log.ts';
import type { StartedTurn } from './turn-start-ports.ts';

/**
 * Why a running turn is cut short. `stopped`: by its user. `lost`: another owns it, or nobody can say that we still do; nothing
 * more is written or saved. `released`: the server is going down, and whoever comes next goes on with it.
 */
export type AbortCause = 'stopped' | 'lost' | 'released';

/** What the answer has come to; filled in while the turn runs. */
export interface TurnProgress {
  outcome: TurnOutcome;
  modelUsed: string | null;
  layer: Layer | null;
  finishReason: FinishReason | null;
  fallbackUsed: boolean;
  usage: Usage | null;
  /** What `[n]` may refer to, besides what tools find. */
  citable: readonly Source[];
  /** What the answer cites; known at its end. */
  sources: readonly Source[];
  figures: readonly AnswerFigure[];
  warnings: WarningChunk[];
  /** Those that ended, in order. */
  attempts: AttemptRecord[];
  /** What models were asked with, in order. */
  requests: readonly SentRequest[];
  /** Attempts begun, those of former owners included: the next one's number is one more. Checkpointed. */
  attemptsBegun: number;
  /** So much was said before the prompt's messages that a summary is due once this answer is saved. */
  summaryDue: boolean;
  chunkCount: number;
  firstTokenAt: number | null;
  readonly pace: TokenPace;
  /** When a model was asked for the first time here, and when the first token was handed to viewers. */
  firstCallAt: number | null;
  firstShownAt: number | null;
  /** The prompt that the model was given, and its version; null: none was. */
  promptVersion: string | null;
  /** Why it failed, or why no model answered. */
  errorCode: ErrorCode | null;
  errorClass: ErrorClass | null;
  /** What models were to be asked with; the chat's first. */
  readonly prompts: Map<AnswerPrompt, PromptUse>;
  /** From 0 to 1, by rules; null: no model completed an answer. */
  confidence: number | null;
  readonly tools: ToolLedger;
}

/** What is known to be saved of a turn. One object for all of its checkpoints: it lives long, and each new one would outlive the young heap too. */
export interface SavedPart {
  id: number;
  /** Of the answer. */
  units: number;
  /** When it was saved last, or that was tried. */
  at: number;
  /** How many of the sources: they only grow. */
  sources: number;
  /** A statement with more was given up: nobody knows whether it arrives. */
  unsure: boolean;
}

export interface Turn {
  readonly userId: string;
  readonly started: StartedTurn;
  readonly request: ChatRequest;
  /** What was kept of an answer that is gone on with: the first text of its new stream. */
  readonly kept: string;
  /** What its user is told before the answer; `null`: nothing. */
  readonly notice: WarningChunk | null;
  readonly epoch: number;
  readonly prompt: PromptChoice;
  readonly log: TurnLog;
  /** `deps.now()` at its start: milliseconds, monotonic. Before our own beginning where the turn was taken over. */
  readonly startedAt: number;
  /** `deps.now()` when this process began to run it: what waits are counted from. */
  readonly begunAt: number;
  readonly abort: AbortController;
  /** Aborted when the turn is `lost`, also after `abort` was used for something else. */
  readonly lost: AbortController;
  readonly progress: TurnProgress;
  /** Who watches over it. */
  readonly trace: TurnTrace;
  /** False for `POST /api/ai/chat`, which waits for the whole answer. */
  readonly streaming: boolean;
  /** `deps.now()` when the last statement began by which the database confirmed that the turn is ours. */
  leasedAt: number;
  /** What its checkpoints have saved; null: nothing. */
  saved: SavedPart | null;
  /** The requests to models that are open, by attempt, each with who runs the model; null: nobody said so far. */
  readonly openCalls: Map<number, string | null>;
  /** What stopping it did, so far as it is known at once. */
  stopped: Pick<StopReport, 'upstreamCancelled' | 'billingStopped'> | null;
  /** True from the moment its end is being saved. */
  ending: boolean;
  /** Resolves when the log has ended, never rejects. */
  finished: Promise<void>;
}

/** What a running turn needs of the process it runs in. */
export interface TurnKeeper {
  /** Writes the last checkpoint of a turn that is released; resolves when that is done, or cannot be. */
  release(turn: Turn): Promise<void>;
  /** Tries again and again to save an end, until it is saved or somebody else has the turn. */
  saveLater(end: TurnEnd): void;
}

type GivenTurn = Pick<
  Turn,
  | 'userId'
  | 'started'
  | 'request'
  | 'kept'
  | 'epoch'
  | 'prompt'
  | 'log'
  | 'startedAt'
  | 'begunAt'
  | 'streaming'
  | 'trace'
> & { readonly progress?: TurnProgress; readonly notice?: WarningChunk | null };

/** A turn that is about to run. */
export function createTurn(given: GivenTurn): Turn {
  return {
    progress: noProgress(),
    notice: null,
    ...given,
    abort: new AbortController(),
    lost: new AbortController(),
    leasedAt: given.begunAt,
    saved: null,
    openCalls: new Map(),
    stopped: null,
    ending: false,
    finished: Promise.resolve(),
  };
}

/** Cuts a turn short; what was written is kept. Only `lost` comes through after another cause. */
export function abort(turn: Turn, cause: AbortCause): void {
  if (cause === 'lost') turn.lost.abort(cause);
  turn.abort.abort(cause);
}

/** Shows a warning and keeps it with the answer. */
export function warn({ progress, log }: Turn, warning: Omit<WarningChunk, 'type'>): void {
  const chunk = { ...warning, type: 'warning' as const };
  progress.warnings.push(chunk);
  log.appendMark(chunk);
}

/** Notes why the turn failed, or why no model answered it. */
export function blame({ progress }: Pick<Turn, 'progress'>, { code, failureClass }: ModelFailure): void {
  progress.errorCode = code;
  progress.errorClass = failureClass;
}

/** The progress of a turn that has nothing yet but a kept text that may cite `kept`. */
export function noProgress(kept: readonly Source[] = []): TurnProgress {
  const tools = new ToolLedger(kept);
  return {
    outcome: 'failed',
    modelUsed: null,
    layer: null,
    finishReason: null,
    fallbackUsed: false,
    usage: null,
    citable: kept.filter(({ n }) => !tools.sources.some((source) => source.n === n)),
    sources: [],
    figures: [],
    warnings: [],
    attempts: [],
    requests: [],
    attemptsBegun: 0,
    summaryDue: false,
    chunkCount: 0,
    firstTokenAt: null,
    pace: new TokenPace(),
    firstCallAt: null,
    firstShownAt: null,
    promptVersion: null,
    errorCode: null,
    errorClass: null,
    prompts: new Map(),
    confidence: null,
    tools,
  };
}
