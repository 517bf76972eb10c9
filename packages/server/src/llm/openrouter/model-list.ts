/** Reads a server's list of models: OpenRouter's rich one, or the bare names of any OpenAI-compatible server. */

/** Below this not even the shortest prompt and its answer fit. */
const LEAST_CONTEXT = 4_096;
/** OpenRouter's ways of routing a model; the list names the model without them. */
const ROUTES = /:(nitro|floor|online|exacto|extended|thinking)$/;

export interface ListedModel {
  readonly id: string;
  readonly contextTokens: number | null;
  readonly maxAnswerTokens: number | null;
  readonly takesTools: boolean | null;
  /** True where the list says so; it never says that one does not. */
  readonly takesPrefill: true | null;
  readonly usdPerToken: number | null;
  /** Why it cannot answer here; `null`: it can. */
  readonly unfit: string | null;
}

export interface ModelListing {
  readonly models: ReadonlyMap<string, ListedModel>;
  /** It says what models can do, so it can be believed about what it does not name. */
  readonly rich: boolean;
}

/** `null` where there is nothing to learn from it. `today` in milliseconds since 1970. */
export function readModelList(body: unknown, today: number): ModelListing | null {
  const entries = entriesOf(body).filter((entry): entry is Entry & { id: string } => typeof entry.id === 'string');
  if (entries.length === 0) return null;
  return {
    models: new Map(entries.map((entry) => [entry.id, toListed(entry, today)])),
    rich: entries.some((entry) => Array.isArray(entry.supported_parameters)),
  };
}

/** Under its own name, or under the one that the list has for it. */
export function findListed({ models }: ModelListing, id: string): ListedModel | undefined {
  return models.get(id) ?? models.get(id.replace(ROUTES, '')) ?? models.get(`${id}:latest`);
}

/** As far as it is read; each field may be missing, or be something else. */
interface Entry {
  readonly id?: unknown;
  readonly context_length?: unknown;
  /** As vLLM calls it. */
  readonly max_model_len?: unknown;
  readonly supported_parameters?: unknown;
  readonly top_provider?: { readonly context_length?: unknown; readonly max_completion_tokens?: unknown } | null;
  readonly architecture?: { readonly output_modalities?: unknown } | null;
  readonly expiration_date?: unknown;
  readonly pricing?: { readonly completion?: unknown } | null;
}

function entriesOf(body: unknown): Entry[] {
  const list = Array.isArray(body) ? body : dataOf(body);
  return Array.isArray(list) ? list.filter((entry) => typeof entry === 'object' && entry !== null) : [];
}

function dataOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined;
}

function toListed(entry: Entry & { id: string }, today: number): ListedModel {
  const { id, supported_parameters: parameters, top_provider: provider } = entry;
  const contexts = [entry.context_length, provider?.context_length, entry.max_model_len].filter(isCount);
  const contextTokens = contexts.length > 0 ? Math.min(...contexts) : null;
  return {
    id,
    contextTokens,
    maxAnswerTokens: isCount(provider?.max_completion_tokens) ? provider.max_completion_tokens : null,
    takesTools: Array.isArray(parameters) ? parameters.includes('tools') : null,
    takesPrefill: Array.isArray(parameters) && parameters.some(isPrefill) ? true : null,
    usdPerToken: toPrice(entry.pricing?.completion),
    unfit: whyUnfit(entry, contextTokens, today),
  };
}

function whyUnfit(entry: Entry, contextTokens: number | null, today: number): string | null {
  const output = entry.architecture?.output_modalities;
  if (Array.isArray(output) && !output.includes('text')) return 'it writes no text';
  if (contextTokens !== null && contextTokens < LEAST_CONTEXT) return `it has room for ${contextTokens} tokens only`;
  const ends = typeof entry.expiration_date === 'string' ? Date.parse(entry.expiration_date) : Number.NaN;
  return ends < today ? 'it has been retired' : null;
}

function isPrefill(parameter: unknown): boolean {
  return typeof parameter === 'string' && /prefill|^prefix$/.test(parameter);
}

/** A decimal number as text; below zero it is not known before the call. */
function toPrice(said: unknown): number | null {
  const price = typeof said === 'string' && said.trim() !== '' ? Number(said) : said;
  return typeof price === 'number' && Number.isFinite(price) && price >= 0 ? price : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}
