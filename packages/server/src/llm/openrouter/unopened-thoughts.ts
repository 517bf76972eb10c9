/**
 * Which models begin amid a thought: the mark that opens it stands at the end of their prompt, as R1's template has it,
 * so that only the mark that closes it arrives.
 */

/** Kinds of models that are known for it. Where their thoughts come in a field of their own, nothing is waited for. */
const KNOWN_FOR_IT =
  /(^|[^a-z0-9])(r1|r1t2?|or1|z1|qwq|qvq|reasoner|thinking|deepscaler|deepcoder|exaone-deep|minimax-m[12]|intellect-2)([^a-z0-9]|$)/i;

/** `perhaps`: nobody knows so far, so its first words decide. */
export type Expectation = 'thought' | 'perhaps' | 'answer';

export interface UnopenedThoughts {
  /** How an answer of the model is to be taken until a mark, or its end, tells what it was. */
  expects(model: string): Expectation;
  /** Its last answer began with such a thought, or did not. */
  learn(model: string, began: boolean): void;
}

/** Kept as long as the process: what a model does is seen again with its first answer. */
export function createUnopenedThoughts(): UnopenedThoughts {
  const seen = new Map<string, Expectation>();
  return {
    expects: (model) => seen.get(model) ?? (KNOWN_FOR_IT.test(model) ? 'thought' : 'perhaps'),
    learn: (model, began) => void seen.set(model, began ? 'thought' : 'answer'),
  };
}
