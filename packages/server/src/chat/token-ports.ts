/** What the chat needs to know of tokens: how many a prompt is. */

/** Counts by one tokenizer for all models: an estimate, to be used with a margin. */
export interface TokenCounter {
  /** Of all texts together. Never rejects and never holds the event loop; where it cannot count, it guesses high. */
  count(texts: readonly string[]): Promise<number>;
  close(): Promise<void>;
}

/** No text has more tokens than bytes: what fits so need not be counted. */
export function mostTokens(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
