/** Markdown from pieces of text and figures, knowing where each figure stands. */
import type { FigureChunk } from '@tradistry/protocol';

type Span = Omit<FigureChunk, 'type'>;

/** A figure in a text: how it is written, and what it was computed from. */
export interface Shown {
  readonly text: string;
  readonly value: string;
  readonly unit: string;
  readonly source: NonNullable<Span['source']>;
}

/** Text, a figure, or several of both. User's text must have been through `escapeMarkdown`. */
export type Piece = string | Shown | readonly Piece[];

/** Puts the pieces together; positions are UTF-16 code units of the text. */
export function compose(pieces: readonly Piece[]): { text: string; spans: Span[] } {
  const spans: Span[] = [];
  let text = '';
  for (const piece of flatten(pieces)) {
    if (typeof piece === 'string') {
      text += piece;
      continue;
    }
    const { value, unit, source } = piece;
    spans.push({ at: text.length, length: piece.text.length, verified: true, value, unit, source });
    text += piece.text;
  }
  return { text, spans };
}

function flatten(pieces: readonly Piece[]): (string | Shown)[] {
  return pieces.flatMap((piece) => (isList(piece) ? flatten(piece) : [piece]));
}

function isList(piece: Piece): piece is readonly Piece[] {
  return Array.isArray(piece);
}

/** Puts `separator` between pieces. */
export function joined(pieces: readonly Piece[], separator: string): Piece {
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [separator, piece]));
}

/** A table with its numbers to the right; the first column is text. No line break before or after it. */
export function table(head: readonly string[], rows: readonly (readonly Piece[])[]): Piece {
  const line = (cells: readonly Piece[]): Piece => ['| ', joined(cells, ' | '), ' |'];
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return joined([line(head), line(rule), ...rows.map(line)], '\n');
}

/** The user's own words as Markdown that shows them and does nothing: no emphasis, link, image, HTML or table cell. */
export function escapeMarkdown(words: string): string {
  return words
    .replace(/[\\`*_[\]<>|~#!$&]/g, '\\$&')
    .replace(/(https?|ftp|mailto|javascript|data):/gi, '$1\u2060:')
    .replace(/www\./gi, 'www\u2060.')
    .replace(/@/g, '\u2060@');
}

/** The same within one line. */
export function escapeLine(words: string): string {
  return escapeMarkdown(words.replace(/\s+/g, ' ').trim());
}
