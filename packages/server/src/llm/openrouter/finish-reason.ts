/** What a finish reason means: OpenAI's words, and those of providers whose own get through. */

const LENGTH = new Set(['length', 'max_tokens', 'model_length']);
/** What providers themselves call a refusal; some say so only beside OpenRouter's `stop`. */
const REFUSALS = new Set([
  'content_filter',
  'refusal',
  'safety',
  'prohibited_content',
  'blocklist',
  'spii',
  'sensitive',
  'guardrail_intervened',
]);
const ERRORS = new Set(['error', 'network_error', 'abort']);

export type Finish = 'stop' | 'length' | 'refused' | 'error';

/** Any other is a stop: servers have words of their own for it. */
export function meaningOf(reason: string): Finish {
  const name = reason.toLowerCase();
  if (LENGTH.has(name)) return 'length';
  if (REFUSALS.has(name)) return 'refused';
  return ERRORS.has(name) ? 'error' : 'stop';
}
