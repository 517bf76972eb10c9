/** A turn that is running in this process: its log, its abort switch, and what it has come to so far. */
import type { ChatRequest, FinishReason, Layer, Source, Usage, WarningChunk } from '@tradistry/protocol';
import type { AttemptRecord } from './model-ports.ts';
import type { AnswerFigure, StartedTurn, TurnOutcome } from './ports.ts';
import { createToolLedger, type ToolLedger } from './tools/tool-ledger.ts';
import type { TurnLog } from './turn-log.ts';

/**
 * Why a running turn is cut short. `stopped`: by its user. `lost`: another owns it, or nobody can say that we still do; nothing
 * more is written or saved. `released`: the server is going down, and whoever comes next goes on with it.
 */
export type AbortCause = 'stopped' | 'lost' | 'released' | 'shutdown';

/** What the answer has come to; filled in while the turn runs. */
export interface TurnProgress {
  outcome: TurnOutcome;
  modelUsed: string | null;
  layer: Layer | null;
  finishReason: FinishReason | null;
  fallbackUsed: boolean;
  usage: Usage | null;
  sources: readonly Source[];
  figures: readonly AnswerFigure[];
  warnings: WarningChunk[];
  /** Those that ended, in order. */
  attempts: AttemptRecord[];
  /** Attempts begun, those of former owners included: the next one's number is one more. Checkpointed. */
  attemptsBegun: number;
  readonly tools: ToolLedger;
  chunkCount: number;
  firstTokenAt: number | null;
}

export interface Turn {
  readonly userId: string;
  readonly started: StartedTurn;
  readonly request: ChatRequest;
  readonly epoch: number;
  readonly log: TurnLog;
  /** `deps.now()` at its start: milliseconds, monotonic. */
  readonly startedAt: number;
  readonly abort: AbortController;
  readonly progress: TurnProgress;
  /** False for `POST /api/ai/chat`, which waits for the whole answer. */
  readonly streaming: boolean;
  /** True while a request to a model is open. */
  upstreamOpen: boolean;
  /** True from the moment its end is being saved. */
  ending: boolean;
  /** Resolves when the log has ended, never rejects. */
  finished: Promise<void>;
}

/** The progress of a turn that has nothing yet. */
export function noProgress(): TurnProgress {
  return {
    outcome: 'failed',
    modelUsed: null,
    layer: null,
    finishReason: null,
    fallbackUsed: false,
    usage: null,
    sources: [],
    figures: [],
    warnings: [],
    attempts: [],
    attemptsBegun: 0,
    tools: createToolLedger(),
    chunkCount: 0,
    firstTokenAt: null,
  };
}
