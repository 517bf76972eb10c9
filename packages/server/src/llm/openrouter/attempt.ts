/** One call: a POST, its deadlines on content, and what its end means. */
import type { Agent } from 'undici';
import {
  type FailureClass,
  type ModelEnd,
  ModelFailure,
  type ModelRequest,
  type ModelSink,
} from '../../chat/model-ports.ts';
import { SilenceTimer } from '../../silence-timer.ts';
import { AnswerReader } from './answer-reader.ts';
import { Exchange, type ResponseHead } from './exchange.ts';
import { failureOf, failureOfConnection, readError, WORDS } from './failure.ts';
import { textOf } from './failure-class.ts';
import type { OpenRouterOptions } from './options.ts';
import { Reading, readErrorText } from './read-body.ts';
import { type OptionalField, refusedField } from './refused-field.ts';
import { bodyOf, headersOf, type Known } from './request-body.ts';
import type { UnopenedThoughts } from './unopened-thoughts.ts';

/** After the finish reason only the usage is waited for, and `[DONE]`. */
const CLOSING_MS = 2_000;

/** The same for all calls of a provider. */
export interface AttemptDeps {
  readonly options: OpenRouterOptions;
  readonly agent: Agent;
  readonly knownOf: (model: string) => Known;
  /** The model does not take it. */
  readonly onRefused: (model: string, field: OptionalField) => void;
  /** Something of the request is not taken, and nobody says what. */
  readonly onUnexplained: (request: ModelRequest) => void;
  readonly onFailure: (model: string, failure: ModelFailure) => void;
  readonly newCallId: () => string;
  readonly thoughts: UnopenedThoughts;
}

interface CallOf {
  readonly request: ModelRequest;
  readonly sink: ModelSink;
}

/**
 * Rejects with `ModelFailure`, or with the reason of `signal`. Leaves no timer and no listener behind. The request is kept
 * until its answer begins, and no longer: it may be long, and an answer takes its time.
 */
export function callOnce(deps: AttemptDeps, { request, sink }: CallOf, signal: AbortSignal): Promise<ModelEnd> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const attempt = new Attempt(deps, request, sink);
  return attempt.run(attempt.open(request), signal);
}

class Attempt {
  readonly #deps: AttemptDeps;
  readonly #model: string;
  readonly #sink: ModelSink;
  readonly #reader: AnswerReader;
  #exchange: Exchange | undefined;
  #reading: Reading | undefined;
  readonly #silence = new SilenceTimer();
  #phase: 'first' | 'speaking' | 'closing' = 'first';
  /** Why it was ended from our side. */
  #stopped: { readonly reason: unknown } | undefined;

  constructor(deps: AttemptDeps, request: ModelRequest, sink: ModelSink) {
    this.#deps = deps;
    this.#model = request.model;
    this.#sink = sink;
    this.#reader = new AnswerReader(request, {
      sink,
      onLife: () => this.#stayAlive(),
      onFinish: (whole) => this.#onFinish(whole),
      others: deps.options.routing.models,
      newCallId: deps.newCallId,
      thoughts: deps.thoughts,
    });
  }

  /** Sends the request, and again without what is refused; resolves once its answer is being read. */
  async open(request: ModelRequest): Promise<Reading> {
    const { options, knownOf, onRefused, onUnexplained } = this.#deps;
    // A plain call says nothing until its answer is whole: only the total time bounds it.
    if (request.mode === 'stream')
      this.#silence.start(options.firstTokenTimeoutMs, () => this.#timeOut('first_token_timeout'));
    const known = knownOf(request.model);
    const refused = new Set(known.refused);
    // What was refused is not sent again: this ends.
    for (;;) {
      const body = bodyOf(options, request, { ...known, refused });
      const exchange = new Exchange();
      const head = await this.#post(exchange, request, JSON.stringify(body));
      if (isSuccess(head)) return this.#read(exchange, head);
      const { failure, field } = await this.#failureOf(exchange, head, body);
      if (!field && failure.failureClass === 'bad_request' && isInvalid(head)) onUnexplained(request);
      if (!field) throw failure;
      refused.add(field);
      onRefused(request.model, field);
    }
  }

  /** Until the end of the answer. */
  async run(opening: Promise<Reading>, signal: AbortSignal): Promise<ModelEnd> {
    const total = setTimeout(() => this.#timeOut('total_timeout'), this.#deps.options.totalTimeoutMs);
    const onAbort = () => this.#stop(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const { ended } = await opening;
      await ended.catch((error: unknown) => this.#onBroken(error));
      if (this.#stopped) throw this.#stopped.reason;
      return this.#reader.end();
    } catch (error) {
      const failure = this.#explain(error);
      if (failure instanceof ModelFailure) this.#deps.onFailure(this.#model, failure);
      throw failure;
    } finally {
      clearTimeout(total);
      this.#silence.stop();
      signal.removeEventListener('abort', onAbort);
      this.#tellFacts();
    }
  }

  #stop(reason: unknown): void {
    this.#stopped ??= { reason };
    this.#exchange?.abort(new Error('The call was ended.'));
  }

  /** However it ended: what was billed until then is billed. */
  #tellFacts(): void {
    const { usage, skippedEvents } = this.#reader;
    this.#sink.onFacts({ ...(usage && { usage }), skippedEvents });
  }

  #post(exchange: Exchange, { mode }: ModelRequest, body: string): Promise<ResponseHead> {
    if (this.#stopped) throw this.#stopped.reason;
    const { options, agent } = this.#deps;
    const url = new URL(`${options.baseUrl}/chat/completions`);
    this.#exchange = exchange;
    this.#sink.onSent?.(body);
    return exchange.post(agent, {
      origin: url.origin,
      path: url.pathname + url.search,
      headers: headersOf(options, mode === 'stream' ? 'text/event-stream' : 'application/json'),
      body,
    });
  }

  #read(exchange: Exchange, { headers }: ResponseHead): Reading {
    // A refusal costs nothing.
    this.#reader.knowGeneration(headers['x-generation-id']);
    this.#reading = new Reading(exchange, this.#reader);
    return this.#reading;
  }

  /** The line broke after the finish reason: all of the answer is there. */
  #onBroken(error: unknown): void {
    if (this.#phase !== 'closing' || error instanceof ModelFailure) throw error;
  }

  async #failureOf(exchange: Exchange, head: ResponseHead, sent: Record<string, unknown>) {
    const error = readError(await readErrorText(exchange));
    const { statusCode: status, headers } = head;
    const field = isInvalid(head) ? refusedField(textOf(error), sent) : undefined;
    const failure = failureOf({ error, status, headers, asked: this.#reader.asked, usage: null });
    return { failure, field };
  }

  /** Called for every delta. */
  #stayAlive(): void {
    this.#silence.heardAt = performance.now();
    if (this.#phase !== 'first') return;
    this.#phase = 'speaking';
    this.#silence.start(this.#deps.options.idleTimeoutMs, () => this.#timeOut('idle_timeout'));
  }

  /** What is finished but not ended is waited for a moment, and is an answer all the same. */
  #onFinish(whole: boolean): void {
    if (whole) this.#reading?.stop();
    else if (this.#phase !== 'closing') {
      this.#phase = 'closing';
      this.#silence.start(CLOSING_MS, () => this.#reading?.stop());
    }
  }

  #timeOut(failureClass: FailureClass): void {
    if (this.#phase === 'closing') this.#reading?.stop();
    else this.#stop(new ModelFailure(failureClass, WORDS[failureClass], { usage: this.#reader.usage }));
  }

  #explain(error: unknown): unknown {
    if (this.#stopped) return this.#stopped.reason;
    return error instanceof ModelFailure ? error : failureOfConnection(error, this.#phase !== 'first');
  }
}

/** The request itself is refused; other refusals (409, 425) are of the moment. */
function isInvalid({ statusCode }: ResponseHead): boolean {
  return statusCode === 400 || statusCode === 422;
}

function isSuccess({ statusCode }: ResponseHead): boolean {
  return statusCode >= 200 && statusCode < 300;
}
