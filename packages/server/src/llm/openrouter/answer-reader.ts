/** Reads an answer, event by event or as one document, into a sink; knows at its end whether it was one. */
import { type ModelEnd, ModelFailure, type ModelRequest, type ModelSink } from '../../chat/model-ports.ts';
import { AlikeEvents } from './alike-events.ts';
import { answeredBy } from './answered-by.ts';
import { ChoiceReader } from './choice-reader.ts';
import { DeltaReader } from './delta-reader.ts';
import { errorIn, failureOf, saysError, type WORDS, wordsFor } from './failure.ts';
import type { Asked } from './failure-class.ts';
import { type Finish, finishOf, isReason, worstOf } from './finish-reason.ts';
import { parseEvent, readUsage, type StreamEvent, type UpstreamChoice, type UpstreamError } from './stream-event.ts';
import type { Expectation, UnopenedThoughts } from './unopened-thoughts.ts';

/** It is stored, and shown in a chunk of bounded size. */
const MODEL_NAME = /^[!-~]{1,200}$/;
const NAME = /^[ -~]{1,100}$/;
/** It becomes a part of an address. */
const GENERATION = /^gen-[\w-]{1,100}$/;

/** What later failures, and the first words, depend on. */
interface AskedFor extends Omit<Asked, 'begun'> {
  readonly model: string;
}

export interface ReaderDeps {
  readonly sink: ModelSink;
  /** Content, reasoning or a piece of a tool call arrived. */
  readonly onLife: () => void;
  /** A finish reason arrived, or `[DONE]`: nothing more is needed. */
  readonly onFinish: (whole: boolean) => void;
  /** Models that OpenRouter may fall back to by itself. */
  readonly others: readonly string[];
  /** Names a tool call that came without an id. */
  readonly newCallId: () => string;
  /** Of answers that begin amid a thought. */
  readonly thoughts: UnopenedThoughts;
}

export class AnswerReader {
  readonly #deps: ReaderDeps;
  readonly #asked: AskedFor;
  readonly #said: DeltaReader;
  #finish: Finish | null = null;
  #usage: ModelEnd['usage'] = null;
  #model: string;
  #provider = '';
  #generation = '';
  #whole = false;
  /** As the provider calls its refusal. */
  #refusedFor = '';
  /** What came last could not be read. */
  #unread = false;
  #hasDeltas = false;
  readonly #choices = new ChoiceReader();
  readonly #alike = new AlikeEvents();
  #goodEvents = 0;
  #skippedEvents = 0;

  /** Of the request only its traits are kept: it may be long. */
  constructor(request: ModelRequest, deps: ReaderDeps) {
    const { model, tools } = request;
    this.#deps = deps;
    this.#model = model;
    this.#asked = { model, withPrefill: hasPrefill(request), withTools: tools.length > 0 };
    this.#said = new DeltaReader({
      sink: deps.sink,
      onLife: deps.onLife,
      expects: expectationOf(deps.thoughts, this.#asked),
      onBeginning: (inThought) => this.#onBeginning(inThought),
    });
  }

  /** What later failures depend on. */
  get asked(): Asked {
    return { ...this.#asked, begun: this.#said.hasText };
  }

  get usage(): ModelEnd['usage'] {
    return this.#usage;
  }

  get skippedEvents(): number {
    return this.#skippedEvents;
  }

  /** By a header, or by the first event. */
  knowGeneration(id: unknown): void {
    if (this.#generation !== '' || typeof id !== 'string' || !GENERATION.test(id)) return;
    this.#generation = id;
    this.#deps.sink.onFacts({ generation: id });
  }

  /** Reads events at the beginning of `stream` that need no parsing, for they are like earlier ones; where the first other begins. */
  skim(stream: string): number {
    if (this.#whole) return 0;
    const { end, said, events } = this.#alike.skim(stream);
    if (events === 0) return 0;
    this.#goodEvents += events;
    this.#unread = false;
    this.#said.readText(said, events);
    return end;
  }

  /** The data of one event. Throws `ModelFailure` for an error amid the stream. What was cut is not malformed. */
  event(data: string, cut: boolean): void {
    if (this.#whole) return;
    const event = data === '[DONE]' ? undefined : parseEvent(data);
    if (event) {
      const text = this.#read(event) ? onlyTextOf(event) : null;
      if (text !== null) this.#alike.learn(data, text);
    } else if (data.trim() === '[DONE]') this.#finishWhole();
    else if (!cut && data.trim() !== '') {
      this.#skippedEvents += 1;
      this.#unread = true;
    }
  }

  /** The data of an event that is called `error`, whatever it says. */
  error(data: string): void {
    if (this.#whole) return;
    const error = errorIn(parseEvent(data)) ?? {};
    if (this.#mayFail) throw this.#failWith(error);
  }

  strangeLine(): void {
    this.#unread = true;
  }

  /** A plain call's answer; also what comes instead of a stream from servers that do not stream. */
  document(text: string): void {
    const body = parseEvent(text);
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
    this.#readKept();
    const finish = this.#finish;
    this.#said.end(finish === 'stop' || (finish === null && this.#whole));
    if (finish === 'refused' || (finish !== 'error' && this.#said.isRefusal)) throw this.#fail('content_refused');
    if (finish === 'error') throw this.#fail('provider_error');
    if (!finish && this.#onlyMalformed) throw this.#fail('malformed');
    // What cannot be read and stands last, with no finish reason before it, is a failure in words of its own.
    if (!finish && (!this.#whole || this.#unread)) throw this.#fail('truncated');
    const toolCalls = finish === 'length' ? [] : this.#said.tools.complete(this.#deps.newCallId);
    if (toolCalls.length === 0 && !this.#said.hasText) throw this.#fail(this.#whyNothing());
    return {
      finishReason: toolCalls.length > 0 ? 'tool_calls' : finish === 'length' ? 'length' : 'stop',
      usage: this.#usage,
      model: this.#model,
      toolCalls,
      skippedEvents: this.#skippedEvents,
    };
  }

  get #onlyMalformed(): boolean {
    return this.#goodEvents === 0 && this.#skippedEvents > 0;
  }

  #whyNothing(): 'malformed' | 'truncated' | 'empty' {
    if (this.#onlyMalformed) return 'malformed';
    // Cut within the arguments of a call.
    return this.#said.tools.any ? 'truncated' : 'empty';
  }

  /** What goes on with a prefill begins where that ends: it says nothing of the model. */
  #onBeginning(inThought: boolean): void {
    const { model, withPrefill } = this.#asked;
    if (inThought || !withPrefill) this.#deps.thoughts.learn(model, inThought);
  }

  #finishWhole(): void {
    this.#whole = true;
    this.#deps.onFinish(true);
  }

  /** Whether it has a choice that is the answer. */
  #read(event: StreamEvent): boolean {
    this.#goodEvents += 1;
    this.#unread = false;
    if (event.usage) this.#usage = readUsage(event.usage);
    const { model, provider } = event;
    if (this.#generation === '') this.knowGeneration(event.id);
    if (typeof provider === 'string' && provider !== this.#provider) this.#knowProvider(provider);
    if (typeof model === 'string' && model !== this.#model) this.#knowModel(model);
    const choice = this.#choices.read(event.choices);
    const error = event.error ?? choice?.error ?? (choice || event.usage ? null : errorBeside(event));
    if (error && !isBlank(error) && this.#mayFail) throw this.#failWith(error);
    // It may be a failure in fields that nobody knows.
    if (!event.choices && !event.usage) this.#unread = true;
    if (!choice) return false;
    this.#readKept();
    this.#readChoice(choice);
    return true;
  }

  /** What came before it was known to be of the answer. */
  #readKept(): void {
    const kept = this.#choices.takeKept();
    if (kept) this.#readChoice(kept);
  }

  /** What comes after a finish reason does not undo the answer. */
  get #mayFail(): boolean {
    return this.#finish === null || this.#finish === 'error';
  }

  #knowProvider(name: string): void {
    if (!NAME.test(name)) return;
    this.#provider = name;
    this.#deps.sink.onFacts({ provider: name });
  }

  #knowModel(name: string): void {
    if (!MODEL_NAME.test(name)) return;
    this.#model = name;
    const model = answeredBy(name, this.#asked.model, this.#deps.others);
    if (model !== null) this.#deps.sink.onFacts({ model });
  }

  #readChoice(choice: UpstreamChoice): void {
    if (choice.delta) this.#hasDeltas = true;
    // A last chunk with the whole message, after its deltas, says nothing new; without any, messages are the pieces.
    const message = choice.delta ?? (this.#hasDeltas ? null : choice.message);
    if (typeof message === 'object' && message !== null) this.#said.read(message);
    const { finish_reason: reason, native_finish_reason: native } = choice;
    if (!isReason(reason)) return;
    const finish = finishOf(reason, native);
    this.#finish = worstOf(this.#finish, finish);
    if (finish === 'refused') this.#refusedFor = typeof native === 'string' ? native : reason;
    this.#deps.onFinish(false);
  }

  #fail(failureClass: keyof typeof WORDS): ModelFailure {
    const saidStop = failureClass === 'empty' && this.#finish === 'stop';
    const reasons = { metadata: { reasons: this.#refusedFor.toLowerCase() } };
    return new ModelFailure(failureClass, wordsFor(failureClass, reasons), { usage: this.#usage, saidStop });
  }

  #failWith(error: UpstreamError | string): ModelFailure {
    const said = typeof error === 'string' ? { message: error } : error;
    return failureOf({ error: said, status: Number.NaN, headers: {}, asked: this.asked, usage: this.#usage });
  }
}

function hasPrefill({ messages }: ModelRequest): boolean {
  const last = messages.at(-1);
  return last?.role === 'assistant' && !last.toolCalls?.length;
}

/** What goes on with a prefill begins amid a sentence: its first words say nothing. */
function expectationOf(thoughts: UnopenedThoughts, { model, withPrefill }: AskedFor): Expectation {
  const expected = thoughts.expects(model);
  return expected === 'perhaps' && withPrefill ? 'answer' : expected;
}

/** The error that an event names in other fields than the one for that. */
function errorBeside(event: StreamEvent): UpstreamError | null {
  return saysError(event) ? (errorIn(event) ?? {}) : null;
}

/** `null`: it says more than some text of the answer. */
function onlyTextOf({ choices, usage, error }: StreamEvent): string | null {
  const [choice] = choices?.length === 1 ? choices : [];
  if (!choice?.delta || choice.error || isReason(choice.finish_reason) || usage || error) return null;
  const { content, role, ...others } = choice.delta;
  const isAlone = (role ?? 'assistant') === 'assistant' && Object.values(others).every(saysNothing);
  return isAlone && typeof content === 'string' && content !== '' ? content : null;
}

function saysNothing(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Some servers send the fields of an error with each event, and nothing in them. */
function isBlank(error: UpstreamError | string): boolean {
  if (typeof error !== 'object') return false;
  const said: readonly unknown[] = Object.values(error);
  return said.length > 0 && said.every((each) => each === null || each === '');
}
