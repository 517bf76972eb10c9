/** What watches over one turn: its steps timed and kept, and a span for each of them where traces are on. */
import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { StreamStep } from '@tradistry/protocol';
import type {
  BegunCall,
  BegunTool,
  BegunTurn,
  EndedCall,
  EndedTool,
  Fallback,
  TurnStep,
  TurnTrace,
} from '../chat/telemetry-ports.ts';
import type { TurnEnd } from '../chat/turn-end-ports.ts';
import { callAttributes, endAttributes, toolAttributes, toolEndAttributes } from './gen-ai-attributes.ts';
import { readCaller } from './read-caller.ts';
import type { TurnMetrics } from './turn-metrics.ts';

/** A turn has a handful; one that calls tools again and again has no more kept. */
const MOST_STEPS = 50;
const DO_NOTHING = (): void => undefined;
const FAILED: readonly TurnEnd['outcome'][] = ['failed', 'partial'];

export interface TraceDeps {
  readonly tracer: Tracer;
  readonly metrics: TurnMetrics;
  readonly userKey: (userId: string) => string;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** The provider that calls go to: attributes of their spans. */
  readonly provider: Attributes;
  /** Whether spans hold what is said and answered. */
  readonly content: boolean;
}

/** Begins the trace of a turn; its `start` is over by then. */
export function createTurnTrace(deps: TraceDeps, turn: BegunTurn): TurnTrace {
  return new SpannedTurn(deps, turn);
}

class SpannedTurn implements TurnTrace {
  readonly steps: StreamStep[] = [];
  readonly #deps: TraceDeps;
  readonly #turn: BegunTurn;
  readonly #span: Span;
  /** What its children are made in. One for all: V8 makes a context's closures in the old heap (0040). */
  readonly #inside: Context | null;

  constructor(deps: TraceDeps, turn: BegunTurn) {
    this.#deps = deps;
    this.#turn = turn;
    const now = deps.now();
    const from = turn.epoch > 0 ? now : turn.startedAt;
    const { parent, links } = readCaller(turn.traceHeaders);
    const attributes = this.#attributes();
    this.#span = deps.tracer.startSpan('turn', { startTime: toTime(from), attributes, links }, parent);
    this.#inside = this.#span.isRecording() ? trace.setSpan(ROOT_CONTEXT, this.#span) : null;
    if (turn.epoch > 0) return;
    this.#child('start', from).end(toTime(now));
    this.#keep('start', from);
  }

  async step<T>(name: TurnStep, work: () => Promise<T>): Promise<T> {
    const from = this.#deps.now();
    const span = this.#child(name, from);
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end(toTime(this.#deps.now()));
      this.#keep(name, from);
    }
  }

  call(call: BegunCall): (ended: EndedCall) => void {
    const { now, provider, content } = this.#deps;
    const from = now();
    const span = this.#child(`chat ${call.model}`, from, SpanKind.CLIENT);
    // Nothing of it is made where nobody records it.
    if (!span.isRecording()) return DO_NOTHING;
    span.setAttributes({ ...provider, ...callAttributes(call, { conversation: this.#turn.sessionId, content }) });
    // Not all of `call`, which has the prompt.
    const { layer } = call;
    return (ended) => {
      span.setAttributes(endAttributes({ layer }, ended, content));
      if (ended.firstTokenMs !== null) span.addEvent('first_token', toTime(from + ended.firstTokenMs));
      if (ended.failure) span.setStatus({ code: SpanStatusCode.ERROR, message: ended.failure.failureClass });
      span.end(toTime(now()));
    };
  }

  tool(tool: BegunTool): (ended: EndedTool) => void {
    const { now, content } = this.#deps;
    const span = this.#child(`execute_tool ${tool.name}`, now());
    if (!span.isRecording()) return DO_NOTHING;
    span.setAttributes(toolAttributes(tool, content));
    return (ended) => {
      span.setAttributes(toolEndAttributes(ended, content));
      if (ended.failure) span.setStatus({ code: SpanStatusCode.ERROR, message: ended.failure });
      span.end(toTime(now()));
    };
  }

  fellBack(fallback: Fallback): void {
    this.#deps.metrics.fellBack(fallback);
    const { from, to, reason, phase } = fallback;
    this.#span.addEvent('fallback', { from, to, reason, phase });
  }

  close(end: TurnEnd | null): void {
    if (end && this.#span.isRecording()) this.#span.setAttributes(outcomeOf(end));
    if (end && FAILED.includes(end.outcome)) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end(toTime(this.#deps.now()));
  }

  /** Where nobody records the turn, it is the turn's own, which does nothing. */
  #child(name: string, from: number, kind = SpanKind.INTERNAL): Span {
    if (!this.#inside) return this.#span;
    return this.#deps.tracer.startSpan(name, { kind, startTime: toTime(from) }, this.#inside);
  }

  #keep(name: TurnStep, from: number): void {
    const ms = this.#deps.now() - from;
    this.#deps.metrics.step(name, ms);
    if (name === 'save' || this.steps.length >= MOST_STEPS) return;
    this.steps.push({
      name,
      started_ms: Math.max(0, Math.round(from - this.#turn.startedAt)),
      duration_ms: Math.round(ms),
    });
  }

  #attributes(): Attributes {
    const { streamId, sessionId, userId, epoch, streaming } = this.#turn;
    return {
      'tradistry.stream_id': streamId,
      'tradistry.epoch': epoch,
      'tradistry.streaming': streaming,
      'session.id': sessionId,
      'user.id': this.#deps.userKey(userId),
    };
  }
}

function outcomeOf({
  outcome,
  layer,
  fallbackUsed,
  attemptsBegun,
  errorClass,
  chunkCount,
  promptVersion,
}: TurnEnd): Attributes {
  return {
    'tradistry.outcome': outcome,
    'tradistry.fallback_used': fallbackUsed,
    'tradistry.attempts': attemptsBegun,
    'tradistry.chunk_count': chunkCount,
    ...(layer && { 'tradistry.layer': layer }),
    ...(promptVersion && { 'tradistry.prompt_version': promptVersion }),
    ...(errorClass && { 'error.type': errorClass }),
  };
}

/** Of `performance.now()`, as OpenTelemetry takes it: seconds and nanoseconds since 1970. */
function toTime(ms: number): [number, number] {
  const since = performance.timeOrigin + ms;
  const seconds = Math.floor(since / 1000);
  return [seconds, Math.round((since - seconds * 1000) * 1e6)];
}
