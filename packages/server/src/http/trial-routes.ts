/** Trying a version of the prompt before anybody is given it. */
import type { ServerResponse } from 'node:http';
import { PromptTrial } from '@tradistry/protocol';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { startTrial } from '../chat/start-trial.ts';
import { type ChatRoutesDeps, checkMayChoosePrompt, checkStreaming, EventStream } from './chat-routes.ts';
import { streamLog } from './stream-reply.ts';

/** Needs the scope `chat`, for it is the caller's journal that is asked, and `prompts:read`. */
export function trialRoutes({ chat, active, streamingEnabled }: ChatRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/prompts/try',
      {
        schema: {
          tags: ['prompts'],
          summary: 'Ask with a version, and keep nothing: the answer ends with its connection',
          body: PromptTrial,
          response: { 200: EventStream },
        },
      },
      async (request, reply) => {
        checkStreaming(streamingEnabled);
        const { caller } = request;
        app.viewers.check(caller.userId);
        checkMayChoosePrompt(caller);
        const { question, version, model, include } = request.body;
        const askedAt = chat.now() - reply.elapsedTime;
        const { userId, plan } = caller;
        const left = whenClosed(reply.raw);
        const asked = { userId, plan, question, version, model, include, askedAt, left };
        const { streamId, log } = await startTrial(chat, active, asked);
        streamLog(reply, { streamId, log, after: 0, include, caller });
        return reply;
      },
    );
  };
}

function whenClosed(response: ServerResponse): AbortSignal {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  // Of one that is closed already nothing is told any more.
  if (response.destroyed) closed.abort();
  return closed.signal;
}
