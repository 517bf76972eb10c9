/** `ChatModel` on OpenRouter and any OpenAI-compatible server: one POST, its event stream read by synchronous callbacks. */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { Agent, type Dispatcher } from 'undici';
import {
  type ChatModel,
  type FailureClass,
  type ModelEnd,
  ModelFailure,
  type ModelRequest,
  type ModelSink,
} from '../../chat/model-ports.ts';
import { stopsBilling } from './billing.ts';
import { failureOfBody, failureOfConnection, failureOfEvent } from './failure.ts';
import { readUsage, type StreamEvent } from './stream-event.ts';

export const OPENROUTER_URL = 'https://openrouter.ai/api/v1';

export interface OpenRouterOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly referer: string | undefined;
  readonly title: string | undefined;
  readonly firstTokenTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const MAX_ERROR_BYTES = 64 * 1024;

/** Keeps connections warm; `close` ends them. */
export function createOpenRouterModel(options: OpenRouterOptions): ChatModel {
  const agent = new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS },
    // Our own timers watch content, not bytes; these two only bound a dead line.
    headersTimeout: options.totalTimeoutMs,
    bodyTimeout: options.totalTimeoutMs,
    keepAliveTimeout: 60_000,
    connections: null,
    pipelining: 1,
  });
  const providers = new Map<string, string>();
  return {
    call: (request, sink, signal) => new Attempt({ options, agent, providers }, request, sink).run(signal),
    factsOf: () => ({
      available: null,
      contextTokens: null,
      maxAnswerTokens: null,
      takesTools: null,
      takesPrefill: null,
    }),
    stopsBilling: (model) => stopsBilling(providers.get(model) ?? model.split('/')[0] ?? ''),
    close: () => agent.destroy(),
  };
}

interface AttemptDeps {
  readonly options: OpenRouterOptions;
  readonly agent: Agent;
  /** Model to the provider that answered for it last. */
  readonly providers: Map<string, string>;
}

class Attempt {
  readonly #deps: AttemptDeps;
  readonly #request: ModelRequest;
  readonly #sink: ModelSink;
  readonly #stop = new AbortController();
  #idle: NodeJS.Timeout | undefined;
  #total: NodeJS.Timeout | undefined;
  #finishReason: string | null = null;
  #usage: ModelEnd['usage'] = null;
  #model: string;
  #sawDone = false;
  #content = false;
  /** From the first delta on the idle timeout holds instead of the first token's. */
  #speaking = false;

  constructor(deps: AttemptDeps, request: ModelRequest, sink: ModelSink) {
    this.#deps = deps;
    this.#request = request;
    this.#sink = sink;
    this.#model = request.model;
  }

  async run(signal: AbortSignal): Promise<ModelEnd> {
    signal.throwIfAborted();
    const forward = () => this.#stop.abort(signal.reason);
    signal.addEventListener('abort', forward, { once: true });
    const { firstTokenTimeoutMs, totalTimeoutMs } = this.#deps.options;
    this.#idle = setTimeout(
      () => this.#timeOut('first_token_timeout', 'The model did not begin to answer in time.'),
      firstTokenTimeoutMs,
    );
    this.#total = setTimeout(
      () => this.#timeOut('total_timeout', 'The model took too long and was cut off.'),
      totalTimeoutMs,
    );
    try {
      await this.#exchange();
      return this.#end();
    } catch (error) {
      throw this.#explain(error);
    } finally {
      signal.removeEventListener('abort', forward);
      clearTimeout(this.#idle);
      clearTimeout(this.#total);
    }
  }

  async #exchange(): Promise<void> {
    const { options, agent } = this.#deps;
    const url = new URL(`${options.baseUrl}/chat/completions`);
    const response = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'POST',
      headers: headersOf(options),
      body: JSON.stringify(bodyOf(options, this.#request)),
      signal: this.#stop.signal,
    });
    if (response.statusCode !== 200) throw await failureOfResponse(response);
    await this.#read(response.body);
  }

  /** Plain `data` events: an async iterator would cost a promise for every read. */
  #read(body: Dispatcher.ResponseData['body']): Promise<void> {
    const decoder = new TextDecoder();
    const parser = createParser({ onEvent: (event) => this.#onEvent(event) });
    return new Promise((resolve, reject) => {
      body.on('data', (bytes: Buffer) => {
        try {
          parser.feed(decoder.decode(bytes, { stream: true }));
        } catch (error) {
          body.destroy();
          reject(error);
        }
      });
      body.on('end', resolve);
      body.on('error', reject);
      body.on('close', resolve);
    });
  }

  #onEvent({ data }: EventSourceMessage): void {
    if (data === '[DONE]') {
      this.#sawDone = true;
      return;
    }
    const event = parseEvent(data);
    if (!event) return;
    if (event.error) throw failureOfEvent(event.error);
    if (event.provider) this.#deps.providers.set(this.#request.model, event.provider);
    if (event.model) this.#model = event.model;
    if (event.usage) this.#usage = readUsage(event.usage);
    const choice = event.choices?.[0];
    if (choice?.finish_reason) this.#finishReason = choice.finish_reason;
    if (choice?.delta) this.#onDelta(choice.delta);
  }

  #onDelta({
    content,
    reasoning,
    tool_calls,
  }: NonNullable<NonNullable<StreamEvent['choices']>[number]['delta']>): void {
    if (!content && !reasoning && !tool_calls?.length) return;
    this.#stayAlive();
    if (reasoning) this.#sink.onReasoning(reasoning);
    if (!content) return;
    this.#content = true;
    this.#sink.onText(content);
  }

  /** Called for every delta: a timer that is pushed back costs a fraction of one that is made anew. */
  #stayAlive(): void {
    if (this.#speaking) {
      this.#idle?.refresh();
      return;
    }
    this.#speaking = true;
    clearTimeout(this.#idle);
    const { idleTimeoutMs } = this.#deps.options;
    this.#idle = setTimeout(
      () => this.#timeOut('idle_timeout', 'The model fell silent in the middle of its answer.'),
      idleTimeoutMs,
    );
  }

  #timeOut(failureClass: FailureClass, detail: string): void {
    this.#stop.abort(new ModelFailure(failureClass, detail));
  }

  #end(): ModelEnd {
    if (this.#stop.signal.aborted) throw this.#stop.signal.reason;
    if (this.#finishReason === 'content_filter') {
      throw new ModelFailure('content_refused', 'The provider refused to answer this. Ask it in other words.');
    }
    if (this.#finishReason === 'error') throw new ModelFailure('provider_error', 'The provider reported an error.');
    if (!this.#finishReason && !this.#sawDone) {
      throw new ModelFailure('truncated', "The model's answer broke off.");
    }
    if (!this.#content) throw new ModelFailure('empty', 'The model sent an empty answer.');
    return {
      finishReason: this.#finishReason === 'length' ? 'length' : 'stop',
      usage: this.#usage,
      model: this.#model,
      toolCalls: [],
      skippedEvents: 0,
    };
  }

  #explain(error: unknown): unknown {
    if (error instanceof ModelFailure) return error;
    if (this.#stop.signal.aborted) return this.#stop.signal.reason;
    return failureOfConnection(error);
  }
}

async function failureOfResponse(response: Dispatcher.ResponseData): Promise<ModelFailure> {
  let text = '';
  for await (const bytes of response.body) {
    text += String(bytes);
    if (text.length > MAX_ERROR_BYTES) break;
  }
  return failureOfBody(response.statusCode, text);
}

function headersOf({ apiKey, referer, title }: OpenRouterOptions): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    Accept: 'text/event-stream',
    ...(apiKey && { Authorization: `Bearer ${apiKey}` }),
    ...(referer && { 'HTTP-Referer': referer }),
    ...(title && { 'X-Title': title, 'X-OpenRouter-Title': title }),
  };
}

function bodyOf({ baseUrl }: OpenRouterOptions, { model, messages, conversation }: ModelRequest) {
  return {
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
    // Only OpenRouter knows this one; other servers may refuse what they do not know.
    ...(baseUrl === OPENROUTER_URL && { session_id: conversation }),
  };
}

/** A malformed event amid good ones is skipped. */
function parseEvent(data: string): StreamEvent | undefined {
  try {
    const event: unknown = JSON.parse(data);
    // Read field by field, each of which may be missing; no schema check on the hot path.
    return typeof event === 'object' && event !== null ? (event as StreamEvent) : undefined;
  } catch {
    return undefined;
  }
}
