/** What the chat tells those who watch over it: steps, calls of models, fallbacks, ends. None of it can fail, wait or change a turn. */
import type { Layer, PromptModelSettings, StreamStep } from '@tradistry/protocol';
import type { FailureClass, ModelEnd, ModelFailure, PromptMessage, ToolCall } from './model-ports.ts';
import type { AnswerPrompt } from './prompt-ports.ts';
import type { TurnEnd } from './turn-end-ports.ts';

/** The steps of a turn's life that are timed; what comes after its record was written is not in it. */
export type TurnStep = StreamStep['name'] | 'save';

/** Another model or layer took the answer over: `from` and `to` are equal where only the model changed. */
export interface Fallback {
  readonly from: Layer;
  readonly to: Layer;
  /** `unavailable`: it was not asked, for its breaker or its provider's list; `late`: another asked beside it was sooner. */
  readonly reason: FailureClass | 'unavailable' | 'late';
  readonly phase: 'before_text' | 'continued';
}

/** One call of a model begins. */
export interface BegunCall {
  readonly n: number;
  readonly layer: Layer;
  readonly model: string;
  readonly settings: PromptModelSettings;
  /** What it is asked with. */
  readonly prompt: { readonly type: AnswerPrompt; readonly version: number };
  /** For traces that were asked to hold content; nobody else keeps it. */
  readonly messages: readonly PromptMessage[];
}

/** How it ended: `end` well, or `failure`. `text()` is what it showed. */
export interface EndedCall {
  readonly end: ModelEnd | null;
  readonly failure: ModelFailure | null;
  readonly firstTokenMs: number | null;
  readonly text: () => string;
  /** As the provider names its answer; null: it does not. */
  readonly generation: string | null;
}

/** A tool begins to run for a model. */
export type BegunTool = Pick<ToolCall, 'id' | 'name' | 'arguments'>;

/** How it ended: `result` is what the model is told, `null` where it failed. */
export interface EndedTool {
  readonly result: string | null;
  readonly failure: 'invalid_request' | 'internal' | 'cancelled' | null;
}

/** What watches over one turn. */
export interface TurnTrace {
  /** The steps that ended so far, `save` excepted. */
  readonly steps: readonly StreamStep[];
  /** Times `work`; rejects as it does. */
  step<T>(name: TurnStep, work: () => Promise<T>): Promise<T>;
  /** Call what it returns once. */
  call(call: BegunCall): (ended: EndedCall) => void;
  /** The same. */
  tool(tool: BegunTool): (ended: EndedTool) => void;
  fellBack(fallback: Fallback): void;
  /** Nothing more comes. `null`: the turn is paused here, or somebody else's. */
  close(end: TurnEnd | null): void;
}

/** What a request says of the trace it is part of: W3C's headers as they came. */
export interface TraceHeaders {
  /** A proxy of ours sent them, or let them through; else anybody did. */
  readonly fromProxy: boolean;
  readonly traceparent: string | undefined;
  readonly tracestate: string | undefined;
}

/** A turn as it begins to run in this process; times are monotonic milliseconds. */
export interface BegunTurn {
  readonly streamId: string;
  readonly sessionId: string;
  readonly userId: string;
  /** Above 0: taken over from an owner that died. */
  readonly epoch: number;
  readonly streaming: boolean;
  /** When it was asked. */
  readonly startedAt: number;
  /** `null`: it is in a trace of its own. */
  readonly traceHeaders: TraceHeaders | null;
}

export interface Telemetry {
  turnBegan(turn: BegunTurn): TurnTrace;
  /** Once for each turn that ended. */
  turnEnded(end: TurnEnd): void;
  /** Running turns were saved, or that failed, in one statement. */
  checkpointed(ms: number): void;
}
