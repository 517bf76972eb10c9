/** The operators' API: key figures, streams, models, jobs, usage; and the one call that stops somebody's stream. */
import {
  JobQueues,
  ModelStates,
  page,
  StopResponse,
  StreamLife,
  StreamRecord,
  StreamsQuery,
  Summary,
  SummaryQuery,
  UsageDay,
  UsageQuery,
} from '@tradistry/protocol';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ActiveTurns } from '../chat/active-turns.ts';
import type { ChatDeps } from '../chat/deps.ts';
import { modelStates } from '../chat/model-states.ts';
import { stopTurn } from '../chat/stop-turn.ts';
import { listStreams, ownerOf, type StreamsDeps, streamLife } from '../ops/list-streams.ts';
import { listUsage } from '../ops/list-usage.ts';
import type { QueueStats } from '../ops/ports.ts';
import { summarize } from '../ops/summarize.ts';

export interface OpsRoutesDeps extends StreamsDeps {
  readonly chat: ChatDeps;
  readonly active: ActiveTurns;
  readonly queues: QueueStats;
}

const tags = ['operators'];
const Id = z.object({ id: z.string().max(64) });

/** They need the scope `ops:read`. */
export function opsReadingRoutes(deps: OpsRoutesDeps): FastifyPluginAsyncZod {
  const { chat, store } = deps;
  return async (app) => {
    app.get(
      '/api/ai/metrics/summary',
      {
        schema: { tags, summary: 'Key figures', querystring: SummaryQuery, response: { 200: Summary } },
      },
      async (request) => summarize(store, request.query, chat.today()),
    );

    app.get(
      '/api/ops/streams',
      {
        schema: {
          tags,
          summary: 'Streams: what runs, then what ended',
          querystring: StreamsQuery,
          response: { 200: page(StreamRecord) },
        },
      },
      async (request) => listStreams(deps, request.query),
    );

    app.get(
      '/api/ops/streams/:id',
      {
        schema: { tags, summary: 'The life of a stream; never its words', params: Id, response: { 200: StreamLife } },
      },
      async (request) => streamLife(deps, request.params.id),
    );

    app.get(
      '/api/ops/models',
      { schema: { tags, summary: 'Models and their breakers', response: { 200: ModelStates } } },
      async () => ({ items: modelStates(chat), next_cursor: null }),
    );

    app.get(
      '/api/ops/jobs',
      { schema: { tags, summary: 'Work beside the turns', response: { 200: JobQueues } } },
      async () => ({ items: [...(await deps.queues.list())], next_cursor: null }),
    );

    app.get(
      '/api/usage',
      {
        schema: {
          tags,
          summary: 'What users used up, by day',
          querystring: UsageQuery,
          response: { 200: page(UsageDay) },
        },
      },
      async (request) => listUsage(deps, request.query, chat.today()),
    );
  };
}

/** They need the scope `ops:write`. */
export function opsWritingRoutes(deps: OpsRoutesDeps): FastifyPluginAsyncZod {
  const { chat } = deps;
  return async (app) => {
    app.post(
      '/api/ops/streams/:id/stop',
      {
        schema: { tags, summary: "Stop somebody's stream", params: Id, response: { 200: StopResponse } },
      },
      async (request) => {
        const { id: streamId } = request.params;
        const userId = await ownerOf(deps, streamId);
        chat.logger.warn(
          { operator: chat.userKey(request.caller.userId), stream_id: streamId },
          'an operator stops a stream',
        );
        return stopTurn(chat, deps.active, { userId, streamId });
      },
    );
  };
}
