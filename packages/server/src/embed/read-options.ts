/** Where embeddings are asked for, where it is not the local model that makes them. */
import type { Config } from '../config.ts';
import type { ApiOptions } from './api-embedder.ts';

const OPENROUTER_URL = 'https://openrouter.ai/api/v1';

type EmbeddingsConfig = Pick<
  Config,
  'EMBEDDINGS_MODEL' | 'EMBEDDINGS_BASE_URL' | 'EMBEDDINGS_API_KEY' | 'OPENROUTER_BASE_URL' | 'OPENROUTER_API_KEY'
>;

/** `null`: the local model. A key goes to the server it was given for and to no other. */
export function readApiOptions(config: EmbeddingsConfig, variant: string): ApiOptions | null {
  if (config.EMBEDDINGS_MODEL === undefined) return null;
  const own = config.EMBEDDINGS_BASE_URL;
  return {
    baseUrl: (own ?? config.OPENROUTER_BASE_URL ?? OPENROUTER_URL).replace(/\/+$/, ''),
    apiKey: config.EMBEDDINGS_API_KEY ?? (own ? undefined : config.OPENROUTER_API_KEY),
    model: config.EMBEDDINGS_MODEL,
    variant,
  };
}
