/** The `tool` chunks of a call: what a person may see of it, small enough for one chunk. */
import { type StreamChunk, toAsciiJson } from '@tradistry/protocol';

type ToolChunk = Extract<StreamChunk, { type: 'tool' }>;

/** Bytes on the wire that arguments, and a summary, may take: well below a chunk's. */
const MAX_ARGUMENTS = 2048;
const MAX_SUMMARY = 1024;
const MAX_NAME = 64;

/** Arguments that are too long are left out, a summary that is too long is cut. */
export function toToolChunk(chunk: Omit<ToolChunk, 'type'>): ToolChunk {
  const { arguments: given, summary, ...rest } = chunk;
  return {
    type: 'tool',
    ...rest,
    call_id: cutText(rest.call_id, MAX_NAME),
    name: cutText(rest.name, MAX_NAME),
    ...(given && toAsciiJson(given).length <= MAX_ARGUMENTS && { arguments: given }),
    ...(summary !== undefined && { summary: cutText(summary, MAX_SUMMARY) }),
  };
}

/** At most `bytes` as ASCII JSON, where a character may take six. */
function cutText(text: string, bytes: number): string {
  const whole = text.replaceAll('\0', '').toWellFormed();
  if (toAsciiJson(whole).length <= bytes) return whole;
  return `${whole.slice(0, Math.floor(bytes / 6) - 1).toWellFormed()}…`;
}
