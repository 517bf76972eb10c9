/** Writes chunks as Server-Sent Events in pure ASCII, so that a reader that splits bytes anywhere still decodes them. */
import type { StreamChunk } from './chunks.ts';

/** A chunk on the wire, framing included, is at most this many bytes. */
export const MAX_CHUNK_BYTES = 4096;
/** A viewer that is behind is caught up in writes of at most this many bytes. */
export const MAX_WRITE_BYTES = 8192;
/** Sent when 15 s pass without a chunk, so that proxies keep the line open. */
export const KEEP_ALIVE = ': keep-alive\n\n';

// Everything outside printable ASCII; DEL included, because some terminals act on it.
const NOT_ASCII = /[^ -~]/g;

/** JSON in pure ASCII: anything else is `\u`-escaped, one escape for each UTF-16 code unit. */
export function toAsciiJson(value: unknown): string {
  return JSON.stringify(value).replace(NOT_ASCII, escapeUnit);
}

/** One SSE event, `id:` included. `json` is one line, as `toAsciiJson` makes it. */
export function frame(id: number, json: string): string {
  return `id: ${id}\ndata: ${json}\n\n`;
}

/** One SSE event of a chunk. */
export function encodeChunk(id: number, chunk: StreamChunk): string {
  return frame(id, toAsciiJson(chunk));
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
