/** What does not fit a chunk of the wire is cut; and where a text may be cut at all. */
import { encodeChunk, MAX_CHUNK_BYTES } from '@tradistry/protocol';
import type { MarkChunk } from '../chat/turn-log.ts';

/** What would not fit a chunk is cut; the whole of it is on the message. */
export function fitChunk(chunk: MarkChunk): MarkChunk {
  if (fits(chunk)) return chunk;
  switch (chunk.type) {
    case 'done':
      return fitChunk({ ...chunk, sources: chunk.sources?.slice(0, Math.floor(chunk.sources.length / 2)) ?? [] });
    case 'warning':
      return chunk.figures?.length
        ? fitChunk({ ...chunk, figures: chunk.figures.slice(0, Math.floor(chunk.figures.length / 2)) })
        : { ...chunk, message: shorten(chunk.message) };
    case 'error':
      return { ...chunk, message: shorten(chunk.message) };
    case 'reasoning':
      return { ...chunk, content: shorten(chunk.content) };
    case 'tool':
      return { type: 'tool', call_id: shorten(chunk.call_id), name: shorten(chunk.name), status: chunk.status };
    case 'figure':
      return { type: 'figure', at: chunk.at, length: chunk.length, verified: chunk.verified };
    case 'session_info':
      return { ...chunk, title: shorten(chunk.title ?? '') };
    case 'response_saved':
    case 'stream_end':
      return chunk;
  }
}

function fits(chunk: MarkChunk): boolean {
  return encodeChunk(Number.MAX_SAFE_INTEGER, chunk).length <= MAX_CHUNK_BYTES;
}

function shorten(text: string): string {
  return text.slice(0, cutBetweenCharacters(text, Math.min(text.length, 300)));
}

/** Moves a cut out of the middle of a surrogate pair. */
export function cutBetweenCharacters(text: string, end: number): number {
  const unit = text.charCodeAt(end - 1);
  return end < text.length && unit >= 0xd800 && unit <= 0xdbff ? end - 1 : end;
}
