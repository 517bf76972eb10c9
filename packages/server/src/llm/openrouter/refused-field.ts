/** Fields of a request that not every model takes, and which of them a refusal is about. */

/** In the order in which they are given up: of two that exclude each other the first. */
const FIELDS = ['stream_options', 'max_tokens', 'top_p', 'temperature'] as const;

export type OptionalField = (typeof FIELDS)[number];

const REFUSES =
  /unsupported|unrecogni[sz]ed|unknown|unexpected|extra (fields|inputs)|not (be )?(supported|permitted|allowed)|does(n't| not) support|cannot both/i;

/** `undefined`: the refusal `said` is about none of those in `sent`. */
export function refusedField(said: string, sent: Readonly<Record<string, unknown>>): OptionalField | undefined {
  if (!REFUSES.test(said)) return undefined;
  return FIELDS.find((field) => field in sent && new RegExp(String.raw`\b${field}\b`).test(said));
}
