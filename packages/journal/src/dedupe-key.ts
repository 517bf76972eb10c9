/** Keys under which the same execution is found again in a second or a later, overlapping file. */
import { hash } from 'node:crypto';

/**
 * Keys from content: equal contents in one file are told apart by their ordinal among each other, since two identical
 * fills can both be real. Ask oldest row first, so that an export that goes on later numbers the old ones as before.
 */
export class ContentKeys {
  readonly #seen = new Map<string, number>();

  /** `content` must be normalised: the same execution always as the same strings. */
  keyOf(content: readonly string[]): string {
    const key = shortHash(content.join('\u001f'));
    const ordinal = this.#seen.get(key) ?? 0;
    this.#seen.set(key, ordinal + 1);
    return ordinal === 0 ? key : shortHash(`${key}\u001f${ordinal}`);
  }
}

/** The first 32 hexadecimal digits of a SHA-256. */
export function shortHash(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}
