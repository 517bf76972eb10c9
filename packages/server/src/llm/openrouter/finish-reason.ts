/** What a finish reason means: OpenAI's words, and those of providers whose own get through. */

const LENGTH = new Set([
  'length',
  'max_tokens',
  'max_output_tokens',
  'model_length',
  'token_limit',
  'model_context_window_exceeded',
]);
/** What providers themselves call a refusal; some say so only beside OpenRouter's `stop`. */
const REFUSALS = new Set([
  'content_filter',
  'refusal',
  'safety',
  'image_safety',
  'prohibited_content',
  'blocklist',
  'spii',
  'recitation',
  'sensitive',
  'guardrail_intervened',
]);
/** Part of what servers call an answer that was not finished. */
const BROKEN =
  /error|fail|abort|cancel|time_?d?_?out|insufficient|incomplete|malformed|unexpected|too_many|interrupt|overload|unavailable|exceed|disconnect|exception|killed|preempt/;

/** Some servers write in words that there is none so far. */
export function isReason(said: unknown): said is string {
  return typeof said === 'string' && !/^(null|none)?$/i.test(said);
}

export type Finish = 'stop' | 'length' | 'refused' | 'error';

/** Any other is a stop: servers have words of their own for it. Google's says more behind a colon: `content_filter: SAFETY`. */
function meaningOf(reason: string): Finish {
  const said = reason.toLowerCase();
  const [name = ''] = said.split(':');
  if (LENGTH.has(name)) return 'length';
  if (REFUSALS.has(name)) return 'refused';
  return BROKEN.test(said) ? 'error' : 'stop';
}

/** The reason as OpenRouter has it, unless the provider's own says that it was no stop. */
export function finishOf(reason: string, native: unknown): Finish {
  const finish = meaningOf(reason);
  return finish === 'stop' && typeof native === 'string' ? meaningOf(native) : finish;
}

const WEIGHT: Readonly<Record<Finish, number>> = { stop: 0, length: 1, refused: 2, error: 3 };

/** Of several, the one that says the worst; but an error that comes after the end of an answer does not undo it. */
export function worstOf(first: Finish | null, then: Finish): Finish {
  if (first === null) return then;
  return then !== 'error' && WEIGHT[then] > WEIGHT[first] ? then : first;
}
