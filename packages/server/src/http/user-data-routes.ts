/** Taking everything along, and leaving for good. */
import { EraseAccount } from '@tradistry/protocol';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { EraseUser } from '../user-data/erase-user.ts';
import type { ExportUserData } from '../user-data/export-user-data.ts';

/** A reader who takes nothing for so long has left. */
const STALLED_MS = 300_000;
const tags = ['settings'];

interface UserDataRoutesDeps {
  readonly exportUserData: ExportUserData;
  readonly eraseUser: EraseUser;
}

export function userDataRoutes({ exportUserData, eraseUser }: UserDataRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/export',
      {
        // Asking whether there is one would make one.
        exposeHeadRoute: false,
        schema: {
          tags,
          summary: 'Everything you have, as one ZIP archive',
          description: 'Made while it is read. Its README.txt says what is in it. One at a time.',
          produces: ['application/zip'],
          response: { 200: z.unknown().describe('The archive') },
        },
      },
      async (request, reply) => {
        const { fileName, content } = await exportUserData(request.caller.userId);
        reply.raw.setTimeout(STALLED_MS, () => reply.raw.destroy());
        return reply
          .type('application/zip')
          .header('Content-Disposition', `attachment; filename="${fileName}"`)
          .send(content);
      },
    );

    app.delete(
      '/api/account',
      {
        schema: {
          tags,
          summary: 'Erase everything you have, for good',
          description: 'Running answers and imports are ended first. Safe to repeat. Export before you do.',
          body: EraseAccount.nullish(),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await eraseUser(request.caller.userId);
        return reply.code(204).send(null);
      },
    );
  };
}
