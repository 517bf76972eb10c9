/** Imports of broker files: begin, follow, list, undo; and executions that programs send. */
import { ExecutionsAccepted, ImportAccepted, ImportReport, NewExecutions, PageQuery, page } from '@tradistry/protocol';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addExecutions } from '../journal/add-executions.ts';
import type { JournalDeps } from '../journal/journal-deps.ts';
import { receiveUpload } from './receive-upload.ts';

const tags = ['imports'];
const Id = z.object({ id: z.string().min(1).max(128) });
/** 10,000 executions with all their fields. */
const EXECUTIONS_LIMIT = 16 * 1024 * 1024;

export function importRoutes(deps: JournalDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/imports',
      {
        schema: {
          tags,
          summary: 'Import a broker file',
          description:
            'A form with `file`, and `account?`, `time_zone?`, `format?`, `dry_run?`, `mapping?` (a JSON object). Follow it at /api/imports/{id}.',
          consumes: ['multipart/form-data'],
          response: { 202: ImportAccepted },
        },
      },
      async (request, reply) => {
        const upload = await receiveUpload(request, deps.uploads);
        return reply.code(202).send({ import_id: await deps.importing.startImport(request.caller.userId, upload) });
      },
    );

    app.get(
      '/api/imports',
      {
        schema: {
          tags,
          summary: 'Imports, newest first',
          querystring: PageQuery,
          response: { 200: page(ImportReport) },
        },
      },
      async (request) => deps.importing.listImports(request.caller.userId, request.query),
    );

    app.get(
      '/api/imports/:id',
      { schema: { tags, summary: 'Progress, then the reconciliation', params: Id, response: { 200: ImportReport } } },
      async (request) => deps.importing.getImport(request.caller.userId, request.params.id),
    );

    app.delete(
      '/api/imports/:id',
      { schema: { tags, summary: 'Undo an import', params: Id, response: { 200: ImportReport } } },
      async (request) => deps.importing.undoImport(request.caller.userId, request.params.id),
    );

    app.post(
      '/api/executions',
      {
        bodyLimit: EXECUTIONS_LIMIT,
        schema: {
          tags,
          summary: 'Add executions; those with a known external_id are left as they are',
          body: NewExecutions,
          response: { 200: ExecutionsAccepted },
        },
      },
      async (request) => addExecutions(deps, request.caller.userId, request.body),
    );
  };
}
