/** One call: a POST, its deadlines on content, and what its end means. */
import type { Agent } from 'undici';
import {
  type FailureClass,
  type ModelEnd,
  ModelFailure,
  type ModelRequest,
  type ModelSink,
} from '../../chat/model-ports.ts';
import { AnswerReader } from './answer-reader.ts';
import { exchange, type Incoming } from './exchange.ts';
import { failureOf, failureOfConnection, readError, WORDS } from './failure.ts';
import { textOf } from './failure-class.ts';
import type { OpenRouterOptions } from './options.ts';
import { type Reading, readBody, readErrorText } from './read-body.ts';
import { type OptionalField, refusedField } from './refused-field.ts';
import { bodyOf, headersOf, type Known } from './request-body.ts';
import type { UnopenedThoughts } from './unopened-thoughts.ts';

/** After the finish reason only the usage is waited for, and `[DONE]`. */
const CLOSING_MS = 2_000;

export interface AttemptDeps {
  readonly options: OpenRouterOptions;
  readonly agent: Agent;
  readonly known: Known;
  /** The model does not take it. */
  readonly onRefused: (field: OptionalField) => void;
  /** Something of the request is not taken, and nobody says what. */
  readonly onUnexplained: () => void;
  readonly newCallId: () => string;
  readonly thoughts: UnopenedThoughts;
}

/** Rejects with `ModelFailure`, or with the reason of `signal`. Leaves no timer and no listener behind. */
export async function callOnce(
  deps: AttemptDeps,
  of: { readonly request: ModelRequest; readonly sink: ModelSink },
  signal: AbortSignal,
): Promise<ModelEnd> {
  signal.throwIfAborted();
  const attempt = new Attempt(deps, of.request, of.sink);
  const forward = () => attempt.abort(signal.reason);
  signal.addEventListener('abort', forward, { once: true });
  try {
    return await attempt.run();
  } finally {
    signal.removeEventListener('abort', forward);
  }
}

class Attempt {
  readonly #deps: AttemptDeps;
  readonly #request: ModelRequest;
  readonly #sink: ModelSink;
  readonly #reader: AnswerReader;
  /** Its own: on a shared signal listeners would collect. */
  readonly #stop = new AbortController();
  #silence: NodeJS.Timeout | undefined;
  #phase: 'first' | 'speaking' | 'closing' = 'first';
  #reading: Reading | undefined;

  constructor(deps: AttemptDeps, request: ModelRequest, sink: ModelSink) {
    this.#deps = deps;
    this.#request = request;
    this.#sink = sink;
    this.#reader = new AnswerReader({
      request,
      sink,
      onLife: () => this.#stayAlive(),
      onFinish: (whole) => this.#onFinish(whole),
      others: deps.options.routing.models,
      newCallId: deps.newCallId,
      thoughts: deps.thoughts,
    });
  }

  abort(reason: unknown): void {
    this.#stop.abort(reason);
  }

  async run(): Promise<ModelEnd> {
    const { firstTokenTimeoutMs, totalTimeoutMs } = this.#deps.options;
    const total = setTimeout(() => this.#timeOut('total_timeout'), totalTimeoutMs);
    // A plain call says nothing until its answer is whole: only the total time bounds it.
    if (this.#request.mode === 'stream')
      this.#silence = setTimeout(() => this.#timeOut('first_token_timeout'), firstTokenTimeoutMs);
    try {
      await this.#exchange();
      return this.#reader.end();
    } catch (error) {
      throw this.#explain(error);
    } finally {
      clearTimeout(total);
      clearTimeout(this.#silence);
      this.#tellFacts();
    }
  }

  /** However it ended: what was billed until then is billed. */
  #tellFacts(): void {
    const { usage, skippedEvents } = this.#reader;
    this.#sink.onFacts({ ...(usage && { usage }), skippedEvents });
  }

  async #exchange(): Promise<void> {
    const { options, known, onRefused, onUnexplained } = this.#deps;
    const refused = new Set(known.refused);
    // What was refused is not sent again: this ends.
    for (;;) {
      const body = bodyOf(options, this.#request, { ...known, refused });
      const response = await this.#post(JSON.stringify(body));
      if (isSuccess(response)) return this.#read(response);
      const { failure, field } = await this.#failureOf(response, body);
      if (!field && failure.failureClass === 'bad_request' && isInvalid(response)) onUnexplained();
      if (!field) throw failure;
      refused.add(field);
      onRefused(field);
    }
  }

  async #post(body: string): Promise<Incoming> {
    const { options, agent } = this.#deps;
    const url = new URL(`${options.baseUrl}/chat/completions`);
    this.#sink.onSent?.(body);
    const request = {
      origin: url.origin,
      path: url.pathname + url.search,
      headers: headersOf(options, this.#request.mode === 'stream' ? 'text/event-stream' : 'application/json'),
      body,
    };
    const response = await exchange(agent, request, this.#stop.signal);
    // A refusal costs nothing.
    if (isSuccess(response)) this.#reader.knowGeneration(response.headers['x-generation-id']);
    return response;
  }

  async #read(response: Incoming): Promise<void> {
    this.#reading = readBody(response, this.#reader);
    try {
      await this.#reading.ended;
    } catch (error) {
      // The line broke after the finish reason: all of the answer is there.
      if (this.#phase !== 'closing' || error instanceof ModelFailure) throw error;
    }
    this.#stop.signal.throwIfAborted();
  }

  async #failureOf(response: Incoming, sent: Record<string, unknown>) {
    const error = readError(await readErrorText(response));
    const { statusCode: status, headers } = response;
    const field = isInvalid(response) ? refusedField(textOf(error), sent) : undefined;
    const failure = failureOf({ error, status, headers, asked: this.#reader.asked, usage: null });
    return { failure, field };
  }

  /** Called for every delta: a timer that is pushed back costs a fraction of one that is made anew. */
  #stayAlive(): void {
    if (this.#phase !== 'first') {
      this.#silence?.refresh();
      return;
    }
    this.#phase = 'speaking';
    this.#watch(this.#deps.options.idleTimeoutMs, () => this.#timeOut('idle_timeout'));
  }

  /** What is finished but not ended is waited for a moment, and is an answer all the same. */
  #onFinish(whole: boolean): void {
    if (whole) this.#reading?.stop();
    else if (this.#phase !== 'closing') {
      this.#phase = 'closing';
      this.#watch(CLOSING_MS, () => this.#reading?.stop());
    }
  }

  #watch(ms: number, onSilence: () => void): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(onSilence, ms);
  }

  #timeOut(failureClass: FailureClass): void {
    if (this.#phase === 'closing') this.#reading?.stop();
    else this.#stop.abort(new ModelFailure(failureClass, WORDS[failureClass], { usage: this.#reader.usage }));
  }

  #explain(error: unknown): unknown {
    if (this.#stop.signal.aborted) return this.#stop.signal.reason;
    return error instanceof ModelFailure ? error : failureOfConnection(error, this.#phase !== 'first');
  }
}

/** The request itself is refused; other refusals (409, 425) are of the moment. */
function isInvalid({ statusCode }: Incoming): boolean {
  return statusCode === 400 || statusCode === 422;
}

function isSuccess({ statusCode }: Incoming): boolean {
  return statusCode >= 200 && statusCode < 300;
}
