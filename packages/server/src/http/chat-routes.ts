/** Asking: the stream, the whole answer, coming back to a stream, stopping it. */
import {
  ChatRequest,
  ChatResponse,
  ContinueRequest,
  OptionalChunkType,
  StopResponse,
  type StreamingChatResponse,
} from '@tradistry/protocol';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ActiveTurns } from '../chat/active-turns.ts';
import type { ChatDeps } from '../chat/deps.ts';
import { type Asking, continueTurn, startTurn } from '../chat/start-turn.ts';
import { stopTurn } from '../chat/stop-turn.ts';
import { collectTurn, findLog } from '../chat/watch-turn.ts';
import { Refusal } from '../refusal.ts';
import { invalid } from './problem.ts';
import { streamLog } from './stream-reply.ts';
import type { Caller } from './verify-token.ts';

export interface ChatRoutesDeps {
  readonly chat: ChatDeps;
  readonly active: ActiveTurns;
  readonly streamingEnabled: boolean;
  /** Whether it is a proxy of ours that has this address. */
  readonly isProxy: (address: string | undefined) => boolean;
}

const tags = ['chat'];
const StreamId = z.object({ stream_id: z.string().max(64) });
const ResumeQuery = z.object({
  after: z.coerce.number('must be a chunk id').int().nonnegative().max(Number.MAX_SAFE_INTEGER).optional(),
  include: z
    .string()
    .max(100)
    .transform((list) => list.split(',').filter(Boolean))
    .pipe(z.array(OptionalChunkType))
    .default([]),
});
export const EventStream = z.string().describe('Server-Sent Events: `id: <n>`, `data: <one StreamChunk as JSON>`');

export function chatRoutes({ chat, active, streamingEnabled, isProxy }: ChatRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/ai/chat/stream',
      {
        schema: {
          tags,
          summary: 'Ask, and watch the answer being written',
          body: ChatRequest,
          response: { 200: EventStream },
        },
      },
      async (request, reply) => {
        checkStreaming(streamingEnabled);
        const { userId } = request.caller;
        app.viewers.check(userId);
        if (request.body.prompt !== undefined) checkMayChoosePrompt(request.caller);
        const asking = toAsking(request, chat.now() - reply.elapsedTime, isProxy);
        const started = await startTurn(chat, active, { ...asking, request: request.body, endpoint: 'stream' });
        const log = await findLog(chat, active, { userId, streamId: started.streamId });
        streamLog(reply, {
          streamId: started.streamId,
          log,
          after: 0,
          include: request.body.include,
          caller: request.caller,
        });
        return reply;
      },
    );

    app.post(
      '/api/ai/chat',
      {
        schema: { tags, summary: 'Ask, and get the whole answer', body: ChatRequest, response: { 200: ChatResponse } },
      },
      async (request, reply) => {
        if (request.body.prompt !== undefined) checkMayChoosePrompt(request.caller);
        const asking = toAsking(request, chat.now() - reply.elapsedTime, isProxy);
        const { streamId } = await startTurn(chat, active, { ...asking, request: request.body, endpoint: 'chat' });
        return toChatResponse(await collectTurn(chat, active, { userId: asking.userId, streamId }));
      },
    );

    app.post(
      '/api/ai/chat/messages/:id/continue',
      {
        schema: {
          tags,
          summary: 'Go on with an answer that is partial, stopped or cut by length, and watch it being written',
          params: z.object({ id: z.string().max(64) }),
          body: ContinueRequest.nullish(),
          response: { 200: EventStream },
        },
      },
      async (request, reply) => {
        checkStreaming(streamingEnabled);
        app.viewers.check(request.caller.userId);
        const asking = toAsking(request, chat.now() - reply.elapsedTime, isProxy);
        const started = await continueTurn(chat, active, { ...asking, answerId: request.params.id });
        const { streamId } = started;
        const log = await findLog(chat, active, { userId: asking.userId, streamId });
        const include = request.body?.include ?? started.request.include ?? [];
        streamLog(reply, { streamId, log, after: 0, include, caller: request.caller });
        return reply;
      },
    );

    app.get(
      '/api/ai/chat/streams/:stream_id',
      {
        schema: {
          tags,
          summary: 'Come back to a stream, after `Last-Event-ID` or `?after=`',
          params: StreamId,
          querystring: ResumeQuery,
          response: { 200: EventStream, 204: z.null().describe('The stream has ended and the cursor is at its end') },
        },
      },
      async (request, reply) => {
        const { stream_id: streamId } = request.params;
        const after = readLastEventId(request) ?? request.query.after ?? 0;
        const log = await findLog(chat, active, { userId: request.caller.userId, streamId });
        if (log.ended && after >= log.lastId) return reply.code(204).send(null);
        streamLog(reply, {
          streamId,
          log,
          after,
          include: request.query.include,
          caller: request.caller,
        });
        return reply;
      },
    );

    app.post(
      '/api/ai/chat/streams/:stream_id/stop',
      {
        schema: {
          tags,
          summary: 'Stop an answer; what was written is kept',
          params: StreamId,
          response: { 200: StopResponse },
        },
      },
      async (request) => stopTurn(chat, active, { userId: request.caller.userId, streamId: request.params.stream_id }),
    );
  };
}

/** Throws `streaming_disabled`. */
export function checkStreaming(enabled: boolean): void {
  if (enabled) return;
  throw new Refusal(
    'streaming_disabled',
    'Streaming is switched off on this server. Ask with POST /api/ai/chat instead.',
  );
}

/** Which prompt answers is not for everyone to choose: drafts are among them. */
export function checkMayChoosePrompt({ scopes }: Caller): void {
  if (scopes.has('prompts:read')) return;
  throw new Refusal('forbidden', 'Your token does not carry the scope "prompts:read", which choosing a prompt needs.');
}

function toAsking(request: FastifyRequest, askedAt: number, isProxy: ChatRoutesDeps['isProxy']): Asking {
  const { userId, plan } = request.caller;
  const traceHeaders = {
    fromProxy: isProxy(request.socket.remoteAddress),
    traceparent: header(request, 'traceparent'),
    tracestate: header(request, 'tracestate'),
  };
  return { userId, plan, idempotencyKey: readKey(request), askedAt, traceHeaders };
}

/** Node joins what is sent twice, but for headers that are not these. */
function header({ headers }: FastifyRequest, name: 'traceparent' | 'tracestate'): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** 1-255 visible ASCII characters, or none. */
function readKey(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key === 'string' && /^[!-~]{1,255}$/.test(key)) return key;
  throw invalid([{ path: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }]);
}

function readLastEventId(request: FastifyRequest): number | null {
  const id = request.headers['last-event-id'];
  if (id === undefined || id === '') return null;
  if (typeof id === 'string' && /^\d{1,15}$/.test(id)) return Number(id);
  throw invalid([{ path: 'Last-Event-ID', message: 'must be the id of a chunk of this stream' }]);
}

function toChatResponse({ session, response, done, saved, error, warnings }: StreamingChatResponse): ChatResponse {
  if (error || !done || !saved || !session) {
    const retryAfterMs = error?.retry_after_ms;
    throw new Refusal(error?.code ?? 'interrupted', error?.message ?? 'The answer was interrupted. Ask again.', {
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }
  return {
    session_id: session.session_id,
    message_id: saved.message_id,
    response,
    model_used: done.model_used ?? '',
    layer: done.layer ?? 'streaming',
    fallback_used: done.fallback_used ?? false,
    processing_time_ms: saved.processing_time_ms,
    usage: done.usage ?? null,
    sources: done.sources ?? [],
    warnings,
  };
}
