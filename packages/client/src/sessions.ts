/** The calls about sessions and messages. */
import type { Feedback, Message, Page, Session, SessionPatch } from '@tradistry/protocol';
import { type WatchOptions, watch } from './chat.ts';
import type { ChatStream } from './chat-stream.ts';
import { type CallOptions, call, type Transport } from './transport.ts';

export interface PageOptions extends CallOptions {
  readonly cursor?: string | undefined;
  /** 1 to 200, default 50. */
  readonly limit?: number | undefined;
}

export interface Sessions {
  list(options?: PageOptions): Promise<Page<Session>>;
  create(session?: { id?: string; title?: string }, options?: CallOptions): Promise<Session>;
  get(id: string, options?: CallOptions): Promise<Session>;
  update(id: string, patch: SessionPatch, options?: CallOptions): Promise<Session>;
  delete(id: string, options?: CallOptions): Promise<void>;
  messages(id: string, options?: PageOptions): Promise<Page<Message>>;
  /** The answer that is being written in a session; ends at once when there is none. */
  stream(id: string, options?: WatchOptions): ChatStream;
}

export interface Messages {
  get(id: string, options?: CallOptions): Promise<Message>;
  delete(id: string, options?: CallOptions): Promise<void>;
  /** `rating: null` takes a rating back. */
  feedback(id: string, feedback: Feedback, options?: CallOptions): Promise<void>;
}

export function createSessions(transport: Transport): Sessions {
  const path = (id: string) => `/api/ai/chat/sessions/${encodeURIComponent(id)}`;
  return {
    list: (options = {}) =>
      call(transport, { method: 'GET', path: `/api/ai/chat/sessions${pageQuery(options)}` }, options),
    create: (session = {}, options) =>
      call(transport, { method: 'POST', path: '/api/ai/chat/sessions', body: session }, options),
    get: (id, options) => call(transport, { method: 'GET', path: path(id) }, options),
    update: (id, patch, options) => call(transport, { method: 'PATCH', path: path(id), body: patch }, options),
    delete: (id, options) => call(transport, { method: 'DELETE', path: path(id) }, options),
    messages: (id, options = {}) =>
      call(transport, { method: 'GET', path: `${path(id)}/messages${pageQuery(options)}` }, options),
    stream: (id, options = {}) => {
      const query = options.include?.length ? `?include=${options.include.join(',')}` : '';
      return watch(transport, { opening: { method: 'GET', path: `${path(id)}/stream${query}` } }, options);
    },
  };
}

export function createMessages(transport: Transport): Messages {
  const path = (id: string) => `/api/ai/chat/messages/${encodeURIComponent(id)}`;
  return {
    get: (id, options) => call(transport, { method: 'GET', path: path(id) }, options),
    delete: (id, options) => call(transport, { method: 'DELETE', path: path(id) }, options),
    feedback: (id, feedback, options) =>
      call(transport, { method: 'PUT', path: `${path(id)}/feedback`, body: feedback }, options),
  };
}

function pageQuery({ cursor, limit }: PageOptions): string {
  const query = new URLSearchParams();
  if (cursor !== undefined) query.set('cursor', cursor);
  if (limit !== undefined) query.set('limit', String(limit));
  return query.size > 0 ? `?${query}` : '';
}
