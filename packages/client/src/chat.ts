/** The chat calls: ask (streaming or not), resume, stop, continue. */
import type { ChatResponse, OptionalChunkType, StopResponse } from '@tradistry/protocol';
import { type ChatStream, createChatStream } from './chat-stream.ts';
import { type ConnectionStatus, resumeRequest } from './follow-stream.ts';
import { type ApiRequest, type CallOptions, callAgain, type Transport } from './transport.ts';

/** A question; the fields of the request body are the contract's. */
export interface Question extends CallOptions {
  readonly message: string;
  /** Absent, `null` or `''`: a new session. */
  readonly session_id?: string | null | undefined;
  /** At most so many earlier messages and so many retrieved passages enter the prompt: 0 to 50, default 10. */
  readonly context_limit?: number | undefined;
  readonly model?: string | undefined;
  /** A version of the chat prompt, by number or label, or a strategy; needs the scope `prompts:read`. */
  readonly prompt?: string | undefined;
  readonly parent_message_id?: string | undefined;
  /** One question, one answer, however often it is sent; generated when absent. */
  readonly idempotencyKey?: string | undefined;
}

export interface WatchOptions extends CallOptions {
  /** The extra chunk types to be sent. */
  readonly include?: readonly OptionalChunkType[] | undefined;
  /** Told what becomes of the connection. */
  readonly onStatus?: ((status: ConnectionStatus) => void) | undefined;
}

export interface ResumeOptions extends WatchOptions {
  /** The id of the last chunk that was seen; absent: from the start. */
  readonly after?: string | number | undefined;
}

/** A question for one version of the prompt; the fields of the request body are the contract's. */
export interface Trial extends WatchOptions {
  /** Its number or label. */
  readonly version: number | string;
  readonly question: string;
  readonly model?: string | undefined;
}

export interface Chat {
  /** Asks and streams the answer. */
  stream(question: Question & WatchOptions): ChatStream;
  /** Asks and waits for the whole answer. Throws `ChatError`. */
  send(question: Question): Promise<ChatResponse>;
  /** Follows a turn that was begun before, here or elsewhere; works for 24 h after its end. */
  resume(streamId: string, options?: ResumeOptions): ChatStream;
  /** Ends a turn early; what was written is kept. Repeating it does no harm. */
  stop(streamId: string, options?: CallOptions): Promise<StopResponse>;
  /** Goes on with an answer that is partial, stopped or cut by length; its first tokens are the text so far. */
  continue(messageId: string, options?: WatchOptions): ChatStream;
  /**
   * Tries a version of the prompt; needs the scope `prompts:read`. Nothing is kept, so a connection that is lost is not taken up
   * again, and leaving early ends the answer.
   */
  try(trial: Trial): ChatStream;
}

export function createChat(transport: Transport): Chat {
  return {
    stream: ({ include, signal, onStatus, idempotencyKey, ...body }) => {
      const opening = ask('/api/ai/chat/stream', { ...body, include }, idempotencyKey);
      return watch(transport, { opening }, { include, signal, onStatus });
    },
    send: ({ signal, idempotencyKey, ...body }) =>
      callAgain(transport, ask('/api/ai/chat', body, idempotencyKey), { signal }),
    resume: (streamId, { after, ...options } = {}) => {
      const lastEventId = after === undefined ? null : String(after);
      const opening = resumeRequest(streamId, lastEventId, options.include ?? []);
      return watch(transport, { opening, streamId, lastEventId }, options);
    },
    stop: (streamId, options) =>
      callAgain(
        transport,
        { method: 'POST', path: `/api/ai/chat/streams/${encodeURIComponent(streamId)}/stop` },
        options,
      ),
    continue: (messageId, options = {}) => {
      const path = `/api/ai/chat/messages/${encodeURIComponent(messageId)}/continue`;
      return watch(transport, { opening: ask(path, { include: options.include }, undefined) }, options);
    },
    try: ({ include, signal, onStatus, ...body }) => {
      const opening: ApiRequest = { method: 'POST', path: '/api/prompts/try', body: { ...body, include } };
      const once: Transport = { ...transport, retry: { ...transport.retry, attempts: 1 } };
      return watch(once, { opening }, { include, signal, onStatus });
    },
  };
}

/** Where a stream begins: its first request, and what is known of it already. */
interface Beginning {
  readonly opening: ApiRequest;
  readonly streamId?: string;
  readonly lastEventId?: string | null;
}

/** The stream of a beginning. */
export function watch(transport: Transport, beginning: Beginning, options: WatchOptions): ChatStream {
  const { include = [], signal, onStatus = () => undefined } = options;
  const { opening, streamId = null, lastEventId = null } = beginning;
  return createChatStream({ transport, opening, include, signal, onStatus, cursor: { streamId, lastEventId } });
}

function ask(path: string, body: object, idempotencyKey: string | undefined): ApiRequest {
  const headers = { accept: 'text/event-stream, application/json', 'idempotency-key': idempotencyKey ?? createKey() };
  return { method: 'POST', path, body, headers };
}

// Not `crypto.randomUUID`: browsers hide it from pages that are not on https or localhost.
function createKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
