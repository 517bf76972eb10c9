/** Folds a whole stream into one value: what the answer is when all chunks have been seen. No Zod here: pages carry this. */
import type { StreamChunk } from './chunks.ts';
import type { StreamingChatResponse } from './streaming-chat-response.ts';

/** The value before the first chunk. */
export function emptyResponse(): StreamingChatResponse {
  return {
    session: null,
    response: '',
    reasoning: '',
    warnings: [],
    tools: [],
    figures: [],
    error: null,
    done: null,
    saved: null,
    ended: false,
  };
}

/**
 * The value after one more chunk; the one given is not changed. A token is placed by its `at`,
 * so a replay or a duplicate changes nothing.
 */
export function fold(before: StreamingChatResponse, chunk: StreamChunk): StreamingChatResponse {
  switch (chunk.type) {
    case 'session_info':
      return { ...before, session: chunk };
    case 'token':
      return { ...before, response: before.response.slice(0, chunk.at ?? before.response.length) + chunk.content };
    case 'reasoning':
      return { ...before, reasoning: before.reasoning + chunk.content };
    case 'warning':
      return { ...before, warnings: [...before.warnings, chunk] };
    case 'tool':
      return { ...before, tools: [...before.tools.filter((tool) => tool.call_id !== chunk.call_id), chunk] };
    case 'figure':
      return { ...before, figures: [...before.figures, chunk] };
    case 'error':
      return { ...before, error: chunk };
    case 'done':
      return { ...before, done: chunk };
    case 'response_saved':
      return { ...before, saved: chunk };
    case 'stream_end':
      return { ...before, ended: true };
    default:
      // A newer server may send types this client does not know; the contract only grows.
      chunk satisfies never;
      return before;
  }
}
