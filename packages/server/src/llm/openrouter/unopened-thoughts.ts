/**
 * Which models begin amid a thought: the mark that opens it stands at the end of their prompt, as R1's template has it,
 * so that only the mark that closes it arrives.
 */

/** Kinds of models that are known for it. Where their thoughts come in a field of their own, nothing is waited for. */
const KNOWN_FOR_IT = /(^|[^a-z0-9])(r1|r1t2?|qwq|qvq|reasoner|thinking)([^a-z0-9]|$)/i;

export interface UnopenedThoughts {
  /** Whether what the model says first is to be held back until the mark, or the end, tells what it was. */
  expects(model: string): boolean;
  /** Its last answer began with such a thought, or did not. */
  learn(model: string, began: boolean): void;
}

/** One answer may have been asked to write the mark; it takes so many on end, or the answers of others would be held back for it. */
const ENOUGH = 2;

/** Kept as long as the process: what a model does is seen again with its first answers. */
export function createUnopenedThoughts(): UnopenedThoughts {
  /** How many answers on end began so. */
  const seen = new Map<string, number>();
  return {
    expects: (model) => (seen.get(model) ?? (KNOWN_FOR_IT.test(model) ? ENOUGH : 0)) >= ENOUGH,
    learn: (model, began) => void seen.set(model, began ? (seen.get(model) ?? 0) + 1 : 0),
  };
}
