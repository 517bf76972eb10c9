/** What the adapter is told: where the provider is, how long it may take, and how OpenRouter shall route. */
import type { Config } from '../../config.ts';

export const OPENROUTER_URL = 'https://openrouter.ai/api/v1';

/** Wishes of the operator's, in OpenRouter's words; what was wished for is sent wherever the models are. */
export interface Routing {
  /** Its providers, the preferred first; empty: as it finds best. */
  readonly order: readonly string[];
  /** `deny`: only providers that keep nothing for training. */
  readonly dataCollection: 'allow' | 'deny' | undefined;
  /** Only endpoints that retain nothing at all. */
  readonly zeroRetention: boolean;
  /** At most so many USD for a million tokens. */
  readonly maxPrice: { readonly prompt: number | undefined; readonly completion: number | undefined };
  /** Models it may fall back to by itself before the first token. */
  readonly models: readonly string[];
}

export interface OpenRouterOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly referer: string | undefined;
  readonly title: string | undefined;
  readonly firstTokenTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly routing: Routing;
  /** OpenRouter itself, which keeps a conversation on one provider; other servers may refuse what they do not know. */
  readonly namesConversation: boolean;
  /** An answer has at most so many tokens; undefined: as many as the model likes. */
  readonly maxAnswerTokens: number | undefined;
  /** Connections kept open and unused, so that a question does not wait for a handshake. */
  readonly warmConnections: number;
}

/** The part of the configuration that is about models. */
type ModelConfig = Pick<
  Config,
  | 'OPENROUTER_BASE_URL'
  | 'OPENROUTER_API_KEY'
  | 'OPENROUTER_HTTP_REFERER'
  | 'OPENROUTER_X_TITLE'
  | 'LLM_FIRST_TOKEN_TIMEOUT_MS'
  | 'LLM_IDLE_TIMEOUT_MS'
  | 'LLM_TOTAL_TIMEOUT_MS'
  | 'LLM_MAX_ANSWER_TOKENS'
  | 'LLM_WARM_CONNECTIONS'
  | 'LLM_PROVIDER_ORDER'
  | 'LLM_DATA_COLLECTION'
  | 'LLM_ZERO_RETENTION'
  | 'LLM_MAX_PRICE_PROMPT'
  | 'LLM_MAX_PRICE_COMPLETION'
  | 'LLM_ROUTER_MODELS'
>;

export function readOptions(config: ModelConfig): OpenRouterOptions {
  const baseUrl = (config.OPENROUTER_BASE_URL ?? OPENROUTER_URL).replace(/\/+$/, '');
  return {
    baseUrl,
    apiKey: config.OPENROUTER_API_KEY,
    referer: config.OPENROUTER_HTTP_REFERER,
    title: config.OPENROUTER_X_TITLE,
    firstTokenTimeoutMs: config.LLM_FIRST_TOKEN_TIMEOUT_MS,
    idleTimeoutMs: config.LLM_IDLE_TIMEOUT_MS,
    totalTimeoutMs: config.LLM_TOTAL_TIMEOUT_MS,
    routing: routingOf(config),
    namesConversation: isOpenRouter(baseUrl),
    maxAnswerTokens: config.LLM_MAX_ANSWER_TOKENS,
    warmConnections: config.LLM_WARM_CONNECTIONS,
  };
}

function routingOf(config: ModelConfig): Routing {
  return {
    order: config.LLM_PROVIDER_ORDER,
    dataCollection: config.LLM_DATA_COLLECTION,
    zeroRetention: config.LLM_ZERO_RETENTION,
    maxPrice: { prompt: config.LLM_MAX_PRICE_PROMPT, completion: config.LLM_MAX_PRICE_COMPLETION },
    models: config.LLM_ROUTER_MODELS,
  };
}

/** OpenRouter itself or one of its regions. */
function isOpenRouter(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === 'openrouter.ai' || hostname.endsWith('.openrouter.ai');
}
