/** Reads an answer, event by event or as one document, into a sink; knows at its end whether it was one. */
import { type ModelEnd, ModelFailure, type ModelRequest, type ModelSink } from '../../chat/model-ports.ts';
import { errorIn, failureOf, WORDS } from './failure.ts';
import type { Asked } from './failure-class.ts';
import {
  readUsage,
  type StreamEvent,
  type UpstreamChoice,
  type UpstreamError,
  type UpstreamMessage,
} from './stream-event.ts';
import { ThinkFilter } from './think-filter.ts';
import { ToolCallPieces } from './tool-call-pieces.ts';

/** What providers themselves call a refusal, where OpenRouter says no more than `stop`. */
const REFUSALS = new Set(['content_filter', 'refusal', 'safety', 'prohibited_content', 'blocklist', 'spii']);

export interface ReaderDeps {
  readonly request: ModelRequest;
  readonly sink: ModelSink;
  /** Content, reasoning or a piece of a tool call arrived. */
  readonly onLife: () => void;
  /** A finish reason arrived, or `[DONE]`: nothing more is needed. */
  readonly onFinish: (whole: boolean) => void;
  readonly onProvider: (name: string) => void;
  /** Names a tool call that came without an id. */
  readonly newCallId: () => string;
}

export class AnswerReader {
  readonly #deps: ReaderDeps;
  readonly #think: ThinkFilter;
  readonly #tools = new ToolCallPieces();
  #finishReason: string | null = null;
  #nativeReason = '';
  #usage: ModelEnd['usage'] = null;
  #model: string;
  #provider = '';
  #whole = false;
  #content = false;
  #refused = false;
  #goodEvents = 0;
  #skippedEvents = 0;

  constructor(deps: ReaderDeps) {
    this.#deps = deps;
    this.#model = deps.request.model;
    this.#think = new ThinkFilter({
      onText: (content) => this.#onText(content),
      onReasoning: (content) => deps.sink.onReasoning(content),
    });
  }

  /** What later failures depend on. */
  get asked(): Asked {
    const { messages, tools } = this.#deps.request;
    const last = messages.at(-1);
    return {
      withPrefill: last?.role === 'assistant' && !last.toolCalls?.length,
      withTools: tools.length > 0,
      begun: this.#content,
    };
  }

  get usage(): ModelEnd['usage'] {
    return this.#usage;
  }

  /** The data of one event. Throws `ModelFailure` for an error amid the stream. */
  event(data: string): void {
    if (this.#whole) return;
    const event = data === '[DONE]' ? undefined : parse(data);
    if (event) this.#read(event);
    else if (data.trim() === '[DONE]') this.#finishWhole();
    else if (data.trim() !== '') this.#skippedEvents += 1;
  }

  /** A plain call's answer; also what comes instead of a stream from servers that do not stream. */
  document(text: string): void {
    const body = parse(text);
    if (!body) throw this.#fail('malformed');
    if (!Array.isArray(body.choices)) {
      const error = errorIn(body);
      throw error ? this.#failWith(error) : this.#fail('malformed');
    }
    this.#read(body);
    this.#finishWhole();
  }

  /** How it ended. Throws `ModelFailure` where it was no whole answer. */
  end(): ModelEnd {
    this.#think.flush();
    const reason = this.#finishReason;
    if (reason === 'content_filter') throw this.#fail('content_refused');
    if (reason === 'error') throw this.#fail('provider_error');
    if (!reason && !this.#whole) throw this.#fail(this.#onlyMalformed ? 'malformed' : 'truncated');
    const toolCalls = reason === 'length' ? [] : this.#tools.complete(this.#deps.newCallId);
    if (toolCalls.length === 0 && !this.#content) throw this.#fail(this.#whyNothing());
    return {
      finishReason: toolCalls.length > 0 ? 'tool_calls' : reason === 'length' ? 'length' : 'stop',
      usage: this.#usage,
      model: this.#model,
      toolCalls,
      skippedEvents: this.#skippedEvents,
    };
  }

  get #onlyMalformed(): boolean {
    return this.#goodEvents === 0 && this.#skippedEvents > 0;
  }

  #whyNothing(): 'content_refused' | 'malformed' | 'truncated' | 'empty' {
    if (this.#refused || REFUSALS.has(this.#nativeReason)) return 'content_refused';
    if (this.#onlyMalformed) return 'malformed';
    // Cut within the arguments of a call.
    return this.#tools.any ? 'truncated' : 'empty';
  }

  #finishWhole(): void {
    this.#whole = true;
    this.#deps.onFinish(true);
  }

  #read(event: StreamEvent): void {
    this.#goodEvents += 1;
    if (event.usage) this.#usage = readUsage(event.usage);
    if (event.provider && event.provider !== this.#provider) {
      this.#provider = event.provider;
      this.#deps.onProvider(event.provider);
    }
    if (typeof event.model === 'string' && event.model !== '') this.#model = event.model;
    const choice = Array.isArray(event.choices) ? (event.choices[0] as UpstreamChoice | undefined) : undefined;
    const error = event.error ?? choice?.error;
    if (error) throw this.#failWith(error);
    if (choice) this.#readChoice(choice);
  }

  #readChoice(choice: UpstreamChoice): void {
    const message = choice.delta ?? choice.message;
    if (typeof message === 'object' && message !== null) this.#readMessage(message);
    if (typeof choice.finish_reason !== 'string' || choice.finish_reason === '') return;
    this.#finishReason = choice.finish_reason;
    if (typeof choice.native_finish_reason === 'string') this.#nativeReason = choice.native_finish_reason.toLowerCase();
    this.#deps.onFinish(false);
  }

  #readMessage(message: UpstreamMessage): void {
    const reasoning = message.reasoning || message.reasoning_content;
    if (typeof reasoning === 'string' && reasoning !== '') {
      this.#deps.onLife();
      this.#deps.sink.onReasoning(reasoning);
    } else if (hasItems(message.reasoning_details)) this.#readDetails(message.reasoning_details);
    if (hasItems(message.tool_calls)) this.#readTools(message.tool_calls);
    if (typeof message.refusal === 'string' && message.refusal !== '') this.#refused = true;
    const { content } = message;
    const text = typeof content === 'string' ? content : hasItems(content) ? textOfParts(content) : '';
    if (text === '') return;
    this.#deps.onLife();
    if (this.#think.settled) this.#onText(text);
    else this.#think.feed(text);
  }

  #onText(content: string): void {
    if (!this.#content && /\S/.test(content)) this.#content = true;
    this.#deps.sink.onText(content);
  }

  /** Some of it is encrypted: a sign of life without text. */
  #readDetails(details: readonly unknown[]): void {
    this.#deps.onLife();
    const text = textOfParts(details);
    if (text !== '') this.#deps.sink.onReasoning(text);
  }

  #readTools(pieces: readonly unknown[]): void {
    this.#deps.onLife();
    this.#tools.add(pieces);
    this.#deps.sink.onToolDelta();
  }

  #fail(failureClass: keyof typeof WORDS): ModelFailure {
    return new ModelFailure(failureClass, WORDS[failureClass], { usage: this.#usage });
  }

  #failWith(error: UpstreamError | string): ModelFailure {
    const said = typeof error === 'string' ? { message: error } : error;
    return failureOf({ error: said, status: Number.NaN, headers: {}, asked: this.asked, usage: this.#usage });
  }
}

/** `undefined`: not JSON, or not an object. */
function parse(data: string): StreamEvent | undefined {
  try {
    const event: unknown = JSON.parse(data);
    // Read field by field, each of which may be missing; no schema check on the hot path.
    return typeof event === 'object' && event !== null ? (event as StreamEvent) : undefined;
  } catch {
    return undefined;
  }
}

function hasItems(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

/** The text of content or reasoning that comes as a list of parts. */
function textOfParts(parts: readonly unknown[]): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if (typeof part === 'object' && part !== null) {
      // Each field is looked at before it is used.
      const { text: own, summary } = part as { text?: unknown; summary?: unknown };
      if (typeof own === 'string') text += own;
      else if (typeof summary === 'string') text += summary;
    }
  }
  return text;
}
