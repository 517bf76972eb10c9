/** Which of an event's choices is the answer: nobody asks for several, and some servers send them, or number the only one from 1. */
import type { UpstreamChoice } from './stream-event.ts';

export class ChoiceReader {
  /** The number of the one that is the answer, once it is known. */
  #index: number | undefined;
  /** Another one, which came before. */
  #kept: UpstreamChoice | undefined;

  /** The answer's own; another is the answer where it comes twice before that. */
  read(choices: unknown): UpstreamChoice | undefined {
    if (!Array.isArray(choices)) return undefined;
    // Read field by field, each of which may be missing.
    const all = choices as readonly (UpstreamChoice | null)[];
    const index = this.#index ?? 0;
    const own = all.find((choice) => choice && indexOf(choice) === index);
    if (!own)
      return this.#index === undefined ? this.#keep(all.find((choice) => choice?.delta || choice?.message)) : undefined;
    if (this.#index === undefined) this.#kept = undefined;
    this.#index = index;
    return own;
  }

  /** Of the answer all the same: it came alone, or came again. Once. */
  takeKept(): UpstreamChoice | undefined {
    const kept = this.#kept;
    this.#kept = undefined;
    return kept;
  }

  #keep(other: UpstreamChoice | null | undefined): UpstreamChoice | undefined {
    if (!other) return undefined;
    if (this.#kept && indexOf(this.#kept) === indexOf(other)) {
      this.#index = indexOf(other);
      return other;
    }
    this.#kept = other;
    return undefined;
  }
}

function indexOf({ index }: UpstreamChoice): number {
  return Number(index ?? 0);
}
