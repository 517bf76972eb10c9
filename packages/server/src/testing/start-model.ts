/** The OpenRouter adapter with a scripted provider behind it, for tests below the server. */
import type { Logger } from 'pino';
import { createOpenRouterModel, type OpenRouterModel } from '../llm/openrouter/chat-model.ts';
import type { OpenRouterOptions } from '../llm/openrouter/options.ts';
import type { ModelUnderTest } from './chat-model.contract.ts';
import { startUpstream } from './upstream.ts';

const SILENT: Pick<Logger, 'info' | 'warn'> = { info: () => undefined, warn: () => undefined };

const TEST_OPTIONS: Omit<OpenRouterOptions, 'baseUrl'> = {
  apiKey: 'k',
  referer: undefined,
  title: undefined,
  // No test but one of silence may meet a deadline, however busy the machine is.
  firstTokenTimeoutMs: 30_000,
  idleTimeoutMs: 30_000,
  totalTimeoutMs: 30_000,
  routing: {
    order: [],
    dataCollection: undefined,
    zeroRetention: false,
    maxPrice: { prompt: undefined, completion: undefined },
    models: [],
  },
  namesConversation: false,
  maxAnswerTokens: undefined,
  warmConnections: 0,
};

/** An adapter for a server of one's own. */
export function modelAt(baseUrl: string, options: Partial<OpenRouterOptions> = {}): OpenRouterModel {
  return createOpenRouterModel({ ...TEST_OPTIONS, baseUrl, ...options }, { configured: ['a/one'], logger: SILENT });
}

/** Uses an adapter with these options and closes it. */
export async function withModelAt<T>(
  baseUrl: string,
  options: Partial<OpenRouterOptions>,
  use: (model: OpenRouterModel) => Promise<T>,
): Promise<T> {
  const model = modelAt(baseUrl, options);
  try {
    return await use(model);
  } finally {
    await model.close();
  }
}

/** With a provider of its own. */
export async function startModel(options: Partial<OpenRouterOptions> = {}): Promise<ModelUnderTest> {
  const upstream = await startUpstream();
  const model = modelAt(upstream.url, options);
  return {
    model,
    script: upstream.script,
    get sent() {
      return upstream.calls.map((call) => call.body);
    },
    cancelled: () => upstream.calls.filter((call) => call.cancelled).length,
    async close() {
      await model.close();
      await upstream.close();
    },
  };
}
