/** Content or reasoning that comes as a list of parts. */

/** Parts of an answer that are its text; others of a known type are thoughts, pictures or calls. */
const TEXT_TYPES = new Set(['text', 'output_text']);

/** As far as it is read; each field may be missing, or be something else. */
interface Part {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly summary?: unknown;
  /** A text, or a list of parts. */
  readonly thinking?: unknown;
}

export interface PartsRead {
  readonly text: string;
  readonly reasoning: string;
}

/** The text of an answer's content, and the thoughts among it. */
export function readContentParts(parts: readonly unknown[]): PartsRead {
  const isAnswer = (part: unknown) => typeof part !== 'object' || !hasOtherType(part);
  return {
    text: textOfParts(parts.filter(isAnswer)),
    reasoning: textOfParts(parts.filter((part) => !isAnswer(part))),
  };
}

/** All the text that is in them. */
export function textOfParts(parts: readonly unknown[]): string {
  return parts.map(textOf).join('');
}

function textOf(part: unknown): string {
  if (typeof part === 'string') return part;
  if (typeof part !== 'object' || part === null) return '';
  // Each field is looked at before it is used.
  const { text, summary, thinking }: Part = part;
  const own = [text, summary, thinking].find((field) => typeof field === 'string');
  if (typeof own === 'string') return own;
  return Array.isArray(thinking) ? textOfParts(thinking) : '';
}

function hasOtherType(part: object | null): boolean {
  const { type }: Part = part ?? {};
  return typeof type === 'string' && !TEXT_TYPES.has(type);
}
