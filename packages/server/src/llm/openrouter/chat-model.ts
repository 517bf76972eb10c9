/** `ChatModel` on OpenRouter and any OpenAI-compatible server. */
import type { Logger } from 'pino';
import { Agent } from 'undici';
import type { ChatModel } from '../../chat/model-ports.ts';
import { type AttemptDeps, callOnce } from './attempt.ts';
import { stopsBilling } from './billing.ts';
import { fetchJson } from './fetch-json.ts';
import { createModelCatalogue } from './model-catalogue.ts';
import type { OpenRouterOptions } from './options.ts';
import { createPacedConnector } from './paced-connector.ts';
import { readBill } from './read-bill.ts';
import type { OptionalField } from './refused-field.ts';
import { createUnopenedThoughts } from './unopened-thoughts.ts';
import { createWarmConnections } from './warm-connections.ts';

const CONNECT_TIMEOUT_MS = 5_000;

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
  const warm = createWarmConnections(
    options.baseUrl,
    options.warmConnections,
    createPacedConnector(CONNECT_TIMEOUT_MS),
  );
  const agent = createAgent(options, warm.connect);
  const catalogue = createModelCatalogue({
    ...deps,
    fetchList: (signal) => fetchJson({ agent, options }, '/models', signal),
    now: () => Date.now(),
  });
  const refused = new Map<string, Set<OptionalField>>();
  let namedCalls = 0;
  const calls: AttemptDeps = {
    options,
    agent,
    thoughts: createUnopenedThoughts(),
    knownOf: (model) => ({
      refused: refused.get(model) ?? new Set(),
      maxAnswerTokens: catalogue.factsOf(model).maxAnswerTokens,
    }),
    onRefused: (model, field) => {
      refused.set(model, new Set(refused.get(model)).add(field));
    },
    // Some servers name no reason when they refuse tools: they get none for a while.
    onUnexplained({ model, tools }) {
      if (tools.length > 0 && catalogue.factsOf(model).takesTools === null) catalogue.learn(model, 'tools');
    },
    onFailure(model, { failureClass }) {
      if (failureClass === 'prefill_refused') catalogue.learn(model, 'prefill');
      if (failureClass === 'tools_refused') catalogue.learn(model, 'tools');
    },
    newCallId: () => `call_${++namedCalls}`,
  };

  warm.start();
  void catalogue.start();

  return {
    call: (request, sink, signal) => callOnce(calls, { request, sink }, signal),
    factsOf: catalogue.factsOf,
    stopsBilling,
    proposals: catalogue.proposals,
    billOf: (generation, signal) =>
      fetchJson({ agent, options }, `/generation?id=${encodeURIComponent(generation)}`, signal).then(
        readBill,
        () => null,
      ),
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
