/** The demo journal: is it here, make it, take it away. */
import { DemoStatus } from '@tradistry/protocol';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addDemo, demoStatus, removeDemo } from '../journal/demo-journal.ts';
import type { JournalDeps } from '../journal/journal-deps.ts';

const tags = ['demo'];

export function demoRoutes(deps: JournalDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/demo',
      { schema: { tags, summary: 'Is the demo journal here', response: { 200: DemoStatus } } },
      async (request) => demoStatus(deps, request.caller.userId),
    );

    app.post(
      '/api/demo',
      { schema: { tags, summary: 'Make the demo journal, once', response: { 200: DemoStatus } } },
      async (request) => addDemo(deps, request.caller.userId),
    );

    app.delete(
      '/api/demo',
      { schema: { tags, summary: 'Remove the demo journal', response: { 204: z.null() } } },
      async (request, reply) => {
        await removeDemo(deps, request.caller.userId);
        return reply.code(204).send(null);
      },
    );
  };
}
