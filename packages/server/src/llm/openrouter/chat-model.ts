/** `ChatModel` on OpenRouter and any OpenAI-compatible server. */
import type { Logger } from 'pino';
import { Agent } from 'undici';
import { type ChatModel, ModelFailure, type ModelRequest } from '../../chat/model-ports.ts';
import { callOnce } from './attempt.ts';
import { stopsBilling } from './billing.ts';
import { createModelCatalogue } from './model-catalogue.ts';
import type { OpenRouterOptions } from './options.ts';
import { headersOf } from './request-body.ts';
import { createWarmConnections } from './warm-connections.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const LIST_TIMEOUT_MS = 15_000;
const LONGEST_LIST = 32 * 1024 * 1024;

export interface OpenRouterDeps {
  /** Ids, best first. */
  readonly configured: readonly string[];
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

export interface OpenRouterModel extends ChatModel {
  /** For operators: `configured`, or which models are gone, and what there is instead. */
  describe(): string;
}

/** Opens connections and reads the list of models behind the caller's back; `close` ends both. */
export function createOpenRouterModel(options: OpenRouterOptions, deps: OpenRouterDeps): OpenRouterModel {
  const warm = createWarmConnections(options.baseUrl, options.warmConnections, CONNECT_TIMEOUT_MS);
  const agent = createAgent(options, warm.connect);
  const catalogue = createModelCatalogue({
    ...deps,
    fetchList: (signal) => fetchList(agent, options, signal),
    now: () => Date.now(),
  });
  /** Model to the provider that its last call came from. */
  const providers = new Map<string, string>();
  let withoutStreamOptions = false;
  let namedCalls = 0;
  function learnFrom({ failureClass }: ModelFailure, { model, tools }: ModelRequest): void {
    // Some servers name no reason when they refuse tools: they get none for a while.
    const perhaps = failureClass === 'bad_request' && tools.length > 0 && catalogue.factsOf(model).takesTools === null;
    if (failureClass === 'prefill_refused') catalogue.learn(model, 'prefill');
    if (failureClass === 'tools_refused' || perhaps) catalogue.learn(model, 'tools');
  }

  warm.start();
  void catalogue.start();

  return {
    async call(request, sink, signal) {
      const { model } = request;
      providers.delete(model);
      const attempt = {
        options,
        agent,
        known: { withoutStreamOptions, maxAnswerTokens: catalogue.factsOf(model).maxAnswerTokens },
        onProvider: (name: string) => void providers.set(model, name),
        onStreamOptionsRefused: () => {
          withoutStreamOptions = true;
        },
        newCallId: () => `call_${++namedCalls}`,
      };
      try {
        return await callOnce(attempt, { request, sink }, signal);
      } catch (error) {
        if (error instanceof ModelFailure) learnFrom(error, request);
        throw error;
      }
    },
    factsOf: catalogue.factsOf,
    stopsBilling(model) {
      const provider = providers.get(model);
      return provider === undefined ? null : stopsBilling(provider);
    },
    describe: catalogue.describe,
    async close() {
      catalogue.close();
      warm.close();
      await agent.destroy();
    },
  };
}

function createAgent(
  { totalTimeoutMs }: OpenRouterOptions,
  connect: ReturnType<typeof createWarmConnections>['connect'],
) {
  return new Agent({
    connect,
    // Our own timers watch content, not bytes; these two only bound a dead line, and come later.
    headersTimeout: totalTimeoutMs + 1_000,
    bodyTimeout: totalTimeoutMs + 1_000,
    // What the server itself says in its `Keep-Alive` header comes first.
    keepAliveTimeout: 60_000,
    connections: null,
    pipelining: 1,
    allowH2: false,
  });
}

async function fetchList(agent: Agent, options: OpenRouterOptions, signal: AbortSignal): Promise<unknown> {
  const url = new URL(`${options.baseUrl}/models`);
  const response = await agent.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method: 'GET',
    headers: headersOf(options, 'application/json'),
    signal: AbortSignal.any([signal, AbortSignal.timeout(LIST_TIMEOUT_MS)]),
  });
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of response.body) {
    text += decoder.decode(bytes as Buffer, { stream: true });
    if (text.length > LONGEST_LIST) throw new Error('The list of models is too long to be one.');
  }
  return response.statusCode === 200 ? JSON.parse(text) : null;
}
