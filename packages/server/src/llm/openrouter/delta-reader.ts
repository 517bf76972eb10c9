/** Reads what a model says, delta by delta or as one message: text, thoughts and pieces of tool calls go into the sink. */
import type { ModelSink } from '../../chat/model-ports.ts';
import { readContentParts, textOfParts } from './content-parts.ts';
import type { UpstreamMessage } from './stream-event.ts';
import { type TextTargets, ThinkFilter } from './think-filter.ts';
import { ToolCallPieces } from './tool-call-pieces.ts';
import type { Expectation } from './unopened-thoughts.ts';

interface DeltaTargets {
  readonly sink: ModelSink;
  /** Content, reasoning or a piece of a tool call arrived. */
  readonly onLife: () => void;
  /** How the text may begin. */
  readonly expects: Expectation;
  /** It began amid a thought, or it did not. */
  readonly onBeginning: (inThought: boolean) => void;
}

export class DeltaReader implements TextTargets {
  readonly tools = new ToolCallPieces();
  readonly #targets: DeltaTargets;
  readonly #think: ThinkFilter;
  #hasText = false;
  #thinks = false;
  #isRefusal = false;
  /** In which came what is handed on next. */
  #deltas = 1;

  constructor(targets: DeltaTargets) {
    this.#targets = targets;
    this.#think = new ThinkFilter(this, targets.expects);
  }

  /** Something but white space was said. */
  get hasText(): boolean {
    return this.#hasText;
  }

  /** There is text, or a call of a tool. */
  get begun(): boolean {
    return this.#hasText || this.tools.any;
  }

  /** It was said in a field for that. */
  get isRefusal(): boolean {
    return this.#isRefusal;
  }

  /** Nothing more comes; `whole`: for the model had no more to say. */
  end(whole: boolean): void {
    this.#think.flush(whole);
  }

  read(message: UpstreamMessage): void {
    // What a tool of the provider's own found is not what the model says.
    if (message.role === 'tool') return;
    const reasoning = message.reasoning || message.reasoning_content || message.reasoning_text || message.thinking;
    if (typeof reasoning === 'string' && reasoning !== '') this.#readThoughts(reasoning);
    else if (hasItems(message.reasoning_details)) this.#readDetails(message.reasoning_details);
    if (hasItems(message.tool_calls)) this.#readTools(message.tool_calls);
    else if (message.function_call) this.#readTools([{ index: 0, function: message.function_call }]);
    if (typeof message.refusal === 'string' && message.refusal !== '') this.#isRefusal = true;
    const { content } = message;
    if (typeof content === 'string') this.readText(content);
    else if (hasItems(content)) {
      const { text, reasoning: thoughts } = readContentParts(content);
      this.#readThoughts(thoughts);
      this.readText(text);
    }
  }

  /** Some of the answer's text, which came in so many deltas. */
  readText(text: string, deltas = 1): void {
    if (text === '') return;
    this.#deltas = deltas;
    // White space without end is a way to say nothing, amid an answer too.
    if (/\S/.test(text)) this.#targets.onLife();
    this.#think.feed(text);
  }

  #readThoughts(thoughts: string): void {
    if (!/\S/.test(thoughts)) {
      if (this.#thinks && thoughts !== '') this.#targets.sink.onReasoning(thoughts);
      return;
    }
    if (!this.#thinks) this.#think.expectNone();
    this.#thinks = true;
    this.#targets.onLife();
    this.#targets.sink.onReasoning(thoughts);
  }

  /** As the filter tells it. */
  onText(content: string): void {
    if (!this.#hasText && /\S/.test(content)) this.#hasText = true;
    this.#targets.sink.onText(content, this.#deltas);
    this.#deltas = 1;
  }

  onReasoning(content: string): void {
    this.#targets.sink.onReasoning(content);
  }

  onBeginning(inThought: boolean): void {
    this.#targets.onBeginning(inThought);
  }

  /** Some of it is encrypted: a sign of life without text. */
  #readDetails(details: readonly unknown[]): void {
    if (details.some(isEncrypted)) this.#targets.onLife();
    this.#readThoughts(textOfParts(details));
  }

  #readTools(pieces: readonly unknown[]): void {
    if (!this.tools.add(pieces)) return;
    this.#targets.onLife();
    this.#targets.sink.onToolDelta();
  }
}

function isEncrypted(detail: unknown): boolean {
  if (typeof detail !== 'object' || detail === null || !('data' in detail)) return false;
  return typeof detail.data === 'string' && detail.data !== '';
}

function hasItems(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}
