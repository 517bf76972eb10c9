/** Embeddings of OpenRouter or any OpenAI-compatible server: `POST /embeddings`. */
import { Agent, request } from 'undici';
import { z } from 'zod';
import type { Embedder } from '../rag/ports.ts';
import { EmbedderAway } from './embedder-away.ts';

const TIMEOUT_MS = 30_000;
const MOST_BYTES = 32 * 2 ** 20;
/** More in one request than any provider refuses. */
const BATCH = 64;

const Answer = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: z.array(z.number()).min(1) })),
});

export interface ApiOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly model: string;
  /** Is added to the model's name, not sent. */
  readonly variant: string;
}

/** Rejects with `EmbedderAway` whatever goes wrong; the key is in no message. */
export function createApiEmbedder(options: ApiOptions): Embedder {
  const agent = new Agent({
    connections: 8,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    maxResponseSize: MOST_BYTES,
  });
  let dimensions: number | null = null;
  return {
    model: `${options.model}${options.variant}`,
    dimensions: () => dimensions,
    async embed(texts, { signal }) {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += BATCH) {
        vectors.push(...(await ask(options, agent, { texts: texts.slice(from, from + BATCH), signal })));
      }
      dimensions = vectors[0]?.length ?? dimensions;
      return vectors;
    },
    close: () => agent.close(),
  };
}

interface Wish {
  readonly texts: readonly string[];
  readonly signal: AbortSignal | undefined;
}

async function ask(
  { baseUrl, apiKey, model }: ApiOptions,
  agent: Agent,
  { texts, signal }: Wish,
): Promise<Float32Array[]> {
  try {
    const { statusCode, body } = await request(`${baseUrl}/embeddings`, {
      method: 'POST',
      dispatcher: agent,
      signal: signal ?? null,
      headers: { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
      body: JSON.stringify({ model, input: texts, encoding_format: 'float' }),
    });
    if (statusCode !== 200) {
      await body.dump();
      throw new EmbedderAway(`the provider answered ${statusCode}`);
    }
    return toVectors(Answer.parse(await body.json()), texts.length);
  } catch (error) {
    if (error instanceof EmbedderAway) throw error;
    throw new EmbedderAway(error instanceof z.ZodError ? 'the provider answered something else' : sayCause(error));
  }
}

function toVectors({ data }: z.infer<typeof Answer>, count: number): Float32Array[] {
  const byIndex = new Map(data.map(({ index, embedding }) => [index, embedding]));
  return Array.from({ length: count }, (_, index) => {
    const embedding = byIndex.get(index);
    if (!embedding) throw new EmbedderAway('the provider left a text out');
    return toUnit(embedding);
  });
}

/** Of length 1, whatever the provider does. */
function toUnit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  if (!(length > 0 && Number.isFinite(length))) throw new EmbedderAway('the provider sent a vector of no length');
  return Float32Array.from(values, (value) => value / length);
}

function sayCause(error: unknown): string {
  return error instanceof Error ? error.message : 'no answer';
}
