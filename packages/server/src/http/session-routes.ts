/** Sessions and their messages: list, make, read, rename, pin, archive, delete, feedback. */
import {
  Feedback,
  Message,
  ModelRequestRecord,
  NewSession,
  PageQuery,
  page,
  Reading,
  Session,
  SessionPatch,
} from '@tradistry/protocol';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ActiveTurns } from '../chat/active-turns.ts';
import type { ChatDeps } from '../chat/deps.ts';
import type { SessionStore } from '../chat/session-ports.ts';
import { stopTurn } from '../chat/stop-turn.ts';
import { findLog } from '../chat/watch-turn.ts';
import type { ReadingStore } from '../ops/ports.ts';
import { notFound } from '../refusal.ts';
import { streamLog } from './stream-reply.ts';

interface SessionRoutesDeps {
  readonly sessions: SessionStore;
  readonly reading: ReadingStore;
  readonly chat: ChatDeps;
  readonly active: ActiveTurns;
}

const tags = ['sessions'];
/** An id that nobody can have is not an error, it is just not found. */
const Id = z.object({ id: z.string().max(256) });
const SessionListQuery = PageQuery.extend({ archived: z.enum(['true', 'false']).default('false') });
const Nothing = z.null();

export function sessionRoutes({ sessions, reading, chat, active }: SessionRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/ai/chat/sessions',
      {
        schema: {
          tags,
          summary: 'Your sessions, pinned ones first, then the newest',
          querystring: SessionListQuery,
          response: { 200: page(Session) },
        },
      },
      async (request) => {
        const { archived, ...rest } = request.query;
        return sessions.listSessions(request.caller.userId, { ...rest, archived: archived === 'true' });
      },
    );

    app.post(
      '/api/ai/chat/sessions',
      { schema: { tags, summary: 'Make an empty session', body: NewSession.nullish(), response: { 201: Session } } },
      async (request, reply) => {
        const { id = chat.newId(), title = '' } = request.body ?? {};
        return reply.code(201).send(await sessions.createSession(request.caller.userId, { id, title }));
      },
    );

    app.get(
      '/api/ai/chat/sessions/:id',
      { schema: { tags, summary: 'One session', params: Id, response: { 200: Session } } },
      async (request) => orNotFound(await sessions.findSession(request.caller.userId, request.params.id), 'session'),
    );

    app.patch(
      '/api/ai/chat/sessions/:id',
      {
        schema: { tags, summary: 'Rename, pin or archive', params: Id, body: SessionPatch, response: { 200: Session } },
      },
      async (request) =>
        orNotFound(await sessions.updateSession(request.caller.userId, request.params.id, request.body), 'session'),
    );

    app.delete(
      '/api/ai/chat/sessions/:id',
      { schema: { tags, summary: 'Delete a session with its messages', params: Id, response: { 204: Nothing } } },
      async (request, reply) => {
        const { userId } = request.caller;
        const { active_stream_id: streamId } = orNotFound(
          await sessions.findSession(userId, request.params.id),
          'session',
        );
        if (streamId) await stopTurn(chat, active, { userId, streamId });
        if (!(await sessions.deleteSession(userId, request.params.id))) throw notFound('session');
        return reply.code(204).send(null);
      },
    );

    app.get(
      '/api/ai/chat/sessions/:id/messages',
      {
        schema: {
          tags,
          summary: 'Messages of all branches, oldest first',
          params: Id,
          querystring: PageQuery,
          response: { 200: page(Message) },
        },
      },
      async (request) => {
        const { userId } = request.caller;
        orNotFound(await sessions.findSession(userId, request.params.id), 'session');
        return sessions.listMessages(userId, request.params.id, request.query);
      },
    );

    app.get(
      '/api/ai/chat/sessions/:id/stream',
      {
        schema: {
          tags,
          summary: 'The running stream of a session, from its start',
          params: Id,
          response: { 200: z.string(), 204: Nothing.describe('No answer is being written') },
        },
      },
      async (request, reply) => {
        const { userId } = request.caller;
        const { id } = request.params;
        const streamId =
          active.findInSession(userId, id)?.started.streamId ?? (await chat.others?.running(userId))?.get(id);
        if (!streamId) {
          if (!(await sessions.hasSession(userId, id))) throw notFound('session');
          return reply.code(204).send(null);
        }
        const log = await findLog(chat, active, { userId, streamId });
        // What is known of another instance may be a moment old.
        if (log.ended) return reply.code(204).send(null);
        streamLog(reply, { streamId, log, after: 0, include: [], caller: request.caller });
        return reply;
      },
    );

    app.get(
      '/api/ai/chat/messages/:id',
      { schema: { tags, summary: 'One message', params: Id, response: { 200: Message } } },
      async (request) => orNotFound(await sessions.findMessage(request.caller.userId, request.params.id), 'message'),
    );

    app.get(
      '/api/ai/chat/messages/:id/requests',
      {
        schema: {
          tags,
          summary: 'What the model saw: the requests that made an answer, exactly as they went upstream',
          description:
            'Oldest first, one for each attempt. Empty where no model was asked, and after `MODEL_REQUESTS_DAYS`.',
          params: Id,
          response: { 200: page(ModelRequestRecord) },
        },
      },
      async (request) => {
        const found = await sessions.listRequests(request.caller.userId, request.params.id);
        return { items: orNotFound(found, 'message'), next_cursor: null };
      },
    );

    app.delete(
      '/api/ai/chat/messages/:id',
      {
        schema: {
          tags,
          summary: 'Delete a message and what was said after it',
          params: Id,
          response: { 204: Nothing },
        },
      },
      async (request, reply) => {
        if (!(await sessions.deleteMessage(request.caller.userId, request.params.id))) throw notFound('message');
        return reply.code(204).send(null);
      },
    );

    app.put(
      '/api/ai/chat/messages/:id/feedback',
      { schema: { tags, summary: 'Rate an answer', params: Id, body: Feedback, response: { 200: Message } } },
      async (request) =>
        orNotFound(await sessions.saveFeedback(request.caller.userId, request.params.id, request.body), 'answer'),
    );

    app.post(
      '/api/ai/chat/messages/:id/reading',
      {
        schema: {
          tags,
          summary: 'How long an answer has been in view; the longest counts',
          params: Id,
          body: Reading,
          response: { 204: Nothing },
        },
      },
      async (request, reply) => {
        const { reading_ms } = request.body;
        if (!(await reading.saveReading(request.caller.userId, request.params.id, reading_ms)))
          throw notFound('answer');
        return reply.code(204).send(null);
      },
    );
  };
}

function orNotFound<T>(found: T | undefined, thing: string): T {
  if (found === undefined) throw notFound(thing);
  return found;
}
