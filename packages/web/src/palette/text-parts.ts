/** Cuts a piece of a text where its marks begin and end. */
import type { Span } from '@tradistry/protocol';

export interface TextPart {
  /** In the whole text. */
  readonly start: number;
  readonly text: string;
  readonly marked: boolean;
}

/** `within` of `text`, part by part; marks may overlap, come in any order, and reach beyond it. */
export function toParts(text: string, within: Span, marks: readonly Span[]): TextPart[] {
  const end = Math.min(text.length, within.start + within.length);
  const parts: TextPart[] = [];
  let at = Math.min(within.start, end);
  const push = (to: number, marked: boolean) => {
    if (to > at) parts.push({ start: at, text: text.slice(at, to), marked });
    at = Math.max(at, to);
  };
  for (const mark of marks.toSorted((a, b) => a.start - b.start)) {
    push(Math.min(mark.start, end), false);
    push(Math.min(mark.start + mark.length, end), true);
  }
  push(end, false);
  return parts;
}
